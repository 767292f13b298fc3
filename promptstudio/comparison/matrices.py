"""Who helps whom: transfer from single sources, and what each part of a composed prompt does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

from promptstudio.analysis.cells import single_source
from promptstudio.analysis.ranking import RankingQuality, ranking_quality
from promptstudio.analysis.similarity import similarity_matrix
from promptstudio.analysis.transfer import TransferMatrix, gain, transfer_matrix
from promptstudio.comparison.boards import titled
from promptstudio.comparison.facts import Group
from promptstudio.comparison.matrix_table import matrix_table
from promptstudio.comparison.words import mean, score
from promptstudio.core.phrases import Phrase, joined, phrases
from promptstudio.core.tables import Table
from promptstudio.core.transfer import TransferCell
from promptstudio.nn.similarity import MEASURES
from promptstudio.store.queries import RunReader
from promptstudio.store.records import RunRecord

_VERBS = {
    "keep": Phrase("Score with one part alone"),
    "remove": Phrase("Score without one part"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMatrix:
    """A matrix of scores with its title; ``gained`` is the same less the scores from scratch."""

    key: str
    title: str
    matrix: TransferMatrix
    gained: TransferMatrix | None = None


def transfer_matrices(group: Group) -> tuple[NamedMatrix, ...]:
    """Return a matrix for every method that has runs from several single sources."""
    scratch = _scores_from_scratch(group)
    found: list[NamedMatrix] = []
    for method, runs in _by_method(group.runs).items():
        cells = [_cell(run, source) for run in runs if (source := single_source(run))]
        if len({cell.source for cell in cells}) > 1:
            matrix = transfer_matrix(cells)
            found.append(
                NamedMatrix(
                    key=f"transfer-{method}",
                    title=Phrase("Transfer: {0}", runs[0].label.partition(",")[0]),
                    matrix=matrix,
                    gained=gain(matrix, scratch) if scratch else None,
                )
            )
    return tuple(found)


def masking_matrices(group: Group) -> tuple[NamedMatrix, ...]:
    """Return the keep-only and the remove matrix of every method that reports them."""
    found: list[NamedMatrix] = []
    for label, runs in group.by_label().items():
        for verb, title in _VERBS.items():
            cells = [cell for run in runs for cell in _masked_cells(run, verb)]
            if cells:
                matrix = transfer_matrix(cells)
                found.append(
                    NamedMatrix(
                        key=f"{verb}-{label}", title=joined(": ", (label, title)), matrix=matrix
                    )
                )
    return tuple(found)


def matrix_tables(reader: RunReader, group: Group) -> tuple[Table, ...]:
    """Return all matrices as tables, and how well similarity predicts the transfer."""
    transfer = transfer_matrices(group)
    tables: list[Table] = []
    for named in (*transfer, *masking_matrices(group)):
        tables.append(matrix_table(named.key, titled(named.title, group), named.matrix))
        if named.gained is not None:
            title = titled(Phrase("{0}, gain over '{1}'", named.title, group.baseline), group)
            tables.append(matrix_table(f"{named.key}-gain", title, named.gained))
    return (*tables, *_predictions(reader, group, transfer))


def _scores_from_scratch(group: Group) -> dict[str, float]:
    scores: dict[str, list[float]] = {}
    for outcome in group.outcomes:
        if outcome.method == group.baseline:
            scores.setdefault(outcome.target, []).append(outcome.score)
    return {target: float(np.mean(known)) for target, known in scores.items()}


def _by_method(runs: Iterable[RunRecord]) -> dict[str, list[RunRecord]]:
    found: dict[str, list[RunRecord]] = {}
    for run in runs:
        found.setdefault(run.method, []).append(run)
    return found


def _cell(run: RunRecord, source: str) -> TransferCell:
    return TransferCell(source, run.target_task or "", run.test[run.metric], run.job_id)


def _masked_cells(run: RunRecord, verb: str) -> list[TransferCell]:
    start, end = f"{verb}/", f"/{run.metric}"
    return [
        TransferCell(name[len(start) : -len(end)], run.target_task or "", value, run.job_id)
        for name, value in run.test.items()
        if name.startswith(start) and name.endswith(end)
    ]


def _predictions(
    reader: RunReader, group: Group, transfer: Sequence[NamedMatrix]
) -> tuple[Table, ...]:
    """Tell how well each similarity of source and target prompts predicts each matrix."""
    if not transfer:
        return ()
    clouds = _prompts_by_seed(reader, group)
    rows = [_prediction_row(named, key, clouds) for named in transfer for key in MEASURES if clouds]
    kept = tuple(row for row in rows if row is not None)
    if not kept:
        return ()
    return (
        Table(
            key="predictions",
            title=titled(Phrase("How well similarity predicts transfer"), group),
            columns=phrases(
                "transfer",
                "similarity",
                "Spearman, by target",
                "NDCG",
                "Regret@1",
                "Spearman, by source",
                "cells",
            ),
            rows=kept,
            notes=(
                Phrase(
                    "Similarity of a source's prompt to the target's own prompt, tuned from "
                    "scratch; means over seeds. By target: which source to take; by source: where "
                    "it helps."
                ),
            ),
            numeric=frozenset(range(2, 7)),
        ),
    )


Prompts = Mapping[str, NDArray[np.float32]]


def _prompts_by_seed(reader: RunReader, group: Group) -> list[Prompts]:
    """Return the prompts of sources and targets that go together, one mapping a seed."""
    found: list[Prompts] = []
    stages: dict[tuple[int, int], RunRecord] = {}
    own: dict[tuple[int, int], dict[str, NDArray[np.float32]]] = {}
    for run in group.runs:
        key = (run.seed, run.split_seed)
        if run.label == group.baseline and run.prompt_id:
            prompt = load(reader.prompt(run.prompt_id).data)["prompt_embeddings"]
            own.setdefault(key, {})[run.target_task or ""] = prompt
        elif run.needs and len(run.source_tasks) > 1:
            stages.setdefault(key, run)
    for key, run in stages.items():
        sources = _source_prompts(reader, run)
        if sources and key in own:
            found.append({**sources, **own[key]})
    return found


def _source_prompts(reader: RunReader, run: RunRecord) -> dict[str, NDArray[np.float32]]:
    """Return the trained prompts of the source stage that a run starts from, if it has them."""
    data = reader.finished_stage(run.needs or "")
    prompts = load(data).get("sources") if data else None
    if prompts is None or len(prompts) != len(run.source_tasks):
        return {}
    return dict(zip(run.source_tasks, prompts, strict=True))


def _prediction_row(
    named: NamedMatrix, key: str, clouds: Sequence[Prompts]
) -> tuple[str, ...] | None:
    by_target: list[RankingQuality] = []
    by_source: list[RankingQuality] = []
    for prompts in clouds:
        similarity = similarity_matrix(prompts, key)
        by_target.append(ranking_quality(similarity, named.matrix, "target"))
        if named.gained is not None:  # of different targets only gains can be compared
            by_source.append(ranking_quality(similarity, named.gained, "source"))
    cells = max(quality.cells for quality in by_target)
    if not cells:
        return None
    return (
        named.title,
        MEASURES[key].title,
        score(mean(quality.spearman for quality in by_target)),
        score(mean(quality.ndcg for quality in by_target)),
        score(mean(quality.regret(1) for quality in by_target)),
        score(mean(quality.spearman for quality in by_source)),
        str(cells),
    )
