"""A removed task can be brought back whole."""

from pathlib import Path

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.importing.removal import remove_task, restore_task, shipped_card


def put(workspace: Path, key: str, text: str = "card") -> None:
    (workspace / "tasks" / key).mkdir(parents=True)
    (workspace / "tasks" / key / "train.parquet").write_text(f"rows of {text}")
    (workspace / "tasks" / f"{key}.toml").write_text(text)


def there(workspace: Path) -> set[str]:
    return {str(p.relative_to(workspace)) for p in workspace.rglob("*") if p.is_file()}


def test_card_and_rows_go_and_come_back(tmp_path: Path) -> None:
    put(tmp_path, "mine")
    before = there(tmp_path)
    remove_task(tmp_path, "mine")
    assert there(tmp_path) == {"trash/mine.toml", "trash/mine/train.parquet"}
    assert restore_task(tmp_path, "mine") == tmp_path / "tasks/mine.toml"
    assert there(tmp_path) == before


def test_the_last_removed_of_a_name_counts(tmp_path: Path) -> None:
    put(tmp_path, "mine", "first")
    remove_task(tmp_path, "mine")
    put(tmp_path, "mine", "second")
    remove_task(tmp_path, "mine")
    restore_task(tmp_path, "mine")
    assert (tmp_path / "tasks/mine.toml").read_text() == "second"
    assert (tmp_path / "tasks/mine/train.parquet").read_text() == "rows of second"


def test_what_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match="There is no task 'sst2' in"):
        remove_task(tmp_path, "sst2")
    with pytest.raises(TaskError, match="There is no task 'mine' in"):
        restore_task(tmp_path, "mine")
    put(tmp_path, "mine")
    remove_task(tmp_path, "mine")
    put(tmp_path, "mine", "other")
    with pytest.raises(TaskError, match="there is one of that name"):
        restore_task(tmp_path, "mine")
    assert (tmp_path / "tasks/mine.toml").read_text() == "other"


def test_every_shipped_card_is_found_by_its_key() -> None:
    """A card is looked for by its file's name, so that the others need not be read."""
    cards = load_catalogue().cards
    files = {path.stem for path in resource("tasks").rglob("*.toml")}
    assert files == cards.keys()
    assert shipped_card("trec") == cards["trec"]
    assert shipped_card("mine") is None
