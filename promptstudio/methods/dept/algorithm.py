"""A prompt in front of embeddings that a product of two small matrices has moved.

References
----------
Shi and Lipani 2024, "DePT: Decomposed Prompt Tuning for Parameter-Efficient Fine-tuning",
arXiv:2309.05173, and the authors' program (initialisation, scaling).
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from promptstudio.core.errors import ConfigError
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
from promptstudio.methods.dept import DeptConfig
from promptstudio.methods.tuning import starting_prompt, target_optimizer
from promptstudio.nn.optim import make_optimizer

_ALPHA = 8.0
"""Numerator of the scaling in the authors' program."""


class Dept:
    """State: ``prompt`` (P, D), ``left`` (T, R) and ``right`` (R, D), each with its moments.

    The embeddings of input token i are moved by row i of ``scale * left @ right``, special
    tokens included.
    """

    def __init__(self, config: DeptConfig) -> None:
        self.config = config
        self.scale = 1.0 if config.scaling == "paper" else _ALPHA / math.sqrt(config.rank)
        shift_optimizer = make_optimizer(
            config.optimizer,
            learning_rate=config.shift_learning_rate,
            weight_decay=config.weight_decay,
            schedule=config.schedule,
            steps=config.steps,
            warmup_steps=config.warmup_steps,
        )
        self.optimizers = {
            "prompt": target_optimizer(config),
            "left": shift_optimizer,
            "right": shift_optimizer,
        }

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the one stage."""
        feed = Feed(tasks="target", batch_size=self.config.batch_size)
        return (Stage(key="target", feed=feed, begin=self._begin, step=self._tune),)

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the prompt and the shift."""
        return Mixture.single(state["prompt"], len(rows), input_shift=self._shift(state))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt and the two factors of the shift, the left one scaled."""
        more = {"shift_left": self.scale * state["left"], "shift_right": state["right"]}
        return Artifact(kind="conditional", prompt=state["prompt"], more=more)

    def _shift(self, state: State) -> Tensor:
        return self.scale * state["left"] @ state["right"]  # (T, D)

    def _begin(self, env: Env, upstream: State) -> Beginning:
        """Start without a shift: the right factor is zero."""
        yield from ()  # asks nothing
        rank = self.config.rank
        most = min(env.max_input_tokens, env.token_dim)
        if rank > most:
            raise ConfigError(
                f"Decomposed prompt tuning: the rank {rank} is above {most}, the smaller one of "
                f"the longest input ({env.max_input_tokens} tokens) and the width of a token "
                f"({env.token_dim}). Lower the rank."
            )
        first = {
            "prompt": starting_prompt(env, self.config, env.target_tasks, env.generator("start")),
            "left": _kaiming(env.max_input_tokens, rank, env.generator("left")),
            "right": torch.zeros(rank, env.token_dim),
        }
        state: dict[str, Tensor] = {}
        for name, value in first.items():
            state |= self.optimizers[name].init(name, value)
        return state

    def _tune(self, env: Env, state: State, batch: Batch) -> Asking:
        ask = Ask.mean_loss(
            state["prompt"][None], [batch.rows], input_shift=self._shift(state)[None]
        )
        answer = yield ask
        if answer.shift_grads is None:
            raise AssertionError("the oracle answered without the gradient of the shift")
        slope = self.scale * answer.shift_grads[0]  # (T, D)
        grads = {
            "prompt": answer.grads[0],
            "left": slope @ state["right"].T,  # (T, R)
            "right": state["left"].T @ slope,  # (R, D)
        }
        after = dict(state)
        for name, grad in grads.items():
            after |= self.optimizers[name].apply(state, name, grad, batch.index)
        size = float(self._shift(after).square().mean().sqrt())
        return after, {"loss": float(answer.totals(ask)[0]), "shift": size}


def _kaiming(rows: int, columns: int, generator: torch.Generator) -> Tensor:
    """Return a matrix drawn as PyTorch draws the weights of a linear layer: U(±1 / √columns)."""
    uniform = torch.rand(rows, columns, generator=generator)
    return (2.0 * uniform - 1.0) / math.sqrt(columns)
