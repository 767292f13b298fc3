"""Arithmetic of what prompts learned, T = tuned - origin, from one common origin.

References
----------
Belanec et al. 2024, "Task Prompt Vectors", arXiv:2408.01119, section 3.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from promptstudio.methods.contract import (
    Artifact,
    Beginning,
    Env,
    Feed,
    Mixture,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.task_vectors import TaskVectorsConfig, terms_of
from promptstudio.methods.tuning import (
    common_origin,
    refuse_step,
    target_optimizer,
    tuning_step,
)
from promptstudio.nn.similarity import similarities


class TaskVectors:
    """``prompt`` (P, D) in every state; ``sources`` and ``origins`` until it is combined."""

    def __init__(self, config: TaskVectorsConfig) -> None:
        self.config = config
        self.optimizer = target_optimizer(config)
        self.probe_optimizer = target_optimizer(config, config.probe_steps)

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the probe, the sum and the target stage."""
        feed = Feed(tasks="target", batch_size=self.config.batch_size)
        tune, probe = tuning_step(self.optimizer), tuning_step(self.probe_optimizer)
        return (
            Stage(key="probe", feed=feed, begin=self._begin_probe, step=probe),
            Stage(key="combine", feed=feed, begin=self._combine, step=refuse_step),
            Stage(key="target", feed=feed, begin=self._begin_target, step=tune),
        )

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the prompt."""
        return Mixture.single(state["prompt"], len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt."""
        return Artifact(kind="plain", prompt=state["prompt"])

    def _begin_probe(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        kept = {name: upstream[name] for name in ("sources", "origins")}
        start = common_origin(env, self.config, upstream)
        return {**kept, **self.probe_optimizer.init("prompt", start)}

    def _combine(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        vectors = upstream["sources"] - upstream["origins"]  # (S, P, D)
        factors = self._factors(env, upstream, vectors)
        is_mean = self.config.average and self.config.combination != "named"
        count = int((factors != 0).sum()) if is_mean else 1
        total = torch.einsum("s,spd->pd", factors, vectors) / max(count, 1)
        return {"prompt": upstream["origins"][0] + self.config.scale * total}

    def _factors(self, env: Env, upstream: State, vectors: Tensor) -> Tensor:
        """Return the factor of every source's vector, (S,)."""
        match self.config.combination:
            case "all":
                return torch.ones(len(vectors))
            case "named":
                terms = terms_of(self.config.formula)
                return torch.tensor([terms.get(task, 0.0) for task in env.source_tasks])
            case "nearest":
                own = upstream["prompt"] - upstream["origins"][0]
                alike = similarities("flatten", own.numpy(), [each.numpy() for each in vectors])
                nearest = torch.from_numpy(alike).argsort(descending=True, stable=True)
                factors = torch.zeros(len(vectors))
                factors[nearest[: self.config.top_k]] = 1.0
                return factors

    def _begin_target(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        return self.optimizer.init("prompt", upstream["prompt"])
