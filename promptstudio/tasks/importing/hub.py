"""A data set of the Hugging Face hub as a layout. Loads `datasets`."""

from collections.abc import Iterator
from typing import Any, Final

from promptstudio.core.errors import TaskError
from promptstudio.core.phrases import Phrase
from promptstudio.tasks.cards import HubSource
from promptstudio.tasks.files import Split
from promptstudio.tasks.importing.layouts import Layout
from promptstudio.tasks.sources import check_network, hub_table
from promptstudio.tasks.tables import Fields

_NAMES: Final[dict[Split, tuple[str, ...]]] = {
    "train": ("train", "training"),
    "validation": ("validation", "valid", "val", "dev"),
    "test": ("test",),
}


def hub_layout(name: str, config: str | None = None) -> Layout:
    """Ask the hub which splits a data set has, and its commit.

    Raises
    ------
    TaskError
        If the hub can not be reached, or has no such data set or no training split.
    """
    from datasets import get_dataset_split_names
    from datasets.exceptions import DatasetsError
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    where = f"The data set '{name}' of the hub"
    check_network(where)
    try:
        there = get_dataset_split_names(name, config)
        revision = HfApi().dataset_info(name).sha or ""
    except (DatasetsError, HfHubHTTPError, ValueError, OSError, RuntimeError) as error:
        raise TaskError(f"{where} can not be read: {error}.") from error
    found = {
        split: next((known for known in names if known in there), None)
        for split, names in _NAMES.items()
    }
    if not found["train"]:
        raise TaskError(f"{where} has no training split. It has: {', '.join(there)}.")
    tables = {
        split: hub_table(HubSource(id=name, config=config, revision=revision or None), known)
        for split, known in found.items()
        if known
    }
    return Layout(
        kind=Phrase("a data set of the hub"),
        source=name,
        name=name.rpartition("/")[2],
        splits={split: lambda table=table: _rows(table) for split, table in tables.items()},  # type: ignore[misc]
        label_names=_label_names(tables["train"]),
        revision=revision,
        expected={split: table.num_rows for split, table in tables.items()},
    )


def _rows(table: Any) -> Iterator[Fields]:
    yield from table


def _label_names(table: Any) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(feature.names)
        for name, feature in table.features.items()
        if hasattr(feature, "names")
    }
