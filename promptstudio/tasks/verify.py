"""Asks the Hugging Face hub whether a data set is as its card says.

Of every split that the card names the first rows are put into words, so a wrong column, an
unknown label or a missing answer shows as it would in a run.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from promptstudio.core.errors import ConfigError, TaskError
from promptstudio.tasks.cards import HubSource, TaskCard, dump_card, load_card
from promptstudio.tasks.examples import to_examples
from promptstudio.tasks.sources import available_splits, check_network
from promptstudio.tasks.tables import Fields

SAMPLED_ROWS: Final = 50


class Sample(NamedTuple):
    """The first rows of a split, and the names of numbered classes by column."""

    rows: Sequence[Fields]
    class_names: Mapping[str, Sequence[str]]


class Hub(Protocol):
    """What is asked of the hub. A data set that is not there or not readable is a `TaskError`."""

    def commit(self, data_set: str) -> str:
        """Return the commit that the data set is at."""

    def configs(self, data_set: str, commit: str) -> Sequence[str]:
        """Return the names of its configs."""

    def splits(self, data_set: str, config: str | None, commit: str) -> Sequence[str]:
        """Return the names of a config's splits."""

    def sample(self, source: HubSource, split: str) -> Sample:
        """Return the first rows of a split."""


class Checked(NamedTuple):
    """The card as it was verified, or what does not fit, a sentence each."""

    card: TaskCard
    problems: tuple[str, ...]


def verify(card: TaskCard, hub: Hub) -> Checked:
    """Check the id, config, splits, columns and labels of a card.

    Returns
    -------
    Checked
        Without problems its card is marked as verified, at the hub's commit.

    Raises
    ------
    ConfigError
        If the hub can not be reached.
    """
    if not isinstance(card.source, HubSource):
        return Checked(card, (f"The rows of the task '{card.key}' do not come from the hub.",))
    try:
        commit = hub.commit(card.source.id)
        source = card.source.model_copy(update={"revision": commit, "verified": True})
        card = card.model_copy(update={"source": source, "training": None})
        problems = _names(card, source, hub, commit) or _rows(card, source, hub)
    except TaskError as error:
        problems = (str(error),)
    return Checked(card, tuple(dict.fromkeys(problems)))


def _names(card: TaskCard, source: HubSource, hub: Hub, commit: str) -> tuple[str, ...]:
    """Compare config and splits."""
    where = f"The data set '{source.id}' of the hub"
    configs = hub.configs(source.id, commit)
    wanted = source.config
    if wanted is None and len(configs) > 1 and "default" not in configs:
        return (f"{where} has several configs: {', '.join(configs)}. The card names none.",)
    if wanted is not None and wanted not in configs:
        return (f"{where} has no config '{wanted}'. It has: {', '.join(configs)}.",)
    there = hub.splits(source.id, wanted, commit)
    named = (getattr(source, split) for split in available_splits(card))
    return tuple(
        f"{where} has no split '{split}'. It has: {', '.join(there)}."
        for split in named
        if split not in there
    )


def _rows(card: TaskCard, source: HubSource, hub: Hub) -> tuple[str, ...]:
    """Put the first rows of every split into words, and compare the classes."""
    problems: list[str] = []
    for split in available_splits(card):
        sample = hub.sample(source, getattr(source, split))
        try:
            to_examples(card, sample.rows, f"Task '{card.key}', split '{split}'")
        except TaskError as error:
            problems.append(str(error))
        problems += _classes(card, source, sample)
    return tuple(problems)


def _classes(card: TaskCard, source: HubSource, sample: Sample) -> Iterator[str]:
    names = sample.class_names.get(source.label_field, ())
    if card.kind != "classification" or source.label_among:
        return
    known = {*(card.labels or {}), *source.left_out}
    for number, name in enumerate(names):
        if str(number) not in known:
            yield (
                f"Task '{card.key}': the hub has a class {number} ('{name}'), which the card "
                "neither names nor leaves out."
            )


def keep_verified(card: TaskCard, folder: Path) -> Path:
    """Write a card into a folder of the user's, in place of one with the same key; return where.

    Raises
    ------
    TaskError
        If it can not be written.
    """
    path = _path_of(card.key, folder) or folder / f"{card.key}.toml"
    half = path.with_suffix(".toml.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        half.write_text(dump_card(card), encoding="utf-8")
        half.replace(path)
    except OSError as error:
        raise TaskError(f"The card '{path}' can not be written: {error.strerror}.") from error
    return path


def _path_of(key: str, folder: Path) -> Path | None:
    for path in sorted(folder.rglob("*.toml")):
        try:
            if load_card(path).key == key:
                return path
        except TaskError:
            continue  # a broken card has no key to compare; the list of tasks reports it
    return None


def open_hub() -> Hub:
    """Return the hub itself.

    Raises
    ------
    ConfigError
        If there is no network, or the program was told to do without.
    """
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        raise ConfigError("Cards are verified by asking the hub, but HF_HUB_OFFLINE is set.")
    try:
        check_network("The hub")
    except TaskError as error:
        raise ConfigError(
            "Cards are verified by asking the hub, but there is no network."
        ) from error
    return _HuggingFace()


class _HuggingFace:
    """The Hugging Face hub, by its own clients."""

    def commit(self, data_set: str) -> str:
        from huggingface_hub import HfApi

        with _asking(data_set):
            return HfApi().dataset_info(data_set).sha or ""

    def configs(self, data_set: str, commit: str) -> Sequence[str]:
        from datasets import get_dataset_config_names

        with _asking(data_set):
            return list(get_dataset_config_names(data_set, revision=commit))

    def splits(self, data_set: str, config: str | None, commit: str) -> Sequence[str]:
        from datasets import get_dataset_split_names

        with _asking(data_set):
            return list(get_dataset_split_names(data_set, config, revision=commit))

    def sample(self, source: HubSource, split: str) -> Sample:
        from datasets import load_dataset

        with _asking(source.id):
            table = load_dataset(
                source.id, source.config, revision=source.revision, split=split, streaming=True
            )
            rows = list(islice(table, SAMPLED_ROWS))
        features = table.features or {}
        names = {n: tuple(f.names) for n, f in features.items() if hasattr(f, "names")}
        return Sample(rows, names)


@contextmanager
def _asking(data_set: str) -> Iterator[None]:
    """Tell a data set that is not there or not readable from a hub out of reach."""
    from datasets.exceptions import DatasetsError
    from huggingface_hub.errors import HfHubHTTPError
    from huggingface_hub.utils import httpx  # type: ignore[attr-defined]  # whichever it uses

    try:
        yield
    except (HfHubHTTPError, DatasetsError, RuntimeError, ValueError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise TaskError(
            f"The data set '{data_set}' of the hub can not be read: {reason}."
        ) from error
    except (httpx.HTTPError, OSError) as error:
        raise ConfigError(f"The hub can not be reached: {error}.") from error
