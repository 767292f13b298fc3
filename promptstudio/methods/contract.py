"""The contract between methods, the oracle that answers them and the engine that drives them.

Shapes follow the legend of `promptstudio.nn`: ``B`` rows, ``P`` virtual tokens, ``D`` token
width, ``M`` prompts asked, ``N`` pairs (row, prompt), ``K`` labels.

A state is a flat mapping of names to tensors. A step never changes the state it is given: it
returns a new one. So a closed generator leaves nothing half done, a checkpoint is the mapping
itself, and resuming is exact. Randomness and data depend on (seed, stage, step) alone, never
on what happened before.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import torch
from torch import Tensor

State = Mapping[str, Tensor]
Metrics = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One example as token ids; ``label`` is the class index, or -1 for free text.

    ``target_ids`` end with the end-of-sequence token; ``input_ids`` have the special tokens of
    the backbone's tokenizer. ``answers`` are all gold answers of a free-text task.
    """

    task: str
    input_ids: tuple[int, ...]
    target_ids: tuple[int, ...]
    label: int = -1
    answers: tuple[str, ...] = ()


Role = Literal["train", "support", "query"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of one task within a batch; in an episode, one support set or the query set."""

    task: str
    rows: tuple[Row, ...]
    role: Role = "train"
    episode: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The data of one step. ``index`` is the step, counted from 0."""

    index: int
    parts: tuple[Part, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, part after part."""
        return tuple(row for part in self.parts for row in part.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Which data a stage gets each step.

    ``tasks`` names the tasks: all sources, all joint targets, or the run's own target.
    Every step holds one part of ``batch_size`` rows per task, or of ``tasks_per_step`` tasks
    drawn for the step. With ``support_sets`` > 0 each drawn task is an episode: that many
    disjoint support parts of ``batch_size`` rows followed by one query part of
    ``query_size`` rows, from disjoint halves of the training rows; without a query (size 0)
    support comes from all of them.
    """

    tasks: Literal["sources", "targets", "target"]
    batch_size: int
    tasks_per_step: int | None = None
    support_sets: int = 0
    query_size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Distill:
    """A pair's loss becomes its own plus the distance to what a teacher prompt would give.

    ``teachers`` (M, P', D), one for every prompt of the question. Added to the loss:
    ``logits`` times the Kullback-Leibler divergence of the student's token distribution from
    the teacher's, and ``hidden`` times the mean over the width of the squared difference of
    the decoder's last hidden states; both are summed over target tokens.

    References
    ----------
    Wang et al. 2023, arXiv:2303.02861 (multitask prompt tuning).
    """

    teachers: Tensor
    logits: float = 1.0
    hidden: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A first-order question: losses of (row, prompt) pairs and gradients of the prompts.

    ``prompts`` (M, P, D); ``row``, ``prompt`` (N,) index ``rows`` and ``prompts``;
    ``weight`` (N,). ``grads[m] = sum of weight * d loss / d prompts[m]`` over its pairs,
    never a mean. With ``product`` (M, P, D) the gradients are replaced by Hessian-vector
    products ``H_m @ product[m]`` of the same weighted loss.

    ``input_shift`` (M, T, D) is added to the embeddings of the first T input tokens of the
    prompt's rows, and has its own gradient. ``objective`` adds distillation to the loss.
    ``need_neurons`` asks what the feed-forward layers compute at the first target position.
    A product goes with neither shift nor objective.
    """

    prompts: Tensor
    rows: Sequence[Row]
    row: Tensor
    prompt: Tensor
    weight: Tensor
    product: Tensor | None = None
    need_grads: bool = True
    input_shift: Tensor | None = None
    objective: Distill | None = None
    need_neurons: bool = False

    @staticmethod
    def mean_loss(
        prompts: Tensor,
        parts: Sequence[Sequence[Row]],
        *,
        product: Tensor | None = None,
        need_grads: bool = True,
        input_shift: Tensor | None = None,
        objective: Distill | None = None,
    ) -> "Ask":
        """Ask for the token-mean loss of prompt m on ``parts[m]``, as Hugging Face has it.

        Weights are 1 / (target tokens of the part), so prompts do not influence each other.
        """
        rows: list[Row] = []
        prompt: list[int] = []
        weight: list[float] = []
        for index, part in enumerate(parts):
            tokens = sum(len(row.target_ids) for row in part)
            rows.extend(part)
            prompt.extend([index] * len(part))
            weight.extend([1.0 / tokens] * len(part))
        return Ask(
            prompts=prompts,
            rows=rows,
            row=torch.arange(len(rows)),
            prompt=torch.tensor(prompt, dtype=torch.long),
            weight=torch.tensor(weight, dtype=torch.float32),
            product=product,
            need_grads=need_grads,
            input_shift=input_shift,
            objective=objective,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``losses`` (N,): sum over target tokens, in nats. ``grads`` (M, P, D), float32.

    ``shift_grads`` (M, T, D) where a shift was given. ``neurons`` (N, L, F) where asked for:
    of L decoder layers the F values behind the first feed-forward matrix, before the
    activation function.
    """

    losses: Tensor
    grads: Tensor
    shift_grads: Tensor | None = None
    neurons: Tensor | None = None

    def totals(self, ask: Ask) -> Tensor:
        """Return the weighted loss of every prompt, (M,)."""
        totals = torch.zeros(len(ask.prompts), dtype=self.losses.dtype)
        return totals.index_add(0, ask.prompt, ask.weight.to(self.losses.dtype) * self.losses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """How a method predicts: prompts and weighted pairs; weights of a row sum to one.

    Label probabilities are averaged with the weights; free text is generated with ``merged``
    (P, D), or per row with (B, P, D). ``input_shift`` (T, D) is added to the embeddings of
    the first T input tokens of every row.
    """

    prompts: Tensor
    row: Tensor
    prompt: Tensor
    weight: Tensor
    merged: Tensor
    input_shift: Tensor | None = None

    @staticmethod
    def single(prompt: Tensor, num_rows: int, *, input_shift: Tensor | None = None) -> "Mixture":
        """Predict every row with one prompt (P, D)."""
        return Mixture(
            prompts=prompt[None],
            row=torch.arange(num_rows),
            prompt=torch.zeros(num_rows, dtype=torch.long),
            weight=torch.ones(num_rows),
            merged=prompt,
            input_shift=input_shift,
        )

    @staticmethod
    def per_row(prompts: Tensor) -> "Mixture":
        """Predict row b with prompt b of (B, P, D)."""
        rows = torch.arange(len(prompts))
        weight = torch.ones(len(prompts))
        return Mixture(prompts=prompts, row=rows, prompt=rows, weight=weight, merged=prompts)

    @staticmethod
    def ensemble(prompts: Tensor, weights: Tensor, num_rows: int) -> "Mixture":
        """Average the predictions of prompts (M, P, D) with weights (M,) that sum to one."""
        members = len(prompts)
        return Mixture(
            prompts=prompts,
            row=torch.arange(num_rows).repeat_interleave(members),
            prompt=torch.arange(members).repeat(num_rows),
            weight=weights.repeat(num_rows),
            merged=(weights[:, None, None] * prompts).sum(0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A prediction that reads neither rows nor model: the floor of every comparison.

    ``probabilities`` (K,) of the labels, empty for free text; ``text`` is the free answer.
    """

    probabilities: Tensor
    text: str


Prediction = Mixture | Constant


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """What a person takes away for one task.

    ``plain``: ``prompt`` (P, D) says it all. ``conditional``: the prompt depends on the
    input, and ``prompt`` is its average, or it works only with a shift of the input.
    ``ensemble``: ``prompt`` is the merged prompt and ``members`` (M, P, D) the particles.
    ``more`` are further tensors by name without which the prompt is not complete (an input
    shift, the parts of an attention).
    """

    kind: Literal["plain", "conditional", "ensemble"]
    prompt: Tensor
    members: Tensor | None = None
    more: Mapping[str, Tensor] = field(default_factory=dict)


class Env(Protocol):
    """What the engine lends to a method."""

    @property
    def token_dim(self) -> int:
        """Width D of a token embedding."""
        ...

    @property
    def vocabulary(self) -> Tensor:
        """Input embeddings of the backbone, (V, D), float32. Do not change."""
        ...

    @property
    def special_ids(self) -> frozenset[int]:
        """Token ids that stand for no text (padding, end of sequence, sentinels)."""
        ...

    @property
    def source_tasks(self) -> tuple[str, ...]:
        """Source tasks of the study, in its order."""
        ...

    @property
    def target_tasks(self) -> tuple[str, ...]:
        """The joint targets of a joint stage, or the run's one target."""
        ...

    def generator(self, purpose: str, *numbers: int) -> torch.Generator:
        """Return a fresh CPU generator that depends on the job's seed and these words alone."""
        ...

    def encode(self, text: str) -> tuple[int, ...]:
        """Return the token ids of a text, without special tokens."""
        ...

    def label_words(self, task: str) -> tuple[str, ...]:
        """Return the label words of a task in class order; empty for free text."""
        ...

    def num_rows(self, task: str) -> int:
        """Return the number of training rows of a task under the job's shots."""
        ...

    def rows(self, task: str, split: Literal["train", "validation"]) -> tuple[Row, ...]:
        """Return the training or validation rows of a task; test rows are never lent."""
        ...

    def instruction(self, task: str) -> str:
        """Return the task in words, as its card has it; empty where it has none."""
        ...

    @property
    def max_input_tokens(self) -> int:
        """The most tokens that an input has."""
        ...


Asking = Generator[Ask, Answer, "tuple[State, Metrics]"]
Beginning = Generator[Ask, Answer, State]


class StageAlgorithm(Protocol):
    """One stage of a method, by the key of its declaration."""

    @property
    def key(self) -> str:
        """The key that the declaration lists."""
        ...

    @property
    def feed(self) -> Feed:
        """What data the steps get."""
        ...

    def begin(self, env: Env, upstream: State) -> Beginning:
        """Build the first state from the state that the stage before left (or from nothing)."""
        ...

    def step(self, env: Env, state: State, batch: Batch) -> Asking:
        """Yield Asks, receive Answers, return the next state and numbers (key ``loss``)."""
        ...


class Method(Protocol):
    """One soft-prompt learning algorithm, configured."""

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return the stages in order, with the keys that the declaration lists."""
        ...

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Prediction:
        """Tell how rows of a task are predicted. Pure; the state is that of any stage."""
        ...

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return what is saved for a task: detached float32 tensors."""
        ...


@runtime_checkable
class Companions(Protocol):
    """A method that reports further predictions beside its own, on the test rows."""

    def companions(
        self, env: Env, state: State, task: str, rows: Sequence[Row]
    ) -> Mapping[str, Prediction]:
        """Return the further predictions by name, such as ``particles`` or ``keep/mnli``.

        Their scores are stored as ``particles/accuracy``. The names depend on the config
        and the job's tasks alone.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A ready-made `StageAlgorithm` from three parts."""

    key: str
    feed: Feed
    begin: "BeginStage" = field(repr=False)
    step: "StepStage" = field(repr=False)


class BeginStage(Protocol):
    """Signature of `StageAlgorithm.begin`."""

    def __call__(self, env: Env, upstream: State) -> Beginning:
        """See `StageAlgorithm.begin`."""
        ...


class StepStage(Protocol):
    """Signature of `StageAlgorithm.step`."""

    def __call__(self, env: Env, state: State, batch: Batch) -> Asking:
        """See `StageAlgorithm.step`."""
        ...
