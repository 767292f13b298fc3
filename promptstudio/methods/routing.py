"""Router, shared prompts and private prompts trained over all targets together.

Where the paper's code evaluates with other weights than it trains with (raw logits instead of
relaxed Bernoulli samples), evaluation here takes the means of the gates at the same
temperature, under the same normaliser.

References
----------
Pouramini and Faili 2025 (CrossPT), arXiv:2509.14253.
"""

from collections.abc import Mapping, Sequence

import torch
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
    Prediction,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.routing_fields import JointRouting
from promptstudio.methods.tuning import starting_prompt
from promptstudio.nn.composition import (
    annealed,
    joined,
    mean_gates,
    mix,
    normalized,
    sample_gates,
)
from promptstudio.nn.optim import make_optimizer

PRIVATE = "private"
"""Name of the private prompt's column in the router's reported weights."""


class JointRouter:
    """Starts from ``sources`` (S, P, D).

    Joint state: ``sources``, ``private`` (T, P, D), ``router`` logits (T, S or S + 1), each if
    the settings use it, with moments where trained; and the ``temperature`` of the router.
    """

    def __init__(self, config: JointRouting) -> None:
        self.config = config
        self.has_shared = config.parts != "private"
        self.has_private = config.parts != "shared"
        self.routes_private = config.parts == "both" and config.route_private
        self.slow = make_optimizer(
            config.joint_optimizer,
            learning_rate=config.prompt_lr,
            weight_decay=config.joint_weight_decay,
            schedule=config.joint_schedule,
            steps=config.joint_steps,
            warmup_steps=config.joint_warmup_steps,
        )
        self.fast = make_optimizer(
            config.joint_optimizer,
            learning_rate=config.router_lr,
            schedule=config.joint_schedule,
            steps=config.joint_steps,
            warmup_steps=config.joint_warmup_steps,
        )

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the joint stage; the shared prompts come from the stage before."""
        targets = Feed(tasks="targets", batch_size=self.config.joint_batch_size)
        return (Stage(key="joint", feed=targets, begin=self.begin, step=self._tune_joint),)

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the target's composed prompt."""
        return Mixture.single(self._prompt_of(env, state, task), len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the target's composed prompt."""
        return Artifact(kind="plain", prompt=self._prompt_of(env, state, task))

    def shared_start(self, env: Env, upstream: State) -> Tensor:
        """Return where the shared prompts (S, P, D) start: where the stage before left them."""
        if "sources" in upstream:
            return upstream["sources"]
        prompts = [
            starting_prompt(env, self.config, [task], env.generator("sources", number))
            for number, task in enumerate(env.source_tasks)
        ]
        return torch.stack(prompts)

    def begin(self, env: Env, upstream: State) -> Beginning:
        """Build the first joint state."""
        yield from ()  # asks nothing
        targets = len(env.target_tasks)
        state = {"temperature": torch.tensor(self.config.temperature)}
        sources = self.shared_start(env, upstream)
        if self.has_shared:
            columns = len(sources) + self.routes_private
            state |= self.fast.init("router", torch.zeros(targets, columns))
            trained = self.slow.init("sources", sources)
            state |= trained if self.config.train_sources else {"sources": sources}
        if self.has_private:
            state |= self.slow.init("private", self._first_private(env, sources))
        return state

    def _first_private(self, env: Env, sources: Tensor) -> Tensor:
        """Return a start (T, P, D) for one prompt of every target."""
        match self.config.private_init:
            case "sources":
                return sources.mean(0).repeat(len(env.target_tasks), 1, 1)  # (T, P, D)
            case "zeros":
                return torch.zeros(len(env.target_tasks), *sources.shape[1:])
            case "ones":
                return torch.ones(len(env.target_tasks), *sources.shape[1:])
            case "vocabulary":
                plain = self.config.model_copy(update={"init": "vocabulary"})
                prompts = [
                    starting_prompt(env, plain, [task], env.generator("private", number))
                    for number, task in enumerate(env.target_tasks)
                ]
                return torch.stack(prompts)

    def _tune_joint(self, env: Env, state: State, batch: Batch) -> Asking:
        c = self.config
        temperature = annealed(
            c.temperature, per_step=c.annealing, floor=c.temperature_floor, index=batch.index
        )
        leaves = {name: state[name].detach().requires_grad_() for name in self._trained()}
        weights, composed = self._sampled(env, {**state, **leaves}, temperature, batch.index)
        rows = {part.task: part.rows for part in batch.parts}
        ask = Ask.mean_loss(composed.detach(), [rows[task] for task in env.target_tasks])
        answer = yield ask
        with torch.enable_grad():
            penalty = self.penalty({**state, **leaves}, weights)
        outputs, incoming = [composed], [answer.grads]
        if penalty is not None:
            outputs, incoming = [composed, penalty], [answer.grads, torch.ones_like(penalty)]
        grads = torch.autograd.grad(outputs, list(leaves.values()), incoming)
        after = {**state, "temperature": torch.tensor(temperature)}
        for name, grad in zip(leaves, grads, strict=True):
            optimizer = self.fast if name == "router" else self.slow
            after |= optimizer.apply(state, name, grad, batch.index)
        metrics = {"loss": float(answer.totals(ask).mean())}
        if self.has_shared:
            metrics |= {"temperature": temperature, **self._reported(env, after)}
        if penalty is not None:
            metrics["penalty"] = float(penalty.detach())
        return after, metrics

    def penalty(self, state: State, weights: Tensor | None) -> Tensor | None:
        """Return what is added to the loss for router weights (T, C); None for nothing."""
        return None

    def _trained(self) -> tuple[str, ...]:
        names = ["router"] if self.has_shared else []
        if self.has_shared and self.config.train_sources:
            names.append("sources")
        return (*names, "private") if self.has_private else tuple(names)

    def _sampled(
        self, env: Env, state: State, temperature: float, index: int
    ) -> tuple[Tensor | None, Tensor]:
        """Return random weights (T, C) and the prompts (T, P, D) under them, with their graph."""
        with torch.enable_grad():
            weights: Tensor | None = None
            if self.has_shared:
                generator = env.generator("router", index)
                weights = self._weights(sample_gates(state["router"], temperature, generator))
            return weights, self._composed(state, weights)

    def _expected(self, state: State) -> Tensor:
        """Return the weights (T, C) that evaluation uses."""
        return self._weights(mean_gates(state["router"], float(state["temperature"])))

    def _weights(self, gates: Tensor) -> Tensor:
        c = self.config
        return normalized(gates, sum_to_one=c.sum_to_one, kind=c.normalizer, top=c.top_k)

    def _composed(self, state: Mapping[str, Tensor], weights: Tensor | None) -> Tensor:
        """Return the targets' prompts (T, P or 2 P, D) under router weights (T, C)."""
        if weights is None:
            return state["private"] * 1.0
        shared = self.shared(state, weights)
        if not self.has_private:
            return shared
        return joined(shared, self._private(state, weights), self.config.composition)

    def shared(self, state: Mapping[str, Tensor], weights: Tensor) -> Tensor:
        """Return the mixed shared prompts (T, P, D) under router weights (T, C)."""
        sources = state["sources"]
        return mix(weights[:, : len(sources)], sources)  # (T, P, D)

    def _private(self, state: Mapping[str, Tensor], weights: Tensor) -> Tensor:
        private = state["private"]
        return weights[:, -1, None, None] * private if self.routes_private else private  # (T, P, D)

    def companions(
        self, env: Env, state: State, task: str, rows: Sequence[Row]
    ) -> Mapping[str, Prediction]:
        """Return the predictions with one part of the prompt alone, and those without it."""
        if not (self.config.masking_study and self.has_shared):
            return {}
        parts = [*self.shared_names(env, state), *([PRIVATE] if self.has_private else [])]
        found: dict[str, Prediction] = {}
        for part in parts:
            for verb, kept in (("keep", {part}), ("remove", set(parts) - {part})):
                if kept:
                    prompt = self._masked(env, state, kept)[env.target_tasks.index(task)]
                    found[f"{verb}/{part}"] = Mixture.single(prompt, len(rows))
        return found

    def _masked(self, env: Env, state: State, kept: set[str]) -> Tensor:
        """Return the targets' prompts (T, P, D) made of some parts, under unchanged weights."""
        weights = self._expected(state)
        names = self.shared_names(env, state)
        mask = torch.ones(weights.shape[1])
        mask[: len(names)] = torch.tensor([float(name in kept) for name in names])
        shared = self.shared(state, weights * mask)
        if PRIVATE not in kept:
            return shared
        private = self._private(state, weights)
        if not kept & set(names):
            return private
        return joined(shared, private, self.config.composition)

    def shared_names(self, env: Env, state: State) -> tuple[str, ...]:
        """Return the names of the router's columns without the private one."""
        return env.source_tasks

    def _prompt_of(self, env: Env, state: State, task: str) -> Tensor:
        """Return a target's prompt as evaluation uses it."""
        weights = self._expected(state) if self.has_shared else None
        return self._composed(state, weights)[env.target_tasks.index(task)]

    def _reported(self, env: Env, state: State) -> dict[str, float]:
        columns = [*self.shared_names(env, state), *([PRIVATE] if self.routes_private else [])]
        weights = self._expected(state).tolist()
        return {
            f"router/{target}/{column}": weight
            for target, row in zip(env.target_tasks, weights, strict=True)
            for column, weight in zip(columns, row, strict=True)
        }
