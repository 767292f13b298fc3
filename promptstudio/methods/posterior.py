"""Particles that stand for a source posterior: their start, and what they do for a target."""

import math
from collections.abc import Generator, Sequence
from typing import Final

import torch
from torch import Tensor

from promptstudio.methods.contract import (
    Answer,
    Ask,
    Asking,
    Batch,
    Beginning,
    Env,
    Feed,
    Row,
    Stage,
    State,
)
from promptstudio.methods.posterior_fields import PosteriorTarget, SourceParticles
from promptstudio.methods.tuning import starting_prompt, target_optimizer
from promptstudio.nn import priors
from promptstudio.nn.planes import places, random_plane
from promptstudio.nn.stein import SteinDirection

_MOST_REPORTS: Final = 100
_PLANE_SEED: Final = 0
"""All runs look from one plane, so that the same place means the same particle."""


def scattered(env: Env, config: SourceParticles) -> Tensor:
    """Return the particles' starts (M, P, D): a draw of the start each, with noise."""
    noise_scale = config.particle_noise * float(env.vocabulary.square().mean().sqrt())
    particles = []
    for number in range(config.particles):
        generator = env.generator("start", number)
        prompt = starting_prompt(env, config, env.source_tasks, generator)
        particles.append(prompt + noise_scale * torch.randn(prompt.shape, generator=generator))
    return torch.stack(particles)


def fixed_bandwidth(config: SourceParticles) -> float | None:
    """Return the kernel's width where the user fixed it; None stands for the median rule."""
    return config.bandwidth if config.bandwidth_rule == "fixed" else None


def equal_weights(particles: Tensor) -> Tensor:
    """Return weights (M,) that sum to one."""
    return torch.full((len(particles),), 1.0 / len(particles))


def diagnostics(stein: SteinDirection) -> dict[str, float]:
    """Return the numbers that are defined: without repulsion there is no ratio of forces."""
    found = {
        "bandwidth": stein.bandwidth,
        "pairwise_distance": stein.pairwise_distance,
        "force_ratio": stein.force_ratio,
        "kernel_mean": stein.kernel_mean,
    }
    return {name: value for name, value in found.items() if math.isfinite(value)}


def positions(particles: Tensor, index: int, steps: int, *, first: int = 1) -> dict[str, float]:
    """Return where particles (M, P, D) lie in a fixed plane: ``particle_x/1`` and so on.

    They are numbered from ``first``. About 100 of a stage's steps report them, the first and
    the last among these; the others return nothing.
    """
    if index % math.ceil(steps / _MOST_REPORTS) and index != steps - 1:
        return {}
    generator = torch.Generator().manual_seed(_PLANE_SEED)
    found = places(particles, random_plane(particles[0].numel(), generator)).tolist()
    return {
        f"particle_{axis}/{number}": place[column]
        for column, axis in enumerate("xy")
        for number, place in enumerate(found, first)
    }


class PosteriorTuning:
    """A target's prompt started from ``particles`` (M, P, D) and held back by them.

    State: ``prompt`` (P, D) with moments, and the particles, which stay where they are. The
    prompt is reported as particle 0 among them.
    """

    def __init__(self, config: PosteriorTarget) -> None:
        self.config = config
        self.optimizer = target_optimizer(config)

    def stage(self) -> Stage:
        """Return the target stage."""
        feed = Feed(tasks="target", batch_size=self.config.batch_size)
        return Stage(key="target", feed=feed, begin=self._aggregate, step=self._tune)

    def prior(self, prompts: Tensor, particles: Tensor) -> priors.LogDensity | None:
        """Return what the particles say of a prompt (P, D); None without a prior."""
        if self.config.prior == "none":
            return None
        forms = {"mixture": priors.mixture, "bound": priors.bound, "fitted": priors.fitted}
        return forms[self.config.prior](prompts, particles, self.config.prior_sigma)

    def _aggregate(self, env: Env, upstream: State) -> Beginning:
        """Start at the mean; the other aggregations wait for the first target batch."""
        yield from ()  # asks nothing
        particles = upstream["particles"]
        return {**self.optimizer.init("prompt", particles.mean(0)), "particles": particles}

    def _tune(self, env: Env, state: State, batch: Batch) -> Asking:
        if batch.index == 0 and self.config.aggregation != "mean":
            start = yield from self._choose(state["particles"], batch.rows)
            state = {**state, "prompt": start}
        prompt = state["prompt"]
        ask = Ask.mean_loss(prompt[None], [batch.rows])
        answer = yield ask
        grad = answer.grads[0]
        metrics = {"loss": float(answer.totals(ask)[0])}
        prior = self.prior(prompt, state["particles"])
        if prior is not None:
            grad = grad - self.config.prior_weight * prior.score
            metrics["prior"] = -float(prior.value)
        updated = self.optimizer.apply(state, "prompt", grad, batch.index)
        place = positions(updated["prompt"][None], batch.index, self.config.steps, first=0)
        return {**state, **updated}, {**metrics, **place}

    def _choose(self, particles: Tensor, rows: Sequence[Row]) -> Generator[Ask, Answer, Tensor]:
        """Return the start (P, D) by the particles' losses on target rows."""
        ask = Ask.mean_loss(particles, [rows] * len(particles), need_grads=False)
        answer = yield ask
        losses = answer.totals(ask)  # (M,)
        if self.config.aggregation == "best":
            return particles[int(losses.argmin())]
        weights = torch.softmax(-losses / self.config.aggregation_temperature, 0)
        return torch.einsum("m,mpd->pd", weights.to(particles.dtype), particles)
