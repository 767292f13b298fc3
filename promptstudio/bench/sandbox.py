"""Is the sandbox fit for transfer science? Text instructions against prompts, task by task."""

import math
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from promptstudio.bench.studies import finished
from promptstudio.core.spec import BackboneSpec, EvaluationSpec, MethodSpec, StudySpec
from promptstudio.tasks.cards import TaskCard, load_catalogue

INSTRUCTED_MARGIN = 0.20
"""A task counts if the instructed model beats the majority class by this much."""

REACHED = 0.90
"""The part of the instructed accuracy that a prompt tuned on all rows shall reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One task: scores between 0 and 1 on the whole test split."""

    task: str
    held_out: bool
    majority: float
    instructed: float
    full: float = float("nan")
    few: float = float("nan")

    @property
    def counts(self) -> bool:
        """Tell whether the instructed model can do the task."""
        return self.instructed >= round(self.majority + INSTRUCTED_MARGIN, 9)

    @property
    def is_steered(self) -> bool:
        """Tell whether a prompt tuned on all rows does nearly as well as the instruction."""
        return self.full >= round(REACHED * self.instructed, 9)


def measure(
    *, steps: int, few_steps: int, shots: int, seed: int, tasks: Sequence[str] | None
) -> list[TaskLine]:
    """Measure sandbox tasks: asked in words, then (where that works) with tuned prompts."""
    cards = {
        key: card
        for key, card in load_catalogue().cards.items()
        if card.source.type == "sandbox" and (tasks is None or key in tasks)
    }
    lines: list[TaskLine] = []
    for (key, card), (majority, instructed) in zip(
        cards.items(), instructed_scores(cards.values()), strict=True
    ):
        line = TaskLine(task=key, held_out=card.held_out, majority=majority, instructed=instructed)
        lines.append(line)
    counted = [line.task for line in lines if line.counts]
    with ThreadPoolExecutor(2) as pool:  # two worker processes, one core each
        whole = pool.submit(_tuned, counted, steps=steps, shots=None, seed=seed)
        little = pool.submit(_tuned, counted, steps=few_steps, shots=shots, seed=seed)
        full, few = whole.result(), little.result()
    return [
        replace(line, full=full[line.task], few=few[line.task]) if line.counts else line
        for line in lines
    ]


def instructed_scores(cards: Iterable[TaskCard]) -> Iterator[tuple[float, float]]:
    """Yield each task's majority score and the score of the model asked in words, on test."""
    import torch

    from promptstudio.backbones.loader import load_backbone
    from promptstudio.backbones.oracle import Oracle
    from promptstudio.engine.evaluate import answered, evaluate
    from promptstudio.methods.contract import Mixture
    from promptstudio.tasks.encoding import encode_task, with_instruction
    from promptstudio.tasks.metrics import majority_accuracy
    from promptstudio.tasks.splits import make_splits

    torch.set_num_threads(1)
    spec = BackboneSpec()
    backbone = load_backbone(spec)
    oracle = Oracle(backbone)
    empty = torch.zeros(0, backbone.token_dim)
    for card in cards:
        data = encode_task(
            card,
            with_instruction(card, make_splits(card, shots=None, split_seed=0)),
            backbone.tokenizer,
            max_input_tokens=spec.max_input_tokens,
            max_target_tokens=spec.max_target_tokens,
        )
        asking = evaluate(
            lambda rows: Mixture.single(empty, len(rows)),
            data,
            data.test,
            decode=lambda ids: backbone.tokenizer.decode(ids, skip_special_tokens=True),
            max_new_tokens=spec.max_target_tokens,
        )
        labels = [row.label for row in data.test]
        majority = majority_accuracy(labels) if card.kind == "classification" else 0.0
        yield majority, answered(asking, oracle).main


def _tuned(tasks: Sequence[str], *, steps: int, shots: int | None, seed: int) -> dict[str, float]:
    study = StudySpec(
        name="sandbox bench",
        target_tasks=tuple(tasks),
        methods=(MethodSpec(key="prompt_tuning", config={"steps": steps}),),
        shots=shots,
        seeds=(seed,),
        evaluation=EvaluationSpec(every=steps // 4 or 1, validation_rows=100),
    )
    with finished(study) as (reader, _):
        return {str(run.target_task): run.test[run.metric] for run in reader.runs()}


def report(lines: Sequence[TaskLine]) -> list[str]:
    """Return the table and the verdict as Markdown lines."""
    counted = [line for line in lines if line.counts]
    steered = [line for line in counted if line.is_steered]
    held = [line for line in counted if line.held_out]
    rows = [
        f"| {line.task}{' *' if line.held_out else ''} | {line.majority:.3f} | "
        f"{line.instructed:.3f} | {_score(line.full)} | {_score(line.few)} | "
        f"{'yes' if line.counts else 'no'} | {'yes' if line.is_steered else 'no'} |"
        for line in sorted(lines, key=lambda line: not line.counts)
    ]
    gap = sum(line.full - line.few for line in counted) / max(1, len(counted))
    verdict = (
        f"Tasks that count: {len(counted)} of {len(lines)}, {len(held)} of them never seen in "
        f"pre-training (*). Steered by a prompt on all rows: {len(steered)} of {len(counted)}. "
        f"Mean of all rows less few rows on tasks that count: {100 * gap:.1f} points."
    )
    return [
        "| task | majority | instructed | prompt, all rows | prompt, few rows | counts | steered |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
        verdict,
    ]


def _score(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.3f}"
