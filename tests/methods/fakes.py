"""Oracles with known answers, an environment and loops that drive methods without a model."""

import hashlib
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import torch
from torch import Tensor

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.settings import fields_of, validated
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.methods.contract import Answer, Ask, Batch, Method, Row, StageAlgorithm, State
from promptstudio.methods.registry import build, methods
from promptstudio.tasks.feeds import batch_at

ValueT = TypeVar("ValueT")
SOURCES = ("film", "food", "travel")
TARGETS = ("hotel", "book")
STUDY = StudySpec(
    name="fake",
    source_tasks=SOURCES,
    target_tasks=TARGETS,
    methods=(MethodSpec(key="prompt_tuning"),),
)


def seeded(*words: object) -> torch.Generator:
    """A generator that depends on the words alone."""
    text = "/".join(map(str, words))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big")
    return torch.Generator().manual_seed(number)


def rows_of(task: str, count: int = 32, tokens: int = 2) -> tuple[Row, ...]:
    """Rows whose only content is their number."""
    return tuple(
        Row(task=task, input_ids=(number,), target_ids=(1,) * tokens, label=number % 2)
        for number in range(count)
    )


def center(row: Row, shape: Sequence[int]) -> Tensor:
    """The prompt that a row wants: near its task's, and all tasks' are near one another."""
    common = torch.randn(*shape, generator=seeded("all"), dtype=torch.float64)
    task = torch.randn(*shape, generator=seeded(row.task), dtype=torch.float64)
    own = torch.randn(*shape, generator=seeded(row.task, *row.input_ids[:1]), dtype=torch.float64)
    return common + 0.3 * task + 0.1 * own


class QuadraticOracle:
    """A row's loss is ``curvature / 2 * |prompt - center|²`` for each of its target tokens.

    An input shift has a center of its own, and adds its squared distance. So does a teacher,
    times both weights of the objective.
    """

    def __init__(self, curvature: float = 0.25) -> None:
        self.curvature = curvature
        self.asks: list[Ask] = []
        self._centers: dict[tuple[object, ...], Tensor] = {}

    def center(self, row: Row, shape: Sequence[int]) -> Tensor:
        key = (row.task, row.input_ids, tuple(shape))
        if key not in self._centers:
            self._centers[key] = center(row, shape)
        return self._centers[key]

    def __call__(self, ask: Ask) -> Answer:
        self.asks.append(ask)
        losses, grads = self._distances(ask.prompts, ask)
        if ask.objective is not None:
            away = ask.prompts - ask.objective.teachers  # (M, P, D)
            tokens = torch.tensor([len(ask.rows[int(r)].target_ids) for r in ask.row])
            scale = tokens * (ask.objective.logits + ask.objective.hidden)
            losses = losses + scale * away[ask.prompt].square().sum((1, 2)) / 2
            pulls = (ask.weight.to(away.dtype) * scale)[:, None, None] * away[ask.prompt]
            grads = grads.index_add(0, ask.prompt, pulls)
        if ask.input_shift is None:
            neurons = ask.prompts[ask.prompt][:, :2] if ask.need_neurons else None
            return Answer(losses=losses, grads=grads, neurons=neurons)
        more, shift_grads = self._distances(ask.input_shift, ask)
        return Answer(losses=losses + more, grads=grads, shift_grads=shift_grads)

    def _distances(self, values: Tensor, ask: Ask) -> tuple[Tensor, Tensor]:
        """Return losses (N,) and gradients of values (M, P, D)."""
        shape = values.shape[1:]
        centers = torch.stack([self.center(ask.rows[int(r)], shape) for r in ask.row])
        tokens = torch.tensor([len(ask.rows[int(r)].target_ids) for r in ask.row])
        scale = (self.curvature * tokens).to(values.dtype)
        away = values[ask.prompt] - centers.to(values.dtype)  # (N, P, D)
        moved = away if ask.product is None else ask.product[ask.prompt]
        each = (ask.weight.to(values.dtype) * scale)[:, None, None] * moved
        grads = torch.zeros_like(values).index_add(0, ask.prompt, each)
        return scale * away.square().sum((1, 2)) / 2, grads


def wavy_loss(prompt: Tensor, row: Row) -> Tensor:
    """A loss with third derivatives everywhere, so that Hessians change along a path."""
    away = prompt - center(row, prompt.shape).to(prompt.dtype)
    return len(row.target_ids) * (torch.log(torch.cosh(away)).sum() + 0.3 * away.sin().prod())


class FunctionOracle:
    """Answers for any differentiable loss of one prompt (P, D) and one row, by autograd.

    Where the input is shifted, the loss gets the shift (T, D) besides; where there is a
    teacher, the loss gets it and the weights of the objective by name.
    """

    def __init__(self, loss: Callable[..., Tensor]) -> None:
        self.loss = loss
        self.asks: list[Ask] = []

    def __call__(self, ask: Ask) -> Answer:
        self.asks.append(ask)
        asked = [ask.prompts] if ask.input_shift is None else [ask.prompts, ask.input_shift]
        leaves = [value.detach().clone().requires_grad_() for value in asked]
        pairs = zip(ask.row.tolist(), ask.prompt.tolist(), strict=True)
        losses = torch.stack(
            [
                self.loss(
                    leaves[0][p], ask.rows[r], *(v[p] for v in leaves[1:]), **_teaching(ask, p)
                )
                for r, p in pairs
            ]
        )
        total = ask.weight.to(losses.dtype) @ losses
        grads = torch.autograd.grad(total, leaves, create_graph=True)
        if ask.product is not None:
            grads = torch.autograd.grad((grads[0] * ask.product).sum(), leaves[0])
        found = [grad.detach() for grad in grads]
        shift_grads = found[1] if len(found) > 1 else None
        return Answer(losses=losses.detach(), grads=found[0], shift_grads=shift_grads)


