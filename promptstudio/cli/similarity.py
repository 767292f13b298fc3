"""Compares the prompts of a folder, and tells how well that predicts their transfer."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from promptstudio.analysis.ranking import REGRET_AT, RankingQuality, ranking_quality
from promptstudio.analysis.similarity import (
    SimilarityMatrix,
    family_contrast,
    nearest,
    similarity_matrix,
)
from promptstudio.analysis.transfer import relative_to_own, transfer_matrix
from promptstudio.cli.tables import number, print_json_line, print_table
from promptstudio.core.errors import ConfigError, LibraryError
from promptstudio.export.library import read_prompts
from promptstudio.export.prompt_files import Prompt
from promptstudio.export.score_tables import read_families, read_transfer
from promptstudio.nn.similarity import MEASURES

_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Prediction:
    """How well one measure ranks the sources of every target, and the targets of every source."""

    measure: str
    by_target: RankingQuality
    by_source: RankingQuality


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is told: matrices, measures left out, families, and predictions.

    ``incomparable`` names targets whose scores can not be set against those of other targets.
    """

    matrices: Sequence[SimilarityMatrix]
    unfit: Sequence[str]
    families: Mapping[str, str]
    predictions: Sequence[Prediction]
    incomparable: Sequence[str]


def similarity(
    folder: Path,
    measures: Sequence[str],
    *,
    transfer: Path | None,
    model: str | None,
    families: Path | None,
    as_json: bool,
    to_csv: Path | None,
) -> None:
    """Print each prompt's nearest ones, and with a transfer table how good a guide they are."""
    found = _compare(folder, measures, transfer, model, families)
    if to_csv:
        _write_csv(to_csv, found.matrices)
    if as_json:
        print_json_line(_facts(found))
        return
    for matrix in found.matrices:
        _print_nearest(matrix)
    if found.families:
        _print_families(found)
    if found.predictions:
        _print_predictions(found)
    if found.unfit:
        print_table(
            "Left out: these need prompts of one length", ("",), [(k,) for k in found.unfit]
        )


def _compare(
    folder: Path,
    measures: Sequence[str],
    transfer: Path | None,
    model: str | None,
    families: Path | None,
) -> Comparison:
    if model and not transfer:
        raise ConfigError("--model chooses scores of a transfer table. Give one with --transfer.")
    prompts = read_prompts(folder)
    known = read_families(families) if families else {}
    keys, unfit = _chosen(measures, prompts)
    matrices = [similarity_matrix(prompts, key, known) for key in keys]
    if transfer is None:
        return Comparison(matrices, unfit, known, (), ())
    scores = transfer_matrix(read_transfer(transfer, model), families=known)
    if not {*scores.sources, *scores.targets} & {*prompts}:
        raise LibraryError(
            f"The table '{transfer}' names none of the prompts. It has '{scores.targets[0]}', "
            f"and the folder has '{next(iter(prompts))}'."
        )
    relative = relative_to_own(scores)
    predictions = [
        Prediction(
            matrix.measure,
            ranking_quality(matrix, scores, "target"),
            ranking_quality(matrix, relative, "source"),
        )
        for matrix in matrices
    ]
    return Comparison(matrices, unfit, known, predictions, relative.left_out)


def _chosen(
    measures: Sequence[str], prompts: Mapping[str, Prompt]
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the keys to compute, and those of ``all`` that these prompts do not allow."""
    if "all" not in measures:
        return tuple(dict.fromkeys(measures)), ()
    one_length = len({len(prompt) for prompt in prompts.values()}) == 1
    unfit = [k for k, measure in MEASURES.items() if measure.equal_lengths and not one_length]
    return [key for key in MEASURES if key not in unfit], unfit


def _print_nearest(matrix: SimilarityMatrix) -> None:
    rows = [
        (name, *(f"{other} {value:.3f}" for other, value in others))
        for name, others in nearest(matrix, _NEIGHBOURS).items()
    ]
    width = max(map(len, rows))
    padded = [(*row, *[""] * (width - len(row))) for row in rows]
    columns = ("prompt", "nearest", "second", "third")[:width]
    print_table(MEASURES[matrix.measure].title, columns, padded)


def _print_families(found: Comparison) -> None:
    rows = []
    for matrix in found.matrices:
        contrast = family_contrast(matrix, found.families)
        pairs = f"{contrast.same_pairs} and {contrast.other_pairs}"
        rows.append((matrix.measure, number(contrast.same), number(contrast.other), pairs))
    print_table("Mean similarity", ("measure", "same family", "other family", "pairs"), rows)


def _print_predictions(found: Comparison) -> None:
    rows = [
        (
            entry.measure,
            number(entry.by_target.spearman),
            number(entry.by_source.spearman),
            number(entry.by_target.ndcg),
            *(number(entry.by_target.regret(at)) for at in REGRET_AT),
            f"{entry.by_target.cells} of {len(entry.by_target.lines)} targets",
        )
        for entry in found.predictions
    ]
    columns = (
        "measure",
        "Spearman over targets",
        "Spearman over sources",
        "NDCG",
        *(f"Regret@{at}" for at in REGRET_AT),
        "cells counted",
    )
    print_table("Prediction of transfer from other tasks", columns, rows)
    first = found.predictions[0].by_target
    notes = {
        "Without a prompt": first.unknown,
        "Targets with fewer than three sources": first.short,
        "Targets with equal scores or similarities": first.constant,
        "Targets without a score of their own prompt (not in Spearman over sources)": (
            found.incomparable
        ),
    }
    left = [(reason, ", ".join(names)) for reason, names in notes.items() if names]
    if left:
        print_table("Not counted", ("", ""), left)


def _facts(found: Comparison) -> dict[str, Any]:
    measures = [
        {
            "measure": matrix.measure,
            "names": matrix.names,
            "values": matrix.values.tolist(),
            "nearest": nearest(matrix, _NEIGHBOURS),
            "families": asdict(family_contrast(matrix, found.families)) if found.families else None,
        }
        for matrix in found.matrices
    ]
    predictions = [
        {
            "measure": entry.measure,
            "by_target": _quality(entry.by_target),
            "by_source": _quality(entry.by_source),
        }
        for entry in found.predictions
    ]
    return {
        "measures": measures,
        "unfit": found.unfit,
        "predictions": predictions,
        "incomparable": found.incomparable,
    }


def _quality(quality: RankingQuality) -> dict[str, Any]:
    return {
        "spearman": quality.spearman,
        "ndcg": quality.ndcg,
        "regret": {at: quality.regret(at) for at in REGRET_AT},
        "cells": quality.cells,
        **asdict(quality),
    }


def _write_csv(path: Path, matrices: Sequence[SimilarityMatrix]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("measure", "from", "to", "similarity"))
            for matrix in matrices:
                for name, row in zip(matrix.names, matrix.values.tolist(), strict=True):
                    pairs = zip(matrix.names, row, strict=True)
                    writer.writerows((matrix.measure, name, other, value) for other, value in pairs)
    except OSError as error:
        raise LibraryError(f"The file '{path}' can not be written: {error.strerror}.") from error
