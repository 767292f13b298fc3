"""A hub that is not there: data sets by name, with configs, splits, rows and class names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import HubSource
from promptstudio.tasks.verify import Sample

COMMIT = "c0ffee" * 6 + "c0ff"


@dataclass
class FakeHub:
    """``data`` maps data set, config and split to rows."""

    data: Mapping[str, Mapping[str, Mapping[str, Sequence[dict[str, Any]]]]]
    class_names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def commit(self, data_set: str) -> str:
        self.asked.append(data_set)
        if data_set not in self.data:
            raise TaskError(f"The data set '{data_set}' of the hub can not be read: 404.")
        return COMMIT

    def configs(self, data_set: str, commit: str) -> Sequence[str]:
        assert commit == COMMIT
        return list(self.data[data_set])

    def splits(self, data_set: str, config: str | None, commit: str) -> Sequence[str]:
        assert commit == COMMIT
        return list(self._of(data_set, config))

    def sample(self, source: HubSource, split: str) -> Sample:
        assert source.revision == COMMIT
        return Sample(self._of(source.id, source.config)[split], self.class_names)

    def _of(self, data_set: str, config: str | None) -> Mapping[str, Sequence[dict[str, Any]]]:
        configs = self.data[data_set]
        return configs[config] if config else next(iter(configs.values()))
