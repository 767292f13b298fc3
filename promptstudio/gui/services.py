"""What the pages share: the doors to engine, store, data and methods."""

from collections.abc import Mapping
from dataclasses import dataclass

from promptstudio.core.declaration import MethodInfo
from promptstudio.gui.ports import (
    Card,
    Comparisons,
    Controller,
    Importer,
    Outlook,
    Previews,
    PromptLibrary,
    Reader,
    Results,
    TaskFacts,
)
from promptstudio.gui.preferences import PreferenceKeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Ports that every page may use. ``catalogue`` grows when data are taken in."""

    controller: Controller
    reader: Reader
    comparisons: Comparisons
    results: Results
    importer: Importer
    previews: Previews
    facts: TaskFacts
    outlook: Outlook
    prompts: PromptLibrary
    methods: Mapping[str, MethodInfo]
    catalogue: dict[str, Card]
    preferences: PreferenceKeeper

    def task_title(self, key: str) -> str:
        """Return the title of a task, or its key where no card is at hand."""
        card = self.catalogue.get(key)
        return key if card is None else card.title

    def method_title(self, key: str) -> str:
        """Return the title of a method, or its key where there is no such method any more."""
        info = self.methods.get(key)
        return key if info is None else info.title
