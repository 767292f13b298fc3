"""The embeddings of an instruction as the prompt.

With the prompt in front, the model reads what it would read had the instruction been written
before every input. Only an input that is cut to its greatest length differs: there the
instruction takes no room from it.
"""

from collections.abc import Sequence

import torch

from promptstudio.core.errors import ConfigError
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
from promptstudio.methods.text_instruction import TextInstructionConfig
from promptstudio.methods.tuning import refuse_step


class TextInstruction:
    """State: ``prompt`` (P, D), one virtual token for each token of the instruction."""

    def __init__(self, config: TextInstructionConfig) -> None:
        self.config = config

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the one stage, which has no steps."""
        feed = Feed(tasks="target", batch_size=1)
        return (Stage(key="target", feed=feed, begin=self._begin, step=refuse_step),)

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the instruction."""
        return Mixture.single(state["prompt"], len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the instruction's embeddings."""
        return Artifact(kind="plain", prompt=state["prompt"])

    def _begin(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        (task,) = env.target_tasks
        text = self.config.instruction.strip() or env.instruction(task).strip()
        ids = env.encode(text)
        if not ids:
            raise ConfigError(
                f"Text instruction: the task '{task}' has no instruction. Add one to its card, "
                "or write one into the method's setting 'Instruction'."
            )
        return {"prompt": env.vocabulary[torch.tensor(ids)]}
