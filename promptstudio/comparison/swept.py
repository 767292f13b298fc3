"""What the number of rows and single settings do, over the finished runs of a study."""

from collections.abc import Sequence
from typing import Final

from promptstudio.analysis.ablation import Effect, Trial, effects, setting_text, value_text
from promptstudio.analysis.shots import WHOLE, ShotCurve, ShotOutcome, rows_text, shot_curves
from promptstudio.comparison.facts import read
from promptstudio.comparison.words import NOTHING, points, score
from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.tables import Table
from promptstudio.methods.registry import methods
from promptstudio.store.queries import RunReader

_DRAWN: Final = ("job.split_seed", "seed")
"""Settings that draw a repetition and are no subject of an ablation."""


def shots_of(reader: RunReader, study_id: str) -> tuple[ShotCurve, ...]:
    """Return scores over the number of training rows; none where a study has one number.

    Raises
    ------
    StoreError
        If there is no such study.
    """
    return shot_curves(
        ShotOutcome(reader.params(outcome.job_id).get("job.shots"), outcome)  # type: ignore[arg-type]
        for group in read(reader, study_id).groups
        for outcome in group.outcomes
    )


def effects_of(reader: RunReader, study_id: str) -> tuple[Effect, ...]:
    """Return what every setting does that differs between runs of one method.

    Raises
    ------
    StoreError
        If there is no such study.
    """
    trials = []
    for group in read(reader, study_id).groups:
        for run, outcome in zip(group.runs, group.outcomes, strict=True):
            settings = {
                name: value
                for name, value in reader.params(run.job_id).items()
                if name not in _DRAWN
            }
            title = methods()[run.method].title
            trials.append(
                Trial(title, outcome.target, run.split_seed, run.seed, settings, outcome.score)
            )
    return effects(trials)


def shots_table(curves: Sequence[ShotCurve]) -> Table:
    """Return curves over the number of rows as a table, a line for every point."""
    return Table(
        key="shots",
        title=Phrase("Score over training rows"),
        columns=phrases("method", "target", "rows", "score", "runs"),
        rows=tuple(
            (
                curve.method,
                curve.target or WHOLE,
                rows_text(point.shots),
                score(point.mean, point.interval),
                str(point.runs),
            )
            for curve in curves
            for point in curve.points
        ),
        notes=(
            Phrase(
                "Means over splits and seeds with half of Student's 95 % interval; of all targets, "
                "over those that were scored at every number of rows."
            ),
        ),
        numeric=frozenset({2, 3, 4}),
    )


def effects_table(found: Sequence[Effect]) -> Table:
    """Return effects of settings as a table."""
    return Table(
        key="ablation",
        title=Phrase("Effect of single settings"),
        columns=phrases(
            "method", "setting", "value", "against", "points", "95 % interval", "pairs"
        ),
        rows=tuple(
            (
                effect.method,
                setting_text(effect.setting),
                value_text(effect.value),
                value_text(effect.reference),
                points(effect.difference),
                NOTHING
                if effect.interval is None
                else Phrase(
                    "{0} to {1}", points(effect.interval.low), points(effect.interval.high)
                ),
                str(effect.pairs),
            )
            for effect in found
        ),
        notes=(
            Phrase(
                "Differences in points between runs that differ in this setting alone, against the "
                "value of most runs; intervals are Student's over targets and splits."
            ),
        ),
        numeric=frozenset({4, 5, 6}),
    )
