"""Prompt tuning through a bottleneck network with a residual connection.

Two things differ from the authors' program. Its networks start at random, so that its first
prompt is not the one it was given; here what the network adds is zero at first, by a second
matrix of zeros or, under layer normalisation, by a scale of zeros. And there is no dropout.

References
----------
Razdaibiedina et al. 2023, "Residual Prompt Tuning: Improving Prompt Tuning with Residual
Reparameterization", arXiv:2305.03937, and the authors' program.
"""

import math
from collections.abc import Mapping, Sequence

import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from torch import Tensor

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
from promptstudio.methods.residual_prompt import ResidualPromptConfig
from promptstudio.methods.tuning import starting_prompt, target_optimizer
from promptstudio.nn.optim import make_optimizer


class ResidualPrompt:
    """The prompt used is Φ(prompt) + prompt, with Φ = linear, ReLU, linear, normalisation.

    State, with moments: ``prompt`` (P, D); ``down`` (C, D, W), ``down_bias`` (C, 1, W), ``up``
    (C, W, D), ``up_bias`` (C, 1, D) and, where it normalises, ``scale`` and ``offset``
    (C, 1, D), for C networks (1 or P) of width W.
    """

    def __init__(self, config: ResidualPromptConfig) -> None:
        self.config = config
        self.prompt_optimizer = target_optimizer(config)
        self.network_optimizer = make_optimizer(
            config.optimizer,
            learning_rate=config.network_learning_rate,
            weight_decay=config.weight_decay,
            schedule=config.schedule,
            steps=config.steps,
            warmup_steps=config.warmup_steps,
        )

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the one stage."""
        feed = Feed(tasks="target", batch_size=self.config.batch_size)
        return (Stage(key="target", feed=feed, begin=self._begin, step=self._tune),)

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the merged prompt."""
        return Mixture.single(self._merged(state), len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the merged prompt; the network is not needed any more."""
        return Artifact(kind="plain", prompt=self._merged(state))

    def _merged(self, state: Mapping[str, Tensor]) -> Tensor:
        """Return the prompt (P, D) that the model is given."""
        prompt = state["prompt"]
        hidden = prompt[:, None] @ state["down"] + state["down_bias"]  # (P, 1, W)
        added = torch.relu(hidden) @ state["up"] + state["up_bias"]  # (P, 1, D)
        if self.config.layer_norm:
            added = F.layer_norm(added, added.shape[-1:]) * state["scale"] + state["offset"]
        added = added[:, 0]  # (P, D)
        return prompt + added if self.config.residual else added

    def _begin(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        prompt = starting_prompt(env, self.config, env.target_tasks, env.generator("start"))
        state = self.prompt_optimizer.init("prompt", prompt)
        for name, value in self._first_network(prompt, env.generator("network")).items():
            state |= self.network_optimizer.init(name, value)
        return state

    def _first_network(self, prompt: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw matrices as PyTorch's linear layers do, and silence Φ beside a residual."""
        c = self.config
        networks = len(prompt) if c.network_per_token else 1
        dim, width = prompt.shape[1], c.bottleneck
        down = torch.rand(networks, dim, width, generator=generator)
        up = torch.rand(networks, width, dim, generator=generator)
        network = {
            "down": (2.0 * down - 1.0) / math.sqrt(dim),
            "down_bias": torch.zeros(networks, 1, width),
            "up": (2.0 * up - 1.0) / math.sqrt(width),
            "up_bias": torch.zeros(networks, 1, dim),
        }
        if c.layer_norm:
            network["scale"] = torch.full((networks, 1, dim), 0.0 if c.residual else 1.0)
            network["offset"] = torch.zeros(networks, 1, dim)
        elif c.residual:
            network["up"] = torch.zeros(networks, width, dim)
        return network

    def _tune(self, env: Env, state: State, batch: Batch) -> Asking:
        leaves = {
            name: value.detach().requires_grad_()
            for name, value in state.items()
            if "." not in name
        }
        with torch.enable_grad():
            merged = self._merged(leaves)
        ask = Ask.mean_loss(merged.detach()[None], [batch.rows])
        answer = yield ask
        grads = torch.autograd.grad(merged, list(leaves.values()), answer.grads[0])
        after = dict(state)
        for name, grad in zip(leaves, grads, strict=True):
            optimizer = self.prompt_optimizer if name == "prompt" else self.network_optimizer
            after |= optimizer.apply(state, name, grad, batch.index)
        return after, {"loss": float(answer.totals(ask)[0])}
