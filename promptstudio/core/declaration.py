"""What a method declares about itself without importing torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from promptstudio.core.settings import MethodConfig, fields_of
from promptstudio.core.spec import StudySpec

Scope = Literal["source", "joint", "target"]
"""Whom a stage serves: the source tasks alone (shared by all targets), all targets jointly
(shared by the runs of a study), or one target."""


class Work(NamedTuple):
    """What one step asks of the model: pairs of a row and a prompt, by what is asked.

    Pairs for ``gradients``, for Hessian-vector ``products``, and for ``losses`` alone, which a
    teacher's answers count as. What is asked now and then counts with its share of the steps.
    """

    gradients: float = 0.0
    products: float = 0.0
    losses: float = 0.0


class PromptSize(NamedTuple):
    """How a method predicts a row: with how many prompts, of how many virtual tokens."""

    prompts: int
    virtual_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInfo:
    """A named stretch of steps, as the plan and the window see it.

    ``steps`` names the integer setting that holds the number of steps; empty for a stage that
    only begins. ``skip`` tells from the config whether the stage drops out (a study then
    expands without it). ``owner`` is the key of the method whose stage of the same key this
    is: methods that need the same prompts then share them. Only its settings reach the stage.
    ``work`` tells from the config and the number of tasks that the stage serves (by its scope)
    what a step asks; without it the owner's stage tells, or nothing is asked.
    """

    key: str
    title: str
    scope: Scope
    steps: str
    skip: Callable[[Any], bool] | None = None
    owner: str = ""
    work: Callable[[Any, int], Work] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodInfo:
    """One soft-prompt learning algorithm: ``METHOD`` in its folder's ``__init__``.

    ``build`` is ``"module:Class"`` relative to the method's package; the class is called
    with the config. ``series`` maps a prefix of reported metric names to a title, for the
    method's own panel; a metric named ``prefix/row/column`` is a cell of a heat map.

    ``is_baseline`` marks what gains are over, ``is_control`` what else a gain has to be
    compared with, ``is_experimental`` what no paper reports. ``check`` raises `ConfigError`
    for a config that does not fit a study: its tasks, or the limits of its backbone. ``size``
    tells from the config how rows are predicted, where that is not one prompt of the config's
    ``num_virtual_tokens``.
    """

    key: str
    title: str
    summary: str
    paper: str
    config_type: type[MethodConfig]
    build: str
    stages: tuple[StageInfo, ...]
    uses_sources: bool = True
    series: Mapping[str, str] | None = None
    is_baseline: bool = False
    is_control: bool = False
    is_experimental: bool = False
    check: Callable[[Any, StudySpec], None] | None = None
    size: Callable[[Any], PromptSize] | None = None

    def prompt_size(self, config: MethodConfig) -> PromptSize:
        """Return how rows are predicted under a config; no virtual tokens if none is known."""
        if self.size is not None:
            return self.size(config)
        return PromptSize(1, int(getattr(config, "num_virtual_tokens", 0)))

    def active_stages(self, config: MethodConfig) -> tuple[StageInfo, ...]:
        """Return the stages that take place under a config."""
        return tuple(s for s in self.stages if s.skip is None or not s.skip(config))

    def settings_before(self, stage: str) -> frozenset[str]:
        """Return the settings that are read before a stage; none if there is no such stage."""
        keys = [s.key for s in self.stages]
        past = keys[: keys.index(stage)] if stage in keys else []
        return frozenset(f.name for f in fields_of(self.config_type) if f.stage in past)
