"""Attentional mixtures of frozen source prompts and a prompt of the target's own.

Three things differ from the authors' program. Padding takes no part in the pooling of an input,
so that a row's prompt does not depend on its batch. The attention's learning rate is applied,
where theirs looks for parameters by names that do not occur. And the temperature, about e times
the token width there, is a setting.

References
----------
Asai et al. 2022, "ATTEMPT: Parameter-Efficient Multi-task Tuning via Attentional Mixtures of
Soft Prompts", arXiv:2205.11961, and the authors' program.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from promptstudio.methods.attempt import AttemptConfig
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
from promptstudio.methods.tuning import starting_prompt, target_optimizer
from promptstudio.nn.attention import prompt_attention, queries
from promptstudio.nn.composition import mix
from promptstudio.nn.optim import make_optimizer
from promptstudio.nn.starts import random_uniform

OWN = "own"
"""Name of the target prompt's column in the reported attention."""

_AVERAGED_ROWS = 512
"""Training rows that the average prompt is taken over, so that large tasks do not stall."""


class Attempt:
    """The prompt of row b is ``prompt + sum over j of weight[b, j] * prompts[j]``.

    State: ``sources`` (S, P, D), frozen; with moments ``prompt`` (P, D) and, for a hidden
    layer of width W, ``down`` (D, W), ``up`` (W, D) and, where trained, ``scale`` and
    ``offset`` (1, D) of the layer normalisation.
    """

    def __init__(self, config: AttemptConfig) -> None:
        self.config = config
        self.prompt_optimizer = target_optimizer(config)
        self.attention_optimizer = make_optimizer(
            config.optimizer,
            learning_rate=config.attention_lr,
            schedule=config.schedule,
            steps=config.steps,
            warmup_steps=config.warmup_steps,
        )

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the target stage; the source prompts come from the stage before."""
        feed = Feed(tasks="target", batch_size=self.config.batch_size)
        return (Stage(key="target", feed=feed, begin=self._begin, step=self._tune),)

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict every row with its own prompt."""
        _, prompts = self._composed(state, _pooled(env, rows))
        return Mixture.per_row(prompts)

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt averaged over training rows, and all that makes those of inputs.

        A row's prompt is linear in its weights, so the average weights make the average.
        """
        rows = env.rows(task, "train")
        some = rows[:: -(-len(rows) // _AVERAGED_ROWS)]  # evenly spaced
        _, prompts = self._composed(state, _pooled(env, some))
        parts = {name: value for name, value in state.items() if "." not in name}
        more = {("target_prompt" if name == "prompt" else name): parts[name] for name in parts}
        temperature = torch.tensor([self._temperature(env.token_dim)])
        return Artifact(
            kind="conditional", prompt=prompts.mean(0), more={**more, "temperature": temperature}
        )

    def _temperature(self, token_dim: int) -> float:
        return self.config.temperature * token_dim

    def _composed(self, state: Mapping[str, Tensor], pooled: Tensor) -> tuple[Tensor, Tensor]:
        """Return attention weights (B, J) and prompts (B, P, D) for pooled inputs (B, D)."""
        own, prompts = state["prompt"], state["sources"]
        if self.config.attend_target:
            prompts = torch.cat([prompts, own[None]])  # (J, P, D)
        asked = queries(
            pooled.to(own.dtype),
            state["down"],
            state["up"],
            scale=state.get("scale"),
            offset=state.get("offset"),
        )
        weights = prompt_attention(asked, prompts, self._temperature(own.shape[1]))
        return weights, own + mix(weights, prompts)

    def _begin(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        sources = upstream["sources"]
        dim, width = env.token_dim, self.config.projection
        generator = env.generator("attention")
        network = {
            "down": random_uniform(dim, width, dim**-0.5, generator),
            "up": random_uniform(width, dim, width**-0.5, generator),
        }
        if self.config.train_layer_norm:
            network |= {"scale": torch.ones(1, dim), "offset": torch.zeros(1, dim)}
        state = self.prompt_optimizer.init("prompt", self._first_prompt(env, sources))
        for name, value in network.items():
            state |= self.attention_optimizer.init(name, value)
        return {**state, "sources": sources}

    def _first_prompt(self, env: Env, sources: Tensor) -> Tensor:
        """Return where the target's own prompt (P, D) starts."""
        match self.config.target_init:
            case "mean":
                return sources.mean(0)
            case "first":
                return sources[0].clone()
            case "named":
                return sources[env.source_tasks.index(self.config.target_source)].clone()
            case "vocabulary":
                plain = self.config.model_copy(update={"init": "vocabulary"})
                return starting_prompt(env, plain, env.target_tasks, env.generator("start"))

    def _tune(self, env: Env, state: State, batch: Batch) -> Asking:
        leaves = {
            name: value.detach().requires_grad_()
            for name, value in state.items()
            if "." not in name and name != "sources"
        }
        with torch.enable_grad():
            weights, prompts = self._composed({**state, **leaves}, _pooled(env, batch.rows))
        ask = _one_prompt_per_row(prompts.detach(), batch.rows)
        answer = yield ask
        grads = torch.autograd.grad(prompts, list(leaves.values()), answer.grads)
        after = dict(state)
        for name, grad in zip(leaves, grads, strict=True):
            optimizer = self.prompt_optimizer if name == "prompt" else self.attention_optimizer
            after |= optimizer.apply(state, name, grad, batch.index)
        loss = float(answer.totals(ask).sum())
        return after, {"loss": loss, **self._reported(env, weights.detach())}

    def _reported(self, env: Env, weights: Tensor) -> dict[str, float]:
        """Return the mean over the batch of attention weights (B, J), by name."""
        columns = [*env.source_tasks, *([OWN] if self.config.attend_target else [])]
        means = weights.mean(0).tolist()
        return {
            f"attention/{env.target_tasks[0]}/{column}": mean
            for column, mean in zip(columns, means, strict=True)
        }


def _pooled(env: Env, rows: Sequence[Row]) -> Tensor:
    """Return the largest embedding value of every row in each dimension, (B, D).

    Each row is pooled alone: there is no padding that could take part.
    """
    return torch.stack([env.vocabulary[torch.tensor(row.input_ids)].amax(0) for row in rows])


def _one_prompt_per_row(prompts: Tensor, rows: Sequence[Row]) -> Ask:
    """Ask for the token-mean loss of rows (B), each with its own prompt of (B, P, D)."""
    places = torch.arange(len(rows))
    tokens = sum(len(row.target_ids) for row in rows)
    weight = torch.full((len(rows),), 1.0 / tokens)
    return Ask(prompts=prompts, rows=rows, row=places, prompt=places, weight=weight)
