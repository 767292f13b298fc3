"""What jobs need from outside: the loaded backbone with its oracle, methods, encoded tasks."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final, Literal

import torch

from promptstudio import __version__
from promptstudio.backbones.calibrate import DEFAULT_BUDGET, calibrate, default_mode
from promptstudio.backbones.hub import Tell
from promptstudio.backbones.loader import Backbone, load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import check_room
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import BackboneError
from promptstudio.core.ids import digest
from promptstudio.core.preferences import THREADS
from promptstudio.core.settings import MethodConfig, validated
from promptstudio.core.spec import BackboneSpec, JobSpec
from promptstudio.methods.contract import Method
from promptstudio.methods.registry import build, methods
from promptstudio.tasks.cache import EncodedTasks, is_lasting, name_of, tokenizer_mark
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.encoding import TaskData, encode_task
from promptstudio.tasks.splits import make_splits
from promptstudio.tasks.wording import worded

MOST_ROWS: Final = 500_000
"""Encoded rows that are kept in memory for jobs to come; jobs in flight hold theirs anyway."""

Sharing = Literal["auto", "packed", "in_turn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A loaded backbone and the oracle in front of it."""

    spec: BackboneSpec
    weights: str
    backbone: Backbone
    oracle: Oracle


class Resources:
    """Loads and keeps one backbone at a time and the tasks encoded for it.

    With ``kept`` large tasks are read encoded from disk where an earlier worker left them.
    """

    def __init__(self, kept: EncodedTasks | None = None) -> None:
        self.machine: Machine | None = None
        self._calibrated: tuple[Machine, int] | None = None
        self.versions = {"promptstudio": __version__} | {
            name: version(name) for name in ("torch", "transformers")
        }
        self._cards: dict[str, TaskCard] = {}
        self._data: dict[str, TaskData] = {}
        self._kept = kept
        self._tokenizer_mark = ""

    def add_cards(self, cards: Mapping[str, Mapping[str, Any]]) -> None:
        """Take in task cards; a card replaces an older one of the same key."""
        self._cards |= {key: TaskCard.model_validate(values) for key, values in cards.items()}

    def has(self, job: JobSpec) -> bool:
        """Tell whether the loaded machine is the one that a job needs."""
        machine = self.machine
        return machine is not None and (machine.spec, machine.weights) == (
            job.backbone,
            job.weights,
        )

    def use(
        self,
        job: JobSpec,
        *,
        sharing: Sharing,
        may_change: bool,
        tell: Tell = lambda sentence: None,
    ) -> Machine:
        """Return the machine for a job's backbone, loading it if another or none is there.

        With ``may_change`` false (jobs are in flight) the machine stays as it is. ``tell`` hears
        of a download.
        """
        if self.machine is not None and self.has(job):
            if may_change:
                self._set_mode(self.machine, sharing)
            return self.machine
        if not may_change:
            raise BackboneError("Another backbone is in use; this run begins when it is free.")
        machine = self._load(job.backbone, job.weights, tell)
        self._set_mode(machine, sharing)
        return machine

    def lend(self, spec: BackboneSpec, *, may_change: bool) -> Backbone:
        """Return a backbone for a question, whatever lengths its jobs are cut to.

        Raises
        ------
        BackboneError
            If it can not be loaded, or may not be because jobs use another one.
        """
        machine = self.machine
        if machine is not None and _same_model(machine.spec, spec):
            return machine.backbone
        if not may_change:
            raise BackboneError(
                f"The model '{spec.source}' can not be asked while runs use another one. Wait "
                "until they have ended, or stop them."
            )
        return self._load(spec, "").backbone

    def method(self, spec: JobSpec) -> tuple[MethodInfo, MethodConfig, Method]:
        """Return a job's method: its declaration, its config, and the algorithm."""
        info = methods()[spec.method]
        config = validated(info.config_type, spec.config, f"Method '{spec.method}'")
        return info, config, build(info, config)

    def tasks(self, spec: JobSpec, backbone: Backbone) -> dict[str, TaskData]:
        """Return the encoded tasks that a job reads.

        Raises
        ------
        BackboneError
            If a row that the job looks at is too long for the model beside the job's prompt.
        """
        found: dict[str, TaskData] = {}
        virtual = int(spec.config.get("num_virtual_tokens", 0))
        limits = spec.evaluation
        for key in spec.tasks:
            is_source = key in spec.source_tasks
            shots = spec.source_shots if is_source else spec.shots
            data = found[key] = self._encoded(key, shots, spec, backbone)
            scored = () if is_source else data.test[: limits.test_rows]
            rows = (*data.train, *data.validation[: limits.validation_rows], *scored)
            check_room(rows, virtual, backbone, candidates=data.candidates)
        return found

    def _load(
        self, spec: BackboneSpec, weights: str, tell: Tell = lambda sentence: None
    ) -> Machine:
        self.machine = None
        self._data.clear()
        backbone = load_backbone(spec, tell)
        if backbone.device.type == "cpu":
            torch.set_num_threads(int(os.environ.get(THREADS, "1")))
        self._tokenizer_mark = tokenizer_mark(backbone.tokenizer)
        self.machine = Machine(
            spec=spec, weights=weights, backbone=backbone, oracle=Oracle(backbone)
        )
        return self.machine

    def _encoded(self, key: str, shots: int | None, spec: JobSpec, backbone: Backbone) -> TaskData:
        drawn = (shots, spec.split_seed, spec.split_rule, spec.text.model_dump())
        identity = digest([key, spec.tasks[key], *drawn])
        data = self._data.pop(identity, None)
        if data is None:
            limits = (spec.backbone.max_input_tokens, spec.backbone.max_target_tokens)
            name = name_of(identity, *limits, backbone.closing_id, self._tokenizer_mark)
            card = worded(self._cards[key], spec.text)
            kept = self._kept if self._tokenizer_mark and is_lasting(card) else None
            data = kept.read(name, card) if kept else None
            if data is None:
                data = _encode(card, shots, spec, backbone)
                if kept:
                    kept.write(name, data)
        self._data[identity] = data  # the last one used comes last
        self._forget_oldest()
        return data

    def _forget_oldest(self) -> None:
        sizes = {name: _rows_of(data) for name, data in self._data.items()}
        total = sum(sizes.values())
        for name, size in list(sizes.items())[:-1]:
            if total <= MOST_ROWS:
                return
            del self._data[name]
            total -= size

    def _set_mode(self, machine: Machine, sharing: Sharing) -> None:
        """Fix how requests share batches; a calibrated budget only where results may vary."""
        mode = default_mode(machine.backbone.device) if sharing == "auto" else sharing
        machine.oracle.mode = mode
        if mode == "in_turn":
            machine.oracle.token_budget = DEFAULT_BUDGET[machine.backbone.device.type]
            return
        if self._calibrated is None or self._calibrated[0] is not machine:
            self._calibrated = (machine, calibrate(machine.backbone))
        machine.oracle.token_budget = self._calibrated[1]


def _encode(card: TaskCard, shots: int | None, spec: JobSpec, backbone: Backbone) -> TaskData:
    return encode_task(
        card,
        make_splits(card, shots=shots, split_seed=spec.split_seed, split_rule=spec.split_rule),
        backbone.tokenizer,
        max_input_tokens=spec.backbone.max_input_tokens,
        max_target_tokens=spec.backbone.max_target_tokens,
        closing_id=backbone.closing_id,
    )


def _rows_of(data: TaskData) -> int:
    return len(data.train) + len(data.validation) + len(data.test)


def _same_model(one: BackboneSpec, other: BackboneSpec) -> bool:
    """Tell whether two backbones are one, whatever lengths inputs and targets are cut to."""
    lengths = {"max_input_tokens", "max_target_tokens"}
    return one.model_dump(exclude=lengths) == other.model_dump(exclude=lengths)