def _teaching(ask: Ask, prompt: int) -> dict[str, Any]:
    """What a loss gets besides for one prompt of a question with teachers."""
    if ask.objective is None:
        return {}
    teacher = ask.objective.teachers[prompt]
    return {"teacher": teacher, "logits": ask.objective.logits, "hidden": ask.objective.hidden}


Oracle = Callable[[Ask], Answer]


@dataclass(frozen=True)
class FakeEnv:
    """What the engine would lend, without an engine."""

    seed: int = 0
    stage: str = ""
    token_dim: int = 4
    source_tasks: tuple[str, ...] = SOURCES
    target_tasks: tuple[str, ...] = TARGETS
    special_ids: frozenset[int] = frozenset({0, 1})
    count: int = 32
    vocabulary: Tensor = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        vocabulary = torch.randn(128, self.token_dim, generator=seeded("vocabulary"))
        object.__setattr__(self, "vocabulary", vocabulary)

    def generator(self, purpose: str, *numbers: int) -> torch.Generator:
        return seeded(self.seed, self.stage, purpose, *numbers)

    def encode(self, text: str) -> tuple[int, ...]:
        return tuple(ord(letter) % 128 for letter in text if letter.isalpha())

    def label_words(self, task: str) -> tuple[str, ...]:
        return () if task == "book" else ("good", "bad")

    def num_rows(self, task: str) -> int:
        return self.count

    def rows(self, task: str, split: str) -> tuple[Row, ...]:
        return rows_of(task, self.count if split == "train" else 6)

    def instruction(self, task: str) -> str:
        return f"is this {task} good or bad"

    @property
    def max_input_tokens(self) -> int:
        return 8


def drive(asking: Generator[Ask, Answer, ValueT], oracle: Oracle) -> ValueT:
    """Answer a generator's questions until it returns."""
    try:
        ask = next(asking)
        while True:
            ask = asking.send(oracle(ask))
    except StopIteration as stop:
        value: ValueT = stop.value
        return value


@dataclass
class Bench:
    """A configured method with data; runs stages and remembers what they reported."""

    info: MethodInfo
    values: dict[str, Any]
    oracle: Oracle = field(default_factory=QuadraticOracle)
    seed: int = 0
    token_dim: int = 4
    sources: tuple[str, ...] = SOURCES
    rows: int = 32
    method: Method = field(init=False)
    metrics: dict[str, list[Mapping[str, float]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.config = validated(self.info.config_type, self.values, "test")
        self.method = build(self.info, self.config)

    @property
    def active(self) -> list[tuple[StageAlgorithm, int]]:
        """The stages that take place, with their numbers of steps."""
        active = self.info.active_stages(self.config)
        return [
            (self._stage(stage), getattr(self.config, stage.steps) if stage.steps else 0)
            for stage in active
        ]

    def _stage(self, declared: StageInfo) -> StageAlgorithm:
        method = self.method
        if declared.owner:
            owner = methods()[declared.owner]
            known = {field.name for field in fields_of(owner.config_type)}
            values = {k: v for k, v in self.config.model_dump().items() if k in known}
            method = build(owner, validated(owner.config_type, values, "test"))
        return next(stage for stage in method.stages() if stage.key == declared.key)

    def env(self, stage: str) -> FakeEnv:
        scope = next((s.scope for s in self.info.stages if s.key == stage), "joint")
        targets = TARGETS[:1] if scope == "target" else TARGETS
        return FakeEnv(
            seed=self.seed,
            stage=stage,
            token_dim=self.token_dim,
            source_tasks=self.sources,
            target_tasks=targets,
            count=self.rows,
        )

    def batch(self, stage: StageAlgorithm, index: int) -> Batch:
        names = {"sources": self.sources, "targets": TARGETS, "target": TARGETS[:1]}
        tasks = {task: rows_of(task, self.rows) for task in names[stage.feed.tasks]}
        return batch_at(stage.feed, tasks, seed=self.seed, index=index)

    def begin(self, stage: StageAlgorithm, upstream: State) -> State:
        return drive(stage.begin(self.env(stage.key), upstream), self.oracle)

    def step(self, stage: StageAlgorithm, state: State, index: int) -> State:
        asking = stage.step(self.env(stage.key), state, self.batch(stage, index))
        after, metrics = drive(asking, self.oracle)
        self.metrics.setdefault(stage.key, []).append(dict(metrics))
        return after

    def run_stage(self, stage: StageAlgorithm, steps: int, upstream: State) -> State:
        state = self.begin(stage, upstream)
        for index in range(steps):
            state = self.step(stage, state, index)
        return state

    def run(self) -> dict[str, State]:
        """Run all stages and return the state after each."""
        states: dict[str, State] = {}
        state: State = {}
        for stage, steps in self.active:
            state = self.run_stage(stage, steps, state)
            states[stage.key] = state
        return states
