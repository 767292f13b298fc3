"""One shared prompt, scaled for every task by a low-rank matrix.

What differs from the paper, and from PEFT's version of it: all sources' factors start at the
same numbers, around one instead of zero. So the prompt starts at the shared one, and the ranks
of all tasks correspond, which the mean that the target starts from relies on. The gradient of a
step is the sum over the tasks drawn; factors of the others follow their momentum alone.

References
----------
Wang et al. 2023, "Multitask Prompt Tuning Enables Parameter-Efficient Transfer Learning",
arXiv:2303.02861.
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
    Distill,
    Env,
    Feed,
    Mixture,
    Row,
    Stage,
    StageAlgorithm,
    State,
)
from promptstudio.methods.multitask_prompt import MultitaskPromptConfig
from promptstudio.methods.tuning import starting_prompt, target_optimizer
from promptstudio.nn.factors import factored, near_one
from promptstudio.nn.optim import Optimizer, make_optimizer

FACTORS = ("rows", "columns")
Optimizers = Mapping[str, Optimizer]


class MultitaskPrompt:
    """Task k's prompt is ``shared * (rows[k] @ columns[k])``.

    State, with moments where trained: ``shared`` (P, D), ``rows`` (S, P, R) and ``columns``
    (S, R, D), of the target alone (S = 1) in its stage; ``teachers`` (S, P, D) while they teach.
    """

    def __init__(self, config: MultitaskPromptConfig) -> None:
        self.config = config
        shared = make_optimizer(
            config.distill_optimizer,
            learning_rate=config.distill_learning_rate,
            weight_decay=config.distill_weight_decay,
            schedule=config.distill_schedule,
            steps=config.distill_steps,
            warmup_steps=config.distill_warmup_steps,
        )
        factors = make_optimizer(
            config.distill_optimizer,
            learning_rate=config.distill_factor_lr,
            schedule=config.distill_schedule,
            steps=config.distill_steps,
            warmup_steps=config.distill_warmup_steps,
        )
        target_factors = make_optimizer(
            config.optimizer,
            learning_rate=config.factor_lr,
            schedule=config.schedule,
            steps=config.steps,
            warmup_steps=config.warmup_steps,
        )
        self.source_optimizers: Optimizers = {"shared": shared, **_both(factors)}
        self.target_optimizers: Optimizers = _both(target_factors)
        if config.train_shared:
            self.target_optimizers = {"shared": target_optimizer(config), **_both(target_factors)}

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the stages behind the source prompts."""
        c = self.config
        sources = Feed(
            tasks="sources",
            batch_size=c.distill_batch_size,
            tasks_per_step=c.distill_tasks_per_step,
        )
        target = Feed(tasks="target", batch_size=c.batch_size)
        return (
            Stage(key="distill", feed=sources, begin=self._share, step=self._distil),
            Stage(key="target", feed=target, begin=self._go_over, step=self._tune),
        )

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the task's scaled prompt; a new task's factors are the mean ones."""
        return Mixture.single(_prompt_of(env, state, task), len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the scaled prompt; its factors are not needed any more."""
        return Artifact(kind="plain", prompt=_prompt_of(env, state, task))

    def _share(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        shared = starting_prompt(env, self.config, env.source_tasks, env.generator("start"))
        length, width = shared.shape
        first = near_one(
            length,
            width,
            self.config.rank,
            noise=self.config.factor_noise,
            generator=env.generator("factors"),
        )
        repeated = (factor.repeat(len(env.source_tasks), 1, 1) for factor in first)
        values = {"shared": shared, **dict(zip(FACTORS, repeated, strict=True))}
        state = _begun(self.source_optimizers, values)
        return state | ({"teachers": upstream["sources"]} if self.config.distillation else {})

    def _distil(self, env: Env, state: State, batch: Batch) -> Asking:
        tasks = [part.task for part in batch.parts]
        places = torch.tensor([env.source_tasks.index(task) for task in tasks])
        leaves = _leaves(state, self.source_optimizers)
        with torch.enable_grad():
            prompts = factored(leaves["shared"], leaves["rows"][places], leaves["columns"][places])
        objective = None
        if self.config.distillation:
            objective = Distill(
                teachers=state["teachers"][places],
                logits=self.config.logits_weight,
                hidden=self.config.hidden_weight,
            )
        rows = [part.rows for part in batch.parts]
        ask = Ask.mean_loss(prompts.detach(), rows, objective=objective)
        answer = yield ask
        grads = torch.autograd.grad(prompts, list(leaves.values()), answer.grads)
        losses = answer.totals(ask)  # (S,) of the tasks drawn
        metrics = {
            f"source_loss/{task}": float(loss) for task, loss in zip(tasks, losses, strict=True)
        }
        after = _moved(self.source_optimizers, state, grads, batch.index)
        return after, {"loss": float(losses.mean()), **metrics}

    def _go_over(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        values = {name: upstream[name].mean(0, keepdim=True) for name in FACTORS}
        return _begun(self.target_optimizers, {"shared": upstream["shared"], **values})

    def _tune(self, env: Env, state: State, batch: Batch) -> Asking:
        leaves = _leaves(state, self.target_optimizers)
        now = {**state, **leaves}
        with torch.enable_grad():
            prompt = factored(now["shared"], now["rows"], now["columns"])  # (1, P, D)
        ask = Ask.mean_loss(prompt.detach(), [batch.rows])
        answer = yield ask
        grads = torch.autograd.grad(prompt, list(leaves.values()), answer.grads)
        after = _moved(self.target_optimizers, state, grads, batch.index)
        return after, {"loss": float(answer.totals(ask)[0])}


def _both(optimizer: Optimizer) -> Optimizers:
    return dict.fromkeys(FACTORS, optimizer)


def _begun(optimizers: Optimizers, values: State) -> dict[str, Tensor]:
    """Return a state of values, with moments where an optimiser moves them."""
    state = dict(values)
    for name, optimizer in optimizers.items():
        state |= optimizer.init(name, values[name])
    return state


def _leaves(state: State, optimizers: Optimizers) -> dict[str, Tensor]:
    return {name: state[name].detach().requires_grad_() for name in optimizers}


def _moved(
    optimizers: Optimizers, state: State, grads: Sequence[Tensor], index: int
) -> dict[str, Tensor]:
    """Return the state after a step along gradients in the order of the optimisers."""
    after = dict(state)
    for (name, optimizer), grad in zip(optimizers.items(), grads, strict=True):
        after |= optimizer.apply(state, name, grad, index)
    return after


def _prompt_of(env: Env, state: State, task: str) -> Tensor:
    """Return a task's prompt (P, D): a source's own, else with the mean of all factors."""
    rows, columns = state["rows"], state["columns"]
    if task in env.source_tasks and len(rows) == len(env.source_tasks):
        place = [env.source_tasks.index(task)]
        return factored(state["shared"], rows[place], columns[place])[0]
    means = (factor.mean(0, keepdim=True) for factor in (rows, columns))
    return factored(state["shared"], *means)[0]
