"""What jobs cost, with the shared stages that they start from."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from promptstudio.core.events import Cost
from promptstudio.store.records import RecordedCost, Spent, StageCost, TotalCost
from promptstudio.store.values import to_time

Rows = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
"""Answers a statement with values."""

_COSTS: Final = f"""
    SELECT job_id, stage_cost.stage, stage_cost.step,
           {", ".join(f"stage_cost.{name}" for name in Cost.model_fields)}
    FROM json_each(?) AS wanted
    JOIN run ON run.job_id = wanted.value
    JOIN stage_cost USING (job_id)
    JOIN json_each(run.spec, '$.stages') AS place ON place.value = stage_cost.stage
    ORDER BY wanted.key, place.key
"""  # noqa: S608 - names of our own fields
_NEEDED: Final = """
    WITH RECURSIVE chain (job_id, stage_id) AS (
        SELECT run.job_id, run.needs FROM json_each(?) AS wanted
        JOIN run ON run.job_id = wanted.value WHERE run.needs IS NOT NULL
        UNION SELECT chain.job_id, run.needs FROM chain JOIN run ON run.job_id = chain.stage_id
        WHERE run.needs IS NOT NULL)
    SELECT job_id, stage_id FROM chain
"""
_USERS: Final = """
    WITH RECURSIVE chain (job_id, stage_id) AS (
        SELECT job_id, needs FROM run
        WHERE kind = 'run' AND status = 'finished' AND needs IS NOT NULL
        UNION SELECT chain.job_id, run.needs FROM chain JOIN run ON run.job_id = chain.stage_id
        WHERE run.needs IS NOT NULL)
    SELECT stage_id, COUNT(*) FROM chain GROUP BY stage_id
"""
_SUMMED: Final = ("rows", "tokens", "forwards", "backwards", "evaluation_forwards", "seconds")
_RECENT: Final = f"""
    SELECT run.job_id, run.started, run.ended, run.test_rows,
           {", ".join(f"SUM(stage_cost.{name})" for name in _SUMMED)}
    FROM run JOIN stage_cost USING (job_id)
    WHERE run.status = 'finished' AND run.started IS NOT NULL AND run.ended IS NOT NULL
          AND run.backbone = ? AND json_extract(run.spec, '$.backbone.dtype') = ?
          AND run.device = ?
    GROUP BY run.job_id ORDER BY run.ended DESC, run.rowid DESC LIMIT ?
"""  # noqa: S608 - names of our own fields


def stage_costs(rows: Rows, job_ids: Iterable[str]) -> dict[str, list[StageCost]]:
    """Return what every ended stage of some jobs spent, in the order of the stages."""
    found: dict[str, list[StageCost]] = {job_id: [] for job_id in job_ids}
    for job_id, stage, step, *counts in rows(_COSTS, [json.dumps(list(found))]):
        cost = Cost(**dict(zip(Cost.model_fields, counts, strict=True)))
        found[job_id].append(StageCost(stage=stage, step=step, cost=cost))
    return found


def total_costs(rows: Rows, job_ids: Iterable[str]) -> dict[str, TotalCost]:
    """Return what some jobs cost with the shared stages that they need.

    Of a stage that no finished run started from, the share is the whole.
    """
    needed: dict[str, list[str]] = {job_id: [] for job_id in job_ids}
    for job_id, stage_id in rows(_NEEDED, [json.dumps(list(needed))]):
        needed[job_id].append(stage_id)
    stages = {stage_id for chain in needed.values() for stage_id in chain}
    costs = {
        job_id: [stage.cost for stage in found]
        for job_id, found in stage_costs(rows, {*needed, *stages}).items()
    }
    users: dict[str, int] = dict(rows(_USERS, [])) if stages else {}
    return {job_id: _total(job_id, chain, costs, users) for job_id, chain in needed.items()}


def recent_costs(
    rows: Rows, *, backbone: str, dtype: str, device: str, most: int
) -> list[RecordedCost]:
    """Return what the finished jobs with a backbone on a device cost, newest first."""
    found = rows(_RECENT, [backbone, dtype, device, most])
    return [
        RecordedCost(
            job_id=job_id,
            started=to_time(started),
            ended=to_time(ended),
            test_rows=test_rows,
            cost=Cost(**dict(zip(_SUMMED, counts, strict=True))),
        )
        for job_id, started, ended, test_rows, *counts in found
    ]


def _total(
    job_id: str, chain: Sequence[str], costs: dict[str, list[Cost]], users: dict[str, int]
) -> TotalCost:
    own = [(cost, 1) for cost in costs[job_id]]
    shared = [(cost, users.get(stage, 1)) for stage in chain for cost in costs[stage]]
    everything = [cost for cost, _ in (*own, *shared)]
    return TotalCost(
        own=_sum(own),
        whole=_sum([(cost, 1) for cost in everything]),
        share=_sum([*own, *shared]),
        peak_memory=max((cost.peak_memory for cost in everything), default=0),
        trainable=max((cost.trainable for cost in everything), default=0),
    )


def _sum(parts: Sequence[tuple[Cost, int]]) -> Spent:
    """Add costs, each divided by a number of users."""
    return Spent(
        rows=sum(cost.rows / users for cost, users in parts),
        tokens=sum(cost.tokens / users for cost, users in parts),
        passes=sum((cost.forwards + cost.backwards) / users for cost, users in parts),
        evaluation_passes=sum(cost.evaluation_forwards / users for cost, users in parts),
        seconds=sum(cost.seconds / users for cost, users in parts),
    )
