"""Bayesian multi-task prompt tuning: particles over all sources, then a prior for the target."""

from typing import ClassVar, Final, Literal

from promptstudio.core.declaration import MethodInfo, PromptSize, StageInfo, Work
from promptstudio.core.settings import Idle, setting
from promptstudio.methods.posterior_fields import (
    PosteriorTarget,
    SourcePosterior,
    posterior_work,
)


class SvgdTransferConfig(PosteriorTarget, SourcePosterior):
    """Settings of SVGD transfer."""

    idle: ClassVar[tuple[Idle, ...]] = (Idle(("aggregation",), {"inference": ("particles",)}),)

    inference: Literal["point", "particles"] = setting(
        "point",
        title="Target inference",
        help=(
            "'point' tunes one prompt to the maximum of the posterior, as in the paper; "
            "'particles' moves all particles on to the target's posterior and averages their "
            "predictions, with the scores of their mean prompt beside."
        ),
        stage="target",
    )


def _members(config: SvgdTransferConfig) -> int:
    return config.particles if config.inference == "particles" else 1


def _target_work(config: SvgdTransferConfig, tasks: int) -> Work:
    return Work(gradients=_members(config) * config.batch_size)


def _size(config: SvgdTransferConfig) -> PromptSize:
    return PromptSize(_members(config), config.num_virtual_tokens)


METHOD: Final = MethodInfo(
    key="svgd_transfer",
    title="SVGD transfer (BMTPT)",
    summary=(
        "Learns a cloud of prompts that fit all source tasks together, then tunes the target's "
        "prompt from their centre while the cloud holds it back."
    ),
    paper="Lee et al. 2023, arXiv:2402.08594",
    config_type=SvgdTransferConfig,
    build="algorithm:SvgdTransfer",
    stages=(
        StageInfo(
            key="source",
            title="Source posterior",
            scope="source",
            steps="source_steps",
            work=posterior_work,
        ),
        StageInfo(
            key="target",
            title="Target tuning",
            scope="target",
            steps="steps",
            work=_target_work,
        ),
    ),
    series={
        "pairwise_distance": "Mean distance of particles",
        "bandwidth": "Kernel bandwidth",
        "force_ratio": "Driving over repulsive force",
        "kernel_mean": "Mean kernel of particles",
        "prior": "Negative log prior",
        "particle_x": "Particles on a fixed plane, across",
        "particle_y": "Particles on a fixed plane, up",
    },
    size=_size,
)
