"""Meta-learned particles: SVGD over the loss after adaptation."""

from typing import Final

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.settings import setting
from promptstudio.methods.posterior_fields import PosteriorTarget, SourceParticles


class MetaParticlesConfig(PosteriorTarget, SourceParticles):
    """Settings of meta-learned particles."""

    query_size: int = setting(
        4,
        title="Query rows",
        help="Rows of each task on which adapted particles are judged; none is in the support.",
        stage="source",
        ge=1,
        le=4096,
        unit="rows",
    )
    inner_steps: int = setting(
        1,
        title="Inner steps",
        help="Gradient steps that adapt each particle to a task.",
        stage="source",
        ge=1,
        le=100,
    )
    inner_lr: float = setting(
        1.0,
        title="Inner learning rate",
        help="Step size of the adaptation, plain SGD.",
        stage="source",
        ge=1e-6,
        le=1e4,
    )
    first_order: bool = setting(
        False,
        title="First order",
        help="Leave the second derivatives of the adaptation out, as FoMAML does.",
        stage="source",
    )


METHOD: Final = MethodInfo(
    key="meta_particles",
    title="Meta-learned particles",
    summary=(
        "Learns a cloud of prompts of which each adapts fast to the source tasks, then tunes the "
        "target's prompt from their centre."
    ),
    paper="Reported in no paper; joins arXiv:2302.08143 and arXiv:2402.08594",
    config_type=MetaParticlesConfig,
    build="algorithm:MetaParticles",
    stages=(
        StageInfo(key="source", title="Meta-learning", scope="source", steps="source_steps"),
        StageInfo(key="target", title="Target tuning", scope="target", steps="steps"),
    ),
    series={
        "movement": "Relative movement of the particles by adaptation",
        "pairwise_distance": "Mean distance of particles",
        "force_ratio": "Driving over repulsive force",
        "prior": "Negative log prior",
    },
    is_experimental=True,
)
