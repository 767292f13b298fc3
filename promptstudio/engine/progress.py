"""Where a job stands: what a checkpoint holds besides the state, and the best state so far."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from torch import Tensor

from promptstudio.core.events import Cost
from promptstudio.methods.contract import State

_BEST = "best/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """State after ``step`` steps of ``stage``, with the best state and how it was found.

    ``score`` is (metric, -loss) of the best state on validation, larger is better;
    ``stale`` counts evaluations since then; ``rows`` are the job's gradient rows and
    ``seconds`` its work time; ``cost`` is what the present stage has spent.
    """

    stage: str
    step: int
    state: State
    best: State | None = None
    score: tuple[float, float] | None = None
    stale: int = 0
    rows: int = 0
    seconds: float = field(default=0.0, compare=False)
    cost: Cost = field(default=Cost(), compare=False)

    def scored(self, score: tuple[float, float]) -> "Progress":
        """Take in a validation score of the present state."""
        if self.score is None or score > self.score:
            return replace(self, best=self.state, score=score, stale=0)
        return replace(self, stale=self.stale + 1)

    @property
    def kept(self) -> State:
        """The best state, or the present one where none was scored."""
        return self.state if self.best is None else self.best


def to_tensors(progress: Progress) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Return tensors and metadata that `from_tensors` turns back into the same progress."""
    tensors = dict(progress.state)
    if progress.best is not None:
        tensors |= {_BEST + name: value for name, value in progress.best.items()}
    facts = {
        "stage": progress.stage,
        "step": progress.step,
        "score": progress.score,
        "stale": progress.stale,
        "rows": progress.rows,
        "seconds": progress.seconds,
        "cost": progress.cost.model_dump(),
    }
    return tensors, {"progress": json.dumps(facts)}


def from_tensors(tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> Progress:
    """Rebuild a progress from a checkpoint's tensors and metadata."""
    facts = json.loads(metadata["progress"])
    best = {name[len(_BEST) :]: value for name, value in tensors.items() if name.startswith(_BEST)}
    return Progress(
        stage=facts["stage"],
        step=facts["step"],
        state={name: value for name, value in tensors.items() if not name.startswith(_BEST)},
        best=best or None,
        score=tuple(facts["score"]) if facts["score"] else None,
        stale=facts["stale"],
        rows=facts["rows"],
        seconds=facts["seconds"],
        cost=Cost(**facts.get("cost", {})),
    )
