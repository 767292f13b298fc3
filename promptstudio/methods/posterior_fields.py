"""Declarations of settings around a source posterior that particles stand for. Loads no torch."""

from typing import Literal

from promptstudio.core.declaration import Work
from promptstudio.core.settings import setting
from promptstudio.methods.fields import SourceTuning, TargetTuning, batch_size, steps


class SourceParticles(SourceTuning):
    """How a cloud of prompts is moved over the source tasks."""

    source_steps: int = steps("source", 200)
    source_batch_size: int = batch_size(
        "source", 4, "Rows of every source task in each step; every particle sees them all."
    )
    particles: int = setting(
        4,
        title="Particles",
        help="Prompts that stand for the source posterior. The cost of a step grows with them.",
        stage="source",
        ge=1,
        le=64,
    )
    particle_noise: float = setting(
        0.1,
        title="Particle noise",
        help=(
            "Normal noise on every particle's start, in units of the vocabulary's root mean "
            "square. Particles that start equal would stay equal."
        ),
        stage="source",
        ge=0.0,
        le=10.0,
    )
    source_tasks_per_step: int | None = setting(
        None,
        title="Tasks per step",
        help="Source tasks drawn for each step; empty takes all of them.",
        stage="source",
        ge=1,
        le=1000,
        unit="tasks",
    )
    bandwidth_rule: Literal["median", "fixed"] = setting(
        "median",
        title="Bandwidth",
        help="Width of the kernel: from the median distance of the particles, or a number.",
        stage="source",
    )
    bandwidth: float = setting(
        10.0,
        title="Kernel width h",
        help="h in exp(-distance² / h); distances grow with the size of the prompt.",
        stage="source",
        ge=1e-6,
        le=1e9,
        when={"bandwidth_rule": ("fixed",)},
    )


def drawn_tasks(config: SourceParticles, tasks: int) -> int:
    """Return how many of the source tasks a step draws."""
    return min(config.source_tasks_per_step or tasks, tasks)


def posterior_work(config: SourceParticles, tasks: int) -> Work:
    """Return what a step over the sources asks: every particle sees all rows."""
    rows = drawn_tasks(config, tasks) * config.source_batch_size
    return Work(gradients=config.particles * rows)


class SourcePosterior(SourceParticles):
    """What the posterior over all sources is."""

    likelihood: Literal["mean", "exact"] = setting(
        "mean",
        title="Likelihood weights",
        help=(
            "'mean' adds up the tasks' mean losses (a tempered posterior); 'exact' weighs each "
            "task by its number of rows, as Bayes' rule does. This sets how strongly data "
            "drive the particles against the kernel's repulsion."
        ),
        stage="source",
    )
    likelihood_temperature: float = setting(
        1.0,
        title="Likelihood temperature",
        help="Divides the exact likelihood: 1 is Bayes' rule, more makes the posterior wider.",
        stage="source",
        ge=1e-3,
        le=1e6,
        when={"likelihood": ("exact",)},
    )
    source_prior: Literal["flat", "gaussian"] = setting(
        "flat",
        title="Source prior",
        help="What is believed before the sources: nothing, or a Gaussian around zero.",
        stage="source",
    )
    source_prior_sigma: float = setting(
        10.0,
        title="Source prior width",
        help="Standard deviation of the Gaussian source prior, per coordinate.",
        stage="source",
        ge=1e-3,
        le=1e4,
        when={"source_prior": ("gaussian",)},
    )


class PosteriorTarget(TargetTuning):
    """How particles start a target's prompt and hold it back."""

    aggregation: Literal["mean", "best", "weighted"] = setting(
        "mean",
        title="Aggregation",
        help=(
            "The target's start: the particles' mean, the particle with the smallest loss on "
            "the first target batch, or their mean weighted by these losses."
        ),
        stage="target",
    )
    aggregation_temperature: float = setting(
        0.1,
        title="Aggregation temperature",
        help="Weights are softmax(-loss / temperature): near 0 the best particle alone counts.",
        stage="target",
        ge=1e-4,
        le=1e3,
        unit="nats",
        when={"aggregation": ("weighted",)},
    )
    prior: Literal["mixture", "bound", "fitted", "none"] = setting(
        "mixture",
        title="Target prior",
        help=(
            "What the sources say of the target's prompt: a mixture of Gaussians around the "
            "particles, its bound (a pull to their mean), a Gaussian fitted to them, or nothing."
        ),
        stage="target",
    )
    prior_sigma: float = setting(
        1.0,
        title="Prior width",
        help="Standard deviation of the prior, per coordinate; its floor for the fitted form.",
        stage="target",
        ge=1e-4,
        le=1e4,
        when={"prior": ("mixture", "bound", "fitted")},
    )
    prior_weight: float = setting(
        1e-3,
        title="Prior weight",
        help=(
            "Factor of -log prior beside the mean loss. One over the number of training rows "
            "is Bayes' rule; less lets the target's own data say more."
        ),
        stage="target",
        ge=0.0,
        le=1e3,
        when={"prior": ("mixture", "bound", "fitted")},
    )
