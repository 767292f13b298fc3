"""Own files run end to end on the sandbox model: real benchmark rows behind task cards."""

from collections.abc import Callable
from pathlib import Path

from promptstudio.core.events import Status
from promptstudio.planning import prepare
from tests.integration.conftest import Bench, quick_study

CARDS = {
    "sst2": ("sentence: {sentence}", {"0": "negative", "1": "positive"}),
    "rte": ("first: {sentence1} second: {sentence2}", {"0": "yes", "1": "no"}),
    "mrpc": ("first: {sentence1} second: {sentence2}", {"0": "different", "1": "same"}),
}


def write_cards(folder: Path, data: Path) -> None:
    folder.mkdir(parents=True)
    for key, (template, labels) in CARDS.items():
        words = "\n".join(f'"{label}" = "{word}"' for label, word in labels.items())
        text = f"""
key = "{key}"
title = "{key}"
kind = "classification"
metric = "accuracy"
template = "{template}"
[source]
type = "file"
path = "{data / key}"
[labels]
{words}
"""
        (folder / f"{key}.toml").write_text(text)


def test_a_study_on_own_files_finishes_with_every_method(
    open_bench: Callable[..., Bench], tmp_path: Path, shared: Path
) -> None:
    bench = open_bench()
    write_cards(bench.workspace / "tasks", shared / "data")
    study = quick_study(
        "prompt_tuning",
        "svgd_transfer",
        "meta_init",
        "crosspt",
        source_tasks=("sst2", "mrpc"),
        target_tasks=("rte",),
    )
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    runs = bench.supervisor.reader.runs()
    assert {run.method for run in runs} == {
        "prompt_tuning",
        "svgd_transfer",
        "meta_init",
        "crosspt",
    }
    for run in runs:
        assert run.status is Status.FINISHED, run.reason
        assert 0 <= run.test["accuracy"] <= 1
