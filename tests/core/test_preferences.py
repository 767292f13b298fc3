"""Preferences are kept in a file that a person can read and mend."""

from pathlib import Path

import pytest

from promptstudio.core.errors import ConfigError
from promptstudio.core.preferences import (
    FILE_NAME,
    Look,
    Preferences,
    Work,
    load_preferences,
    save_preferences,
)
from promptstudio.core.settings import fields_of


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    wanted = Preferences(
        look=Look(theme="dark", text_scale=150),
        work=Work(offline=True),
        shortcuts={"run": "Ctrl+Shift+R"},
        seen_tour=True,
    )
    save_preferences(tmp_path / "new", wanted)
    assert load_preferences(tmp_path / "new") == wanted
    assert [file.name for file in (tmp_path / "new").iterdir()] == [FILE_NAME]


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    save_preferences(tmp_path, Preferences(look=Look(theme="light")))
    assert (tmp_path / FILE_NAME).read_text() == '[look]\ntheme = "light"\n'


def test_without_a_file_the_defaults_count(tmp_path: Path) -> None:
    assert load_preferences(tmp_path) == Preferences()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[look]\ntext_scale = 900\n", "look.text_scale = 900"),
        ("[look]\ncolour = 'red'\n", "there is no setting 'look.colour'"),
        ("[look\n", "can not be read"),
    ],
)
def test_a_broken_file_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(ConfigError, match=sentence):
        load_preferences(tmp_path)


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="can not be written"):
        save_preferences(tmp_path / "file" / "below", Preferences())


@pytest.mark.parametrize("section", [Look, Work])
def test_every_preference_is_declared_for_a_form(section: type[Look | Work]) -> None:
    assert all(field.title and field.help for field in fields_of(section))
