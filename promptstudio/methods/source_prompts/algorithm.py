"""Plain prompt tuning on every source task, side by side.

References
----------
Su et al. 2022, "On Transferability of Prompt Tuning for Natural Language Processing",
arXiv:2111.06719, section 4 (a source prompt used on a target task unchanged).
"""

from collections.abc import Sequence

import torch

from promptstudio.methods.contract import (
    Artifact,
    Ask,
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
from promptstudio.methods.source_prompts import SourcePromptsConfig
from promptstudio.methods.tuning import (
    refuse_step,
    source_optimizer,
    starting_prompt,
    validation_losses,
)


class SourcePromptsMethod:
    """Source state: ``sources`` (S, P, D) with moments, ``origins``. Target: ``prompt`` besides."""

    def __init__(self, config: SourcePromptsConfig) -> None:
        self.config = config
        self.optimizer = source_optimizer(config)

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the source stage and the choice."""
        sources = Feed(tasks="sources", batch_size=self.config.source_batch_size)
        target = Feed(tasks="target", batch_size=1)
        return (
            Stage(key="source", feed=sources, begin=self._begin, step=self._tune),
            Stage(key="target", feed=target, begin=self._choose, step=refuse_step),
        )

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the chosen prompt; before the choice a source task with its own."""
        return Mixture.single(self._prompt(env, state, task), len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt that `mixture` predicts with."""
        return Artifact(kind="plain", prompt=self._prompt(env, state, task))

    def _prompt(self, env: Env, state: State, task: str) -> torch.Tensor:
        if "prompt" in state:
            return state["prompt"]
        return state["sources"][env.source_tasks.index(task)]

    def _begin(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        if self.config.same_start:
            start = starting_prompt(env, self.config, env.source_tasks, env.generator("start"))
            origins = start.repeat(len(env.source_tasks), 1, 1)  # (S, P, D)
        else:
            origins = torch.stack(
                [
                    starting_prompt(env, self.config, [task], env.generator("sources", number))
                    for number, task in enumerate(env.source_tasks)
                ]
            )
        return {**self.optimizer.init("sources", origins), "origins": origins.clone()}

    def _tune(self, env: Env, state: State, batch: Batch) -> Asking:
        rows = {part.task: part.rows for part in batch.parts}
        ask = Ask.mean_loss(state["sources"], [rows[task] for task in env.source_tasks])
        answer = yield ask
        updated = self.optimizer.apply(state, "sources", answer.grads, batch.index)
        losses = answer.totals(ask)  # (S,)
        metrics = {
            f"source_loss/{task}": float(loss)
            for task, loss in zip(env.source_tasks, losses, strict=True)
        }
        return {**state, **updated}, {"loss": float(losses.mean()), **metrics}

    def _choose(self, env: Env, upstream: State) -> Beginning:
        sources = upstream["sources"]
        if self.config.source:
            chosen = env.source_tasks.index(self.config.source)
        else:
            losses = yield from validation_losses(env, sources, env.target_tasks[0])
            chosen = int(losses.argmin())
        return {"prompt": sources[chosen], "chosen": torch.tensor(chosen)}
