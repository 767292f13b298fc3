"""Settings that a form hides change nothing, and those that it shows do."""

from typing import Any

import pytest

from promptstudio.core.settings import FieldSpec, fields_of, that_matter, validated
from promptstudio.methods.contract import Constant
from promptstudio.methods.registry import methods
from tests.methods.fakes import TARGETS, Bench, rows_of
from tests.methods.variants import VARIANTS

SHORT = {
    "steps": 4,
    "source_steps": 4,
    "probe_steps": 3,
    "mixture_steps": 3,
    "joint_steps": 4,
    "distill_steps": 4,
    "choose_every": 2,
    "report_every": 2,
}

CORNERS: list[tuple[str, dict[str, Any]]] = [
    ("crosspt", {"source_init": "random"}),
    ("crosspt", {"parts": "private", "private_init": "zeros"}),
    ("meta_init", {"algorithm": "reptile"}),
    ("multitask_prompt", {"distillation": False, "train_shared": False}),
    ("spot", {"use": "best"}),
    ("spot", {"use": "mixture", "top_k": 2}),
    ("svgd_transfer", {"inference": "particles", "aggregation": "weighted"}),
    ("task_vectors", {"use": "zero_shot"}),
    ("task_vectors", {"use": "zero_shot", "combination": "nearest"}),
]
"""Where settings that a method inherits are idle."""


def short(key: str, values: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields_of(methods()[key].config_type)}
    return {name: steps for name, steps in SHORT.items() if name in names} | values


def outcome(key: str, values: dict[str, Any]) -> str:
    """What is reported and predicted, in digits."""
    bench = Bench(methods()[key], values)
    scopes = {stage.key: stage.scope for stage in bench.info.stages}
    found: list[Any] = []
    for stage, state in bench.run().items():
        if scopes[stage] != "source":
            rows = rows_of(TARGETS[0], 4)
            shown = bench.method.mixture(bench.env(stage), state, TARGETS[0], rows)
            tensor = shown.probabilities if isinstance(shown, Constant) else shown.prompts
            weights = [] if isinstance(shown, Constant) else shown.weight.tolist()
            shift = None if isinstance(shown, Constant) else shown.input_shift
            found += [tensor.tolist(), weights, None if shift is None else shift.tolist()]
            companions = getattr(bench.method, "companions", None)
            if companions is not None:
                found.append(sorted(companions(bench.env(stage), state, TARGETS[0], rows)))
    return repr((bench.metrics, found))


def matter(key: str, values: dict[str, Any]) -> tuple[str, ...]:
    info = methods()[key]
    plain = validated(info.config_type, values, key).model_dump()
    return that_matter(fields_of(info.config_type), plain)


def others(field: FieldSpec) -> list[Any]:
    """Values other than the default, likely to matter on a few steps first."""
    default, low, high = field.default, field.low or 0.0, field.high or 0.0
    if field.kind == "bool":
        return [not default]
    if field.kind == "choice":
        return [choice for choice in field.choices if choice != default]
    if field.kind == "text":
        return ["food"]
    if default is None:
        return [1, 2]
    wanted = [default + 2, default * 3, default * 0.5, 1, 0.05, high]
    kind = int if field.kind == "int" else float
    return [kind(value) for value in wanted if low <= value <= high and kind(value) != default]


@pytest.mark.parametrize(("key", "values"), [*VARIANTS, *CORNERS], ids=str)
def test_idle_settings_change_nothing(key: str, values: dict[str, Any]) -> None:
    full = short(key, values)
    shown = matter(key, full)
    idle = {
        field.name: others(field)[0]
        for field in fields_of(methods()[key].config_type)
        if field.name not in (*shown, *values)
    }
    if idle:
        assert outcome(key, full | idle) == outcome(key, full), sorted(idle)


@pytest.mark.parametrize(("key", "values"), CORNERS, ids=str)
def test_settings_that_are_shown_have_an_effect(key: str, values: dict[str, Any]) -> None:
    full = short(key, values)
    before, shown = outcome(key, full), matter(key, full)
    fields = {field.name: field for field in fields_of(methods()[key].config_type)}
    without = [
        name
        for name in shown
        if name not in values
        and all(_outcome_or_refusal(key, full | {name: v}) == before for v in others(fields[name]))
    ]
    assert without == []


def _outcome_or_refusal(key: str, values: dict[str, Any]) -> str:
    """A value that the method refuses has an effect."""
    try:
        return outcome(key, values)
    except Exception as error:  # noqa: BLE001 - whatever the method says of it
        return repr(error)
