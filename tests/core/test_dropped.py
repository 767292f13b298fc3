"""Dropped files go to the page that can use them."""

from pathlib import Path

import pytest

from promptstudio.core.dropped import kind_of
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
    [("adapter_config.json", "prompt"), ("p.safetensors", "prompt"), ("train.csv", "data")],
)
def test_a_folder_by_what_it_holds(tmp_path: Path, inside: str, kind: str) -> None:
    (tmp_path / inside).write_bytes(b"")
    assert kind_of(tmp_path) == kind


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("a.pt", "may be a Python pickle"), ("a.docx", "neither a study")],
)
def test_what_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(ConfigError, match=sentence):
        kind_of(tmp_path / name)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no file"):
        kind_of(tmp_path / "gone.csv")
