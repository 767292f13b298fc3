"""What jobs need from outside: the loaded backbone with its oracle, methods, encoded tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal

import torch

from promptstudio import __version__
from promptstudio.backbones.calibrate import DEFAULT_BUDGET, calibrate, default_mode
from promptstudio.backbones.loader import Backbone, load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import BackboneError
from promptstudio.core.ids import digest
from promptstudio.core.settings import MethodConfig, validated
from promptstudio.core.spec import BackboneSpec, JobSpec
from promptstudio.methods.contract import Method
from promptstudio.methods.registry import build, methods
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.encoding import TaskData, encode_task
from promptstudio.tasks.splits import make_splits
from promptstudio.tasks.wording import worded

Sharing = Literal["auto", "packed", "in_turn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A loaded backbone and the oracle in front of it."""

    spec: BackboneSpec
    weights: str
    backbone: Backbone
    oracle: Oracle


class Resources:
    """Loads and keeps one backbone at a time and the tasks encoded for it."""

    def __init__(self) -> None:
        self.machine: Machine | None = None
        self._calibrated: tuple[Machine, int] | None = None
        self.versions = {"promptstudio": __version__} | {
            name: version(name) for name in ("torch", "transformers")
        }
        self._cards: dict[str, TaskCard] = {}
        self._data: dict[str, TaskData] = {}

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

    def use(self, job: JobSpec, *, sharing: Sharing, may_change: bool) -> Machine:
        """Return the machine for a job's backbone, loading it if another or none is there.

        With ``may_change`` false (jobs are in flight) the machine stays as it is.
        """
        if self.machine is not None and self.has(job):
            if may_change:
                self._set_mode(self.machine, sharing)
            return self.machine
        if not may_change:
            raise BackboneError("Another backbone is in use; this run begins when it is free.")
        self.machine = None
        self._data.clear()
        backbone = load_backbone(job.backbone)
        if backbone.device.type == "cpu":
            torch.set_num_threads(1)
        self.machine = Machine(
            spec=job.backbone, weights=job.weights, backbone=backbone, oracle=Oracle(backbone)
        )
        self._set_mode(self.machine, sharing)
        return self.machine

    def method(self, spec: JobSpec) -> tuple[MethodInfo, MethodConfig, Method]:
        """Return a job's method: its declaration, its config, and the algorithm."""
        info = methods()[spec.method]
        config = validated(info.config_type, spec.config, f"Method '{spec.method}'")
        return info, config, build(info, config)

    def tasks(self, spec: JobSpec, backbone: Backbone) -> dict[str, TaskData]:
        """Return the encoded tasks that a job reads."""
        found: dict[str, TaskData] = {}
        for key in spec.tasks:
            shots = spec.source_shots if key in spec.source_tasks else spec.shots
            found[key] = self._encoded(key, shots, spec, backbone)
        return found

    def _encoded(self, key: str, shots: int | None, spec: JobSpec, backbone: Backbone) -> TaskData:
        drawn = (shots, spec.split_seed, spec.split_rule, spec.text.model_dump())
        identity = digest([key, spec.tasks[key], *drawn])
        if identity not in self._data:
            card = worded(self._cards[key], spec.text)
            self._data[identity] = encode_task(
                card,
                make_splits(
                    card, shots=shots, split_seed=spec.split_seed, split_rule=spec.split_rule
                ),
                backbone.tokenizer,
                max_input_tokens=spec.backbone.max_input_tokens,
                max_target_tokens=spec.backbone.max_target_tokens,
                closing_id=backbone.closing_id,
            )
        return self._data[identity]

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
