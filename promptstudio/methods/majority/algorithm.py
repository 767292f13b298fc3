"""Predicts with the frequencies of the training answers, whatever the input says.

Few-shot rows drawn per class are balanced: then all classes are equally frequent, the first
one is predicted, and the score tells how often it occurs among the scored rows.
"""

from collections import Counter
from collections.abc import Sequence

import torch
from torch import Tensor

from promptstudio.methods.contract import (
    Artifact,
    Beginning,
    Constant,
    Env,
    Feed,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.majority import MajorityConfig
from promptstudio.methods.tuning import refuse_step


class Majority:
    """State: ``prompt`` (0, D), because the control has none."""

    def __init__(self, config: MajorityConfig) -> None:
        self.config = config

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the one stage, which has no steps."""
        feed = Feed(tasks="target", batch_size=1)
        return (Stage(key="target", feed=feed, begin=self._begin, step=refuse_step),)

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Constant:
        """Predict the classes' frequencies; as free text the most frequent answer.

        The likeliest class is the one predicted; of equally frequent classes the first, of
        equally frequent answers the one that comes first in the training rows.
        """
        known = env.rows(task, "train")
        classes = len(env.label_words(task))
        if classes:
            return Constant(probabilities=_frequencies(known, classes), text="")
        answers = Counter(answer for row in known for answer in row.answers)
        return Constant(probabilities=torch.zeros(0), text=answers.most_common(1)[0][0])

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return a prompt without tokens."""
        return Artifact(kind="plain", prompt=state["prompt"])

    def _begin(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        return {"prompt": torch.zeros(0, env.token_dim)}


def _frequencies(rows: Sequence[Row], classes: int) -> Tensor:
    """Return each class's share of the rows, (K,)."""
    counts = torch.bincount(torch.tensor([row.label for row in rows]), minlength=classes)
    return counts / len(rows)
