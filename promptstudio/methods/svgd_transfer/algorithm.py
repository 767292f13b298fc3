"""Source posterior by SVGD, target prompt by maximum a posteriori.

The paper's code is not public; what it leaves open (kernel bandwidth, likelihood weights, form
and width of the prior) are settings.

References
----------
Lee et al. 2023, "Bayesian Multi-Task Transfer Learning for Soft Prompt Tuning",
arXiv:2402.08594. Liu and Wang 2016, arXiv:1608.04471.
"""

import math
from collections.abc import Generator, Sequence

import torch
from torch import Tensor

from promptstudio.methods.contract import (
    Answer,
    Artifact,
    Ask,
    Asking,
    Batch,
    Beginning,
    Env,
    Feed,
    Mixture,
    Part,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.svgd_transfer import SvgdTransferConfig
from promptstudio.methods.tuning import source_optimizer, starting_prompt, target_optimizer
from promptstudio.nn import priors
from promptstudio.nn.stein import SteinDirection, svgd_direction


class SvgdTransfer:
    """Source state: ``particles`` (M, P, D) with moments. Target state: ``prompt`` besides."""

    def __init__(self, config: SvgdTransferConfig) -> None:
        self.config = config
        self.source_optimizer = source_optimizer(config)
        self.target_optimizer = target_optimizer(config)

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the source and the target stage."""
        c = self.config
        sources = Feed(
            tasks="sources", batch_size=c.source_batch_size, tasks_per_step=c.source_tasks_per_step
        )
        target = Feed(tasks="target", batch_size=c.batch_size)
        return (
            Stage(key="source", feed=sources, begin=self._scatter, step=self._move_particles),
            Stage(key="target", feed=target, begin=self._aggregate, step=self._tune),
        )

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the prompt; before the target stage with all particles."""
        if "prompt" in state:
            return Mixture.single(state["prompt"], len(rows))
        particles = state["particles"]
        return Mixture.ensemble(particles, _equal_weights(particles), len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt; before the target stage the particles."""
        if "prompt" in state:
            return Artifact(kind="plain", prompt=state["prompt"])
        particles = state["particles"]
        return Artifact(kind="ensemble", prompt=particles.mean(0), members=particles)

    def _scatter(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        c = self.config
        noise_scale = c.particle_noise * float(env.vocabulary.square().mean().sqrt())
        particles = []
        for number in range(c.particles):
            generator = env.generator("start", number)
            prompt = starting_prompt(env, c, env.source_tasks, generator)
            noise = torch.randn(prompt.shape, generator=generator)
            particles.append(prompt + noise_scale * noise)
        return self.source_optimizer.init("particles", torch.stack(particles))  # (M, P, D)

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
        width = c.bandwidth if c.bandwidth_rule == "fixed" else None
        stein = svgd_direction(particles, scores, bandwidth=width)
        updated = self.source_optimizer.apply(state, "particles", -stein.direction, batch.index)
        mean_loss = _mean_weights(batch.parts).repeat(len(particles)).dot(answer.losses.float())
        loss = float(mean_loss) / (len(particles) * len(batch.parts))
        return {**state, **updated}, {"loss": loss, **_diagnostics(stein)}

    def _weights(self, env: Env, part: Part) -> list[float]:
        """Return a part's row weights in the posterior's negative log likelihood."""
        if self.config.likelihood == "mean":
            return _mean_weights([part]).tolist()
        rows_per_drawn = env.num_rows(part.task) / len(part.rows)
        return [rows_per_drawn / self.config.likelihood_temperature] * len(part.rows)

    def _aggregate(self, env: Env, upstream: State) -> Beginning:
        """Start at the mean; the other aggregations wait for the first target batch."""
        yield from ()  # asks nothing
        particles = upstream["particles"]
        start = self.target_optimizer.init("prompt", particles.mean(0))
        return {**start, "particles": particles}

    def _tune(self, env: Env, state: State, batch: Batch) -> Asking:
        if batch.index == 0 and self.config.aggregation != "mean":
            start = yield from self._choose(state["particles"], batch.rows)
            state = {**state, "prompt": start}
        prompt = state["prompt"]
        ask = Ask.mean_loss(prompt[None], [batch.rows])
        answer = yield ask
        grad = answer.grads[0]
        metrics = {"loss": float(answer.totals(ask)[0])}
        prior = self._prior(prompt, state["particles"])
        if prior is not None:
            grad = grad - self.config.prior_weight * prior.score
            metrics["prior"] = -float(prior.value)
        updated = self.target_optimizer.apply(state, "prompt", grad, batch.index)
        return {**state, **updated}, metrics

    def _choose(self, particles: Tensor, rows: Sequence[Row]) -> Generator[Ask, Answer, Tensor]:
        """Return the start (P, D) by the particles' losses on target rows."""
        ask = Ask.mean_loss(particles, [rows] * len(particles), need_grads=False)
        answer = yield ask
        losses = answer.totals(ask)  # (M,)
        if self.config.aggregation == "best":
            return particles[int(losses.argmin())]
        weights = torch.softmax(-losses / self.config.aggregation_temperature, 0)
        return torch.einsum("m,mpd->pd", weights.to(particles.dtype), particles)

    def _prior(self, prompt: Tensor, particles: Tensor) -> priors.LogDensity | None:
        if self.config.prior == "none":
            return None
        forms = {"mixture": priors.mixture, "bound": priors.bound, "fitted": priors.fitted}
        return forms[self.config.prior](prompt, particles, self.config.prior_sigma)


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


def _equal_weights(particles: Tensor) -> Tensor:
    return torch.full((len(particles),), 1.0 / len(particles))


def _diagnostics(stein: SteinDirection) -> dict[str, float]:
    """Return the numbers that are defined: without repulsion there is no ratio of forces."""
    found = {
        "bandwidth": stein.bandwidth,
        "pairwise_distance": stein.pairwise_distance,
        "force_ratio": stein.force_ratio,
        "kernel_mean": stein.kernel_mean,
    }
    return {name: value for name, value in found.items() if math.isfinite(value)}
