"""A row as text, tokens and slots; the tokenizer in a folder reads as the model's does."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource
from promptstudio.tasks.cards import TaskCard, load_cards
from promptstudio.tasks.examples import Example
from promptstudio.tasks.preview import preview_rows
from promptstudio.tasks.showing import row_at, shown_row
from promptstudio.tasks.tokenizers import FileTokenizer

TEXT = "text: the room was fine . the view was good ."
TOKENS = (
    "Ġtext", ":", "Ġthe", "Ġroom", "Ġwas", "Ġfine", "Ġ.", "Ġthe", "Ġview", "Ġwas", "Ġgood", "Ġ.",
    "</s>",
)  # fmt: skip


@pytest.fixture(scope="module")
def tokenizer() -> FileTokenizer:
    return FileTokenizer()


def test_slots_stand_where_the_prompt_stands(tokenizer: FileTokenizer) -> None:
    example = Example(TEXT, "good")
    front = shown_row(example, tokenizer, max_input_tokens=13, num_virtual_tokens=2)
    assert (front.text, front.target, front.lost) == (TEXT, "good", 0)
    assert front.tokens == TOKENS
    assert front.slots == ("[P1]", "[P2]", *TOKENS)
    behind = shown_row(
        example, tokenizer, max_input_tokens=13, num_virtual_tokens=3, prompt_position="append"
    )
    assert behind.slots == (*TOKENS, "[P1]", "[P2]", "[P3]")
    none = shown_row(example, tokenizer, max_input_tokens=13, num_virtual_tokens=0)
    assert none.slots == none.tokens


def test_what_is_cut_is_not_shown_and_is_counted(tokenizer: FileTokenizer) -> None:
    end = shown_row(Example(TEXT, "good"), tokenizer, max_input_tokens=9, num_virtual_tokens=0)
    assert (end.tokens, end.lost) == ((*TOKENS[:8], "</s>"), 4)
    assert end.text == TEXT
    first = (6, 6 + len("the room was fine"))
    marked = Example(TEXT, "good", cuttable=(first,))
    shown = shown_row(marked, tokenizer, max_input_tokens=11, num_virtual_tokens=0)
    assert (shown.tokens, shown.lost) == ((*TOKENS[:4], *TOKENS[6:]), 2)


def test_a_row_of_a_file_by_its_number(
    tmp_path: Path, make_card: Callable[..., TaskCard], write_jsonl: Callable[..., Path]
) -> None:
    rows: list[dict[str, Any]] = [{"text": f"t{n}", "label": n % 2} for n in range(4)]
    rows[2]["label"] = -1
    rows[3]["label"] = 7
    path = str(write_jsonl(tmp_path / "rows.jsonl", rows))
    card = make_card({"path": path, "left_out": ["-1"]})
    assert row_at(card, 2) == Example("text: t1", "positive", 1)
    for number, message in (
        (0, "^Rows are counted from 1, so there is no row 0"),
        (5, "has 4 rows, so there is no row 5"),
        (3, "the card leaves out row 3 for its label"),
        (4, "row 4, column 'label': the label '7' is unknown"),
    ):
        with pytest.raises(TaskError, match=message):
            row_at(card, number)
    with pytest.raises(TaskError, match="has no"):
        row_at(card, 1, split="test")


def test_rows_are_those_of_the_preview() -> None:
    card = load_cards(resource("tasks") / "sandbox")["hotel_sentiment"]
    second = row_at(card, 2)
    assert (second.text, second.target) == (
        preview_rows(card, 2)[1].text,
        preview_rows(card, 2)[1].target,
    )


def test_the_tokenizer_in_a_folder_reads_as_the_library_does(tokenizer: FileTokenizer) -> None:
    from transformers import AutoTokenizer

    library = AutoTokenizer.from_pretrained(resource("sandbox/model"), local_files_only=True)
    texts = [TEXT, "", "An unknown  Wörd\n!"]
    for special in (True, False):
        ids = [library.encode(text, add_special_tokens=special) for text in texts]
        assert [tokenizer.encode(text, add_special_tokens=special) for text in texts] == ids
        assert tokenizer(texts, add_special_tokens=special)["input_ids"] == ids
        assert library(texts, add_special_tokens=special)["input_ids"] == ids
    assert tokenizer.tokens(ids[0]) == tuple(library.convert_ids_to_tokens(ids[0]))
    assert tokenizer.decode(ids[0]) == library.decode(ids[0])


def test_a_tokenizer_that_cuts_by_itself_is_told_not_to(tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    short = Tokenizer.from_file(str(resource("sandbox/model/tokenizer.json")))
    short.enable_truncation(4)
    short.enable_padding(length=40)
    short.save(str(tmp_path / "tokenizer.json"))
    assert len(FileTokenizer(tmp_path).encode(TEXT)) == len(TOKENS)


def test_a_folder_without_a_tokenizer_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match=r"There is no tokenizer '.*tokenizer\.json'\. Name the"):
        FileTokenizer(tmp_path)
    copy(resource("sandbox/model/config.json"), tmp_path / "tokenizer.json")
    with pytest.raises(TaskError, match=r"The tokenizer '.*' can not be read: .*\. Name the fold"):
        FileTokenizer(tmp_path)
