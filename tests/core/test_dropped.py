"""Dropped files go to the page that can use them."""

import os
from pathlib import Path

import pytest

from promptstudio.core.dropped import kind_of, kind_of_all
from promptstudio.core.errors import ConfigError


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.toml", "study"),
        ("a.CSV", "data"),
        ("a.jsonl", "data"),
        ("a.npz", "prompt"),
        ("a.safetensors", "prompt"),
    ],
)
def test_a_file_by_its_suffix(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert kind_of(tmp_path / name) == kind


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("adapter_config.json", "prompt"),
        ("p.safetensors", "prompt"),
        ("of/one/P.NPZ", "prompt"),
        ("train.csv", "data"),
    ],
)
def test_a_folder_by_what_it_holds(tmp_path: Path, inside: str, kind: str) -> None:
    (tmp_path / inside).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / inside).write_bytes(b"")
    assert kind_of(tmp_path) == kind


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("a.pt", "may be a Python pickle"), ("a.docx", "neither a study"), ("a.txt", "neither a")],
)
def test_what_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(ConfigError, match=sentence):
        kind_of(tmp_path / name)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no file"):
        kind_of(tmp_path / "gone.csv")


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(ConfigError, match=r"^'.*' can not be read: Permission denied\.$"):
        kind_of(tmp_path)


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(ConfigError, match="There is no file"):
        kind_of(tmp_path / "pipe.csv")


@pytest.mark.parametrize(
    ("names", "kind"), [(("a.npz", "b.safetensors"), "prompt"), (("a.csv",), "data")]
)
def test_several_prompts_at_a_time(tmp_path: Path, names: tuple[str, ...], kind: str) -> None:
    for name in names:
        (tmp_path / name).touch()
    assert kind_of_all([tmp_path / name for name in names]) == kind


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("a.toml", "a.npz")])
def test_nothing_else_comes_several_at_a_time(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(ConfigError, match="Only prompts can be dropped several at a time"):
        kind_of_all([tmp_path / name for name in names])
