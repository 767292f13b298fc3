"""Source posterior by SVGD, target prompt by maximum a posteriori or by SVGD again.

The paper's code is not public; what it leaves open (kernel bandwidth, likelihood weights, form
and width of the prior) are settings. The paper tunes one target prompt; moving all particles on
to the target's posterior, for averaged predictions, is an addition.

References
----------
Lee et al. 2023, "Bayesian Multi-Task Transfer Learning for Soft Prompt Tuning",
arXiv:2402.08594. Liu and Wang 2016, arXiv:1608.04471.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from promptstudio.methods.contract import (
    Artifact,
    Ask,
    Asking,
    Batch,
    Beginning,
    Env,
    Feed,
    Mixture,
    Part,
    Prediction,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.posterior import (
    PosteriorTuning,
    diagnostics,
    equal_weights,
    fixed_bandwidth,
    positions,
    scattered,
)
from promptstudio.methods.svgd_transfer import SvgdTransferConfig
from promptstudio.methods.tuning import source_optimizer
from promptstudio.nn import priors
from promptstudio.nn.stein import svgd_direction


class SvgdTransfer:
    """Source state: ``particles`` (M, P, D) with moments.

    Target state: ``prompt`` (P, D), or ``members`` (M, P, D), with moments, and ``particles``.
    """

    def __init__(self, config: SvgdTransferConfig) -> None:
        self.config = config
        self.source_optimizer = source_optimizer(config)
        self.target = PosteriorTuning(config)

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the source and the target stage."""
        c = self.config
        sources = Feed(
            tasks="sources", batch_size=c.source_batch_size, tasks_per_step=c.source_tasks_per_step
        )
        target = self.target.stage()
        if c.inference == "particles":
            target = Stage(
                key="target", feed=target.feed, begin=self._go_on, step=self._move_members
            )
        return (
            Stage(key="source", feed=sources, begin=self._scatter, step=self._move_particles),
            target,
        )

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the prompt, or the mean of the particles' predictions."""
        if "prompt" in state:
            return Mixture.single(state["prompt"], len(rows))
        members = _members(state)
        return Mixture.ensemble(members, equal_weights(members), len(rows))

    def companions(
        self, env: Env, state: State, task: str, rows: Sequence[Row]
    ) -> Mapping[str, Prediction]:
        """Return the particles' mean prompt beside the mean of their predictions."""
        if "members" not in state:
            return {}
        return {"mean_prompt": Mixture.single(state["members"].mean(0), len(rows))}

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt, or the particles with their mean."""
        if "prompt" in state:
            return Artifact(kind="plain", prompt=state["prompt"])
        members = _members(state)
        return Artifact(kind="ensemble", prompt=members.mean(0), members=members)

    def _scatter(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        return self.source_optimizer.init("particles", scattered(env, self.config))

    def _move_particles(self, env: Env, state: State, batch: Batch) -> Asking:
        particles = state["particles"]
        weights = torch.tensor([w for part in batch.parts for w in self._weights(env, part)])
        weights = weights * (len(env.source_tasks) / len(batch.parts))  # (B,), for tasks not drawn
        ask = _ask_all(particles, batch.rows, weights)
        answer = yield ask
        c = self.config
        scores = -answer.grads  # (M, P, D)
        if c.source_prior == "gaussian":
            variance = torch.tensor(c.source_prior_sigma**2)
            scores = scores + priors.gaussian(particles, torch.tensor(0.0), variance).score
        stein = svgd_direction(particles, scores, bandwidth=fixed_bandwidth(c))
        updated = self.source_optimizer.apply(state, "particles", -stein.direction, batch.index)
        mean_loss = _mean_weights(batch.parts).repeat(len(particles)).dot(answer.losses.float())
        loss = float(mean_loss) / (len(particles) * len(batch.parts))
        places = positions(updated["particles"], batch.index, c.source_steps)
        return {**state, **updated}, {"loss": loss, **diagnostics(stein), **places}

    def _weights(self, env: Env, part: Part) -> list[float]:
        """Return a part's row weights in the posterior's negative log likelihood."""
        if self.config.likelihood == "mean":
            return _mean_weights([part]).tolist()
        rows_per_drawn = env.num_rows(part.task) / len(part.rows)
        return [rows_per_drawn / self.config.likelihood_temperature] * len(part.rows)

    def _go_on(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        particles = upstream["particles"]
        members = self.target.optimizer.init("members", particles.clone())
        return {**members, "particles": particles}

    def _move_members(self, env: Env, state: State, batch: Batch) -> Asking:
        """One SVGD step on the target's likelihood times the sources' prior."""
        members = state["members"]
        ask = Ask.mean_loss(members, [batch.rows] * len(members))
        answer = yield ask
        scores = -answer.grads  # (M, P, D)
        found = [self.target.prior(member, state["particles"]) for member in members]
        known = [prior for prior in found if prior is not None]
        if known:
            held = torch.stack([prior.score for prior in known])
            scores = scores + self.config.prior_weight * held
        stein = svgd_direction(members, scores, bandwidth=fixed_bandwidth(self.config))
        updated = self.target.optimizer.apply(state, "members", -stein.direction, batch.index)
        metrics = {"loss": float(answer.totals(ask).mean()), **diagnostics(stein)}
        places = positions(updated["members"], batch.index, self.config.steps)
        return {**state, **updated}, {**metrics, **places}


def _members(state: State) -> Tensor:
    return state["members"] if "members" in state else state["particles"]


def _ask_all(prompts: Tensor, rows: Sequence[Row], weights: Tensor) -> Ask:
    """Ask for every prompt (M, P, D) on every row, with weights (B,) of the rows."""
    members = len(prompts)
    return Ask(
        prompts=prompts,
        rows=rows,
        row=torch.arange(len(rows)).repeat(members),  # (M * B,)
        prompt=torch.arange(members).repeat_interleave(len(rows)),
        weight=weights.repeat(members),
    )


def _mean_weights(parts: Sequence[Part]) -> Tensor:
    """Return row weights (B,) that add up the parts' mean losses per target token."""
    weights: list[float] = []
    for part in parts:
        tokens = sum(len(row.target_ids) for row in part.rows)
        weights += [1.0 / tokens] * len(part.rows)
    return torch.tensor(weights)
