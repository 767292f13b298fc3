"""A common start for prompts by MAML, FoMAML, Reptile, or plain multi-task learning.

The episodes of a step are asked together, one prompt each. The outer gradient is the mean over
episodes.

References
----------
Qin et al. 2023, "Learning to Initialize: Can Meta Learning Improve Cross-task Generalization
in Prompt Tuning?", arXiv:2302.08143. Finn et al. 2017, arXiv:1703.03400. Nichol et
al. 2018, arXiv:1803.02999.
"""

from collections.abc import Generator, Sequence

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
    Metrics,
    Mixture,
    Part,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.episodes import (
    Episodes,
    adapt,
    forward_loss,
    mean_losses,
    query_gradient,
)
from promptstudio.methods.meta_init import MetaInitConfig
from promptstudio.methods.tuning import starting_prompt, target_optimizer, tuning_step
from promptstudio.nn.meta import reptile_gradient
from promptstudio.nn.optim import make_optimizer

Rows = Sequence[Row]
Gradient = Generator[Ask, Answer, "tuple[Tensor, Metrics]"]


class MetaInit:
    """Both stages hold ``prompt`` (P, D) with its moments."""

    def __init__(self, config: MetaInitConfig) -> None:
        self.config = config
        self.target_optimizer = target_optimizer(config)
        self.outer_optimizer = make_optimizer(
            config.outer_optimizer,
            learning_rate=config.outer_lr,
            weight_decay=config.outer_weight_decay,
            schedule=config.outer_schedule,
            steps=config.source_steps,
            warmup_steps=config.outer_warmup_steps,
        )

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the meta-learning and the target stage."""
        c = self.config
        has_episodes = c.algorithm != "multitask"
        has_query = c.algorithm in ("maml", "fomaml")
        sources = Feed(
            tasks="sources",
            batch_size=c.source_batch_size,
            tasks_per_step=c.meta_batch,
            support_sets=c.inner_steps if has_episodes else 0,
            query_size=c.query_size if has_query else 0,
        )
        target = Feed(tasks="target", batch_size=c.batch_size)
        tune = tuning_step(self.target_optimizer)
        return (
            Stage(key="source", feed=sources, begin=self._start, step=self._outer_step),
            Stage(key="target", feed=target, begin=self._take_over, step=tune),
        )

    def mixture(self, env: Env, state: State, task: str, rows: Rows) -> Mixture:
        """Predict with the prompt."""
        return Mixture.single(state["prompt"], len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt."""
        return Artifact(kind="plain", prompt=state["prompt"])

    def _start(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        prompt = starting_prompt(env, self.config, env.source_tasks, env.generator("start"))
        return self.outer_optimizer.init("prompt", prompt)

    def _take_over(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        return self.target_optimizer.init("prompt", upstream["prompt"])

    def _outer_step(self, env: Env, state: State, batch: Batch) -> Asking:
        prompt = state["prompt"]
        if self.config.algorithm == "multitask":
            grad, metrics = yield from _joint_gradient(prompt, batch.parts)
        else:
            grad, metrics = yield from self._episodes_gradient(prompt, batch)
        updated = self.outer_optimizer.apply(state, "prompt", grad, batch.index)
        return {**state, **updated}, metrics

    def _episodes_gradient(self, prompt: Tensor, batch: Batch) -> Gradient:
        """Adapt to every episode and return the outer gradient (P, D)."""
        c = self.config
        episodes = Episodes.of(batch.parts)
        start = prompt.repeat(episodes.count, 1, 1)  # (A, P, D)
        adapted = yield from adapt(start, episodes, inner_lr=c.inner_lr)
        metrics = {"loss": adapted.support_loss, "movement": adapted.movement}
        if c.algorithm == "reptile":
            grads = reptile_gradient(start, adapted.path[-1], inner_lr=c.inner_lr)
            return grads.mean(0), metrics
        if batch.index % c.report_every == 0:
            metrics["query/before"] = yield from forward_loss(start, episodes.query)
        loss, grads = yield from query_gradient(
            adapted, episodes, inner_lr=c.inner_lr, first_order=c.algorithm == "fomaml"
        )
        return grads.mean(0), metrics | {"loss": loss, "query/after": loss}


def _joint_gradient(prompt: Tensor, parts: Sequence[Part]) -> Gradient:
    """Return the gradient (P, D) of the mean loss over tasks."""
    rows = [part.rows for part in parts]
    loss, grads = yield from mean_losses(prompt.repeat(len(rows), 1, 1), rows)
    return grads.mean(0), {"loss": loss}
