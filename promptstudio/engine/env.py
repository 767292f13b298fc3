"""What the engine lends to a method: sizes, vocabulary, tasks, seeded randomness."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from promptstudio.backbones.loader import Backbone
from promptstudio.core.spec import JobSpec
from promptstudio.methods.contract import Row
from promptstudio.tasks.encoding import TaskData


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEnv:
    """Implements `promptstudio.methods.contract.Env` for one stage of one job."""

    backbone: Backbone
    spec: JobSpec
    stage: str
    tasks: Mapping[str, TaskData]

    @property
    def token_dim(self) -> int:
        """Width of a token embedding."""
        return self.backbone.token_dim

    @property
    def vocabulary(self) -> Tensor:
        """Input embeddings (V, D), float32."""
        return self.backbone.vocabulary

    @property
    def special_ids(self) -> frozenset[int]:
        """Ids that stand for no text."""
        return self.backbone.special_ids

    @property
    def source_tasks(self) -> tuple[str, ...]:
        """Source tasks of the job, in the study's order."""
        return self.spec.source_tasks

    @property
    def target_tasks(self) -> tuple[str, ...]:
        """Joint targets, or the run's one target."""
        if self.spec.joint_tasks:
            return self.spec.joint_tasks
        return (self.spec.target_task,) if self.spec.target_task else ()

    def generator(self, purpose: str, *numbers: int) -> torch.Generator:
        """Return a fresh CPU generator seeded by (seed, stage, purpose, numbers)."""
        return torch.Generator().manual_seed(self.number(purpose, *numbers))

    def number(self, purpose: str, *numbers: int) -> int:
        """Return the 63-bit number behind `generator`."""
        text = "/".join(map(str, (self.spec.seed, self.stage, purpose, *numbers)))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1

    def encode(self, text: str) -> tuple[int, ...]:
        """Return token ids without special tokens."""
        return tuple(self.backbone.tokenizer.encode(text, add_special_tokens=False))

    def label_words(self, task: str) -> tuple[str, ...]:
        """Return label words in class order."""
        return tuple((self.tasks[task].card.labels or {}).values())

    def num_rows(self, task: str) -> int:
        """Return the number of training rows."""
        return len(self.tasks[task].train)

    def rows(self, task: str, split: Literal["train", "validation"]) -> tuple[Row, ...]:
        """Return training rows, or the validation rows that the job may look at."""
        if split == "train":
            return self.tasks[task].train
        return self.tasks[task].validation[: self.spec.evaluation.validation_rows]

    def instruction(self, task: str) -> str:
        """Return the task in words."""
        return self.tasks[task].card.instruction

    @property
    def max_input_tokens(self) -> int:
        """The most tokens that an input has."""
        return self.spec.backbone.max_input_tokens
