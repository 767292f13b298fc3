"""What sharing micro-batches brings on this device: in turn, packed, packed and sorted."""

from promptstudio.core.spec import BackboneSpec

ROWS = (4, 8, 16)


def measure(*, runs: int, device: str) -> list[str]:
    """Return a table of gradient rows per second for several sizes of request."""
    import torch

    from promptstudio.backbones.calibrate import measure_packing
    from promptstudio.backbones.loader import load_backbone

    backbone = load_backbone(BackboneSpec(device=device))
    if backbone.device.type == "cpu":
        torch.set_num_threads(1)
    lines = [
        "| runs | rows each | token budget | in turn | packed | packed and sorted | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for rows in ROWS:
        found = measure_packing(backbone, runs=runs, rows=rows)
        rate, ratio = found["rows_per_second"], found["ratio"]
        lines.append(
            f"| {runs} | {rows} | {found['token_budget']} | {rate['in_turn']:.0f} | "
            f"{rate['packed']:.0f} | {rate['packed_sorted']:.0f} | {ratio['packed_sorted']:.2f} |"
        )
    return [*lines, "", f"Gradient rows per second on {backbone.device}."]
