"""Meta-learned particles: SVGD over the loss after adaptation."""

from typing import Final

from promptstudio.core.declaration import MethodInfo, StageInfo, Work
from promptstudio.core.settings import setting
from promptstudio.methods.fields import rows_of_tasks
from promptstudio.methods.posterior_fields import PosteriorTarget, SourceParticles, drawn_tasks


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
        unit="steps",
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
    report_every: int = setting(
        10,
        title="Report every",
        help=(
            "The query loss before adaptation is asked for "
            "every so many steps; it costs forward passes only."
        ),
        stage="source",
        ge=1,
        le=100_000,
        unit="steps",
    )


def _outer_work(config: MetaParticlesConfig, tasks: int) -> Work:
    """Every particle adapts to every drawn task, and is judged on its query."""
    episodes = config.particles * drawn_tasks(config, tasks)
    adapting = episodes * config.inner_steps * config.source_batch_size
    return Work(
        gradients=adapting + episodes * config.query_size,
        losses=episodes * config.query_size / config.report_every,
        products=0 if config.first_order else adapting,
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
        StageInfo(
            key="source",
            title="Meta-learning",
            scope="source",
            steps="source_steps",
            work=_outer_work,
        ),
        StageInfo(
            key="target",
            title="Target tuning",
            scope="target",
            steps="steps",
            work=rows_of_tasks("batch_size"),
        ),
    ),
    series={
        "query": "Query loss before and after adaptation",
        "movement": "Relative movement of the particles by adaptation",
        "pairwise_distance": "Mean distance of particles",
        "force_ratio": "Driving over repulsive force",
        "prior": "Negative log prior",
        "particle_x": "Particles on a fixed plane, across",
        "particle_y": "Particles on a fixed plane, up",
    },
    is_experimental=True,
)
