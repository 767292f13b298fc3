"""Stein variational gradient descent whose likelihood is that of the query rows after adaptation.

No paper reports this. With particles alone (one) and no kernel it is MAML; without inner steps
it would be SVGD over the query rows.

References
----------
Qin et al. 2023, arXiv:2302.08143 (the meta objective). Liu and Wang 2016, arXiv:1608.04471
(the direction). Lee et al. 2023, arXiv:2402.08594 (the target stage).
"""

from collections.abc import Sequence

from promptstudio.methods.contract import (
    Artifact,
    Asking,
    Batch,
    Beginning,
    Env,
    Feed,
    Mixture,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.episodes import Episodes, adapt, forward_loss, query_gradient
from promptstudio.methods.meta_particles import MetaParticlesConfig
from promptstudio.methods.posterior import (
    PosteriorTuning,
    diagnostics,
    fixed_bandwidth,
    positions,
    scattered,
)
from promptstudio.methods.tuning import source_optimizer
from promptstudio.nn.stein import svgd_direction


class MetaParticles:
    """Source state: ``particles`` (M, P, D) with moments. Target state: ``prompt`` besides."""

    def __init__(self, config: MetaParticlesConfig) -> None:
        self.config = config
        self.source_optimizer = source_optimizer(config)
        self.target = PosteriorTuning(config)

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the meta-learning and the target stage."""
        c = self.config
        sources = Feed(
            tasks="sources",
            batch_size=c.source_batch_size,
            tasks_per_step=c.source_tasks_per_step,
            support_sets=c.inner_steps,
            query_size=c.query_size,
        )
        move = Stage(key="source", feed=sources, begin=self._scatter, step=self._move)
        return (move, self.target.stage())

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the target's prompt."""
        return Mixture.single(state["prompt"], len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the target's prompt."""
        return Artifact(kind="plain", prompt=state["prompt"])

    def _scatter(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        return self.source_optimizer.init("particles", scattered(env, self.config))

    def _move(self, env: Env, state: State, batch: Batch) -> Asking:
        """Every particle adapts to every episode; the sum over tasks is the meta likelihood."""
        c = self.config
        particles = state["particles"]
        drawn = Episodes.of(batch.parts)
        episodes = drawn.repeated(len(particles))
        starts = particles.repeat_interleave(drawn.count, 0)  # (M * A, P, D)
        metrics: dict[str, float] = {}
        if batch.index % c.report_every == 0:
            metrics["query/before"] = yield from forward_loss(starts, episodes.query)
        adapted = yield from adapt(starts, episodes, inner_lr=c.inner_lr)
        loss, grads = yield from query_gradient(
            adapted, episodes, inner_lr=c.inner_lr, first_order=c.first_order
        )
        by_particle = grads.view(len(particles), drawn.count, *grads.shape[1:])  # (M, A, P, D)
        scores = -by_particle.mean(1) * len(env.source_tasks)
        stein = svgd_direction(particles, scores, bandwidth=fixed_bandwidth(c))
        updated = self.source_optimizer.apply(state, "particles", -stein.direction, batch.index)
        metrics |= {"loss": loss, "query/after": loss, "movement": adapted.movement}
        places = positions(updated["particles"], batch.index, c.source_steps)
        return {**state, **updated}, {**metrics, **diagnostics(stein), **places}
