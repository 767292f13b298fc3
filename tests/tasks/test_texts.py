"""What no text may be: too long, with NUL or half characters, not UTF-8."""

import tracemalloc
from pathlib import Path

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks import texts
from promptstudio.tasks.texts import fault_of, text_lines, undecodable


def test_plain_text_has_no_fault() -> None:
    for text in ("", "plain", "é \U0001f600 \t\r\n", "x" * texts.LONGEST_TEXT):
        assert fault_of(text) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a\0b", "a NUL character"),
        ("é \ud83d", "half a character"),
        ("x" * (texts.LONGEST_TEXT + 1), "a text of 16,777,217 characters; 16,777,216 are the"),
    ],
)
def test_faults_are_named(text: str, fault: str) -> None:
    assert fault in fault_of(text)


def test_lines_keep_their_ends_and_lose_the_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n\nd")
    assert list(text_lines(path, newline="")) == ["a\r\n", "b\r", "c\n", "\n", "d"]
    assert list(text_lines(path, newline="\n")) == ["a\r\n", "b\rc\n", "\n", "d"]


def test_a_line_is_never_held_beyond_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "LONGEST_TEXT", 8)
    path = tmp_path / "a.txt"
    path.write_text("1234567\n" + "x" * 9)
    lines = text_lines(path, newline="\n")
    assert next(lines) == "1234567\n"
    with pytest.raises(TaskError, match=r"a.txt', line 2: it is longer than 8 characters"):
        next(lines)


def test_a_giant_line_takes_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LONGEST_TEXT", 2**16)
    path = tmp_path / "a.txt"
    path.write_text("x" * 2**24)
    tracemalloc.start()
    try:
        with pytest.raises(TaskError, match="it is longer than 65,536 characters"):
            next(text_lines(path, newline="\n"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2**20


@pytest.mark.parametrize("before", [0, 1, 2**16 - 2, 2**16 - 1, 2**16, 200_000])
@pytest.mark.parametrize(
    ("bad", "place", "byte"),
    [
        (b"\xff and more\n", 0, "FF"),
        (b"\xc3\xa9\xe9 and more", 2, "E9"),
        (b"\xe2\x82", 0, "E2"),  # the file ends within a character
    ],
)
def test_the_byte_is_named_wherever_it_stands(
    tmp_path: Path, before: int, bad: bytes, place: int, byte: str
) -> None:
    path = tmp_path / "a.txt"
    text = (b"12345\n" * (before // 6 + 1))[:before]
    path.write_bytes(text + bad)
    at = f"{before + place + 1:,}"
    sentence = undecodable(path)
    assert f"byte {at} of the file (0x{byte}) is not UTF-8" in sentence
    assert f"line {text.count(bytes([10])) + 1}:" in sentence
