"""Gradient descent on one soft prompt.

References
----------
Lester et al. 2021, "The Power of Scale for Parameter-Efficient Prompt Tuning",
arXiv:2104.08691, section 2.
"""

from collections.abc import Sequence

from promptstudio.methods.contract import (
    Artifact,
    Beginning,
    Env,
    Feed,
    Mixture,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.prompt_tuning import PromptTuningConfig
from promptstudio.methods.tuning import starting_prompt, target_optimizer, tuning_step


class PromptTuning:
    """One prompt, one task. State: ``prompt`` (P, D) with its moments."""

    def __init__(self, config: PromptTuningConfig) -> None:
        self.config = config
        self.optimizer = target_optimizer(config)

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the one stage."""
        feed = Feed(tasks="target", batch_size=self.config.batch_size)
        step = tuning_step(self.optimizer)
        return (Stage(key="target", feed=feed, begin=self._begin, step=step),)

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the prompt."""
        return Mixture.single(state["prompt"], len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt."""
        return Artifact(kind="plain", prompt=state["prompt"])

    def _begin(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # a beginning that asks nothing
        prompt = starting_prompt(env, self.config, env.target_tasks, env.generator("start"))
        return self.optimizer.init("prompt", prompt)
