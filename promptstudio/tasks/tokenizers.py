"""Reads the tokenizer of a model without the model, as the window and the command line need it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource


class FileTokenizer:
    """The tokenizer in a folder with a ``tokenizer.json``; the sandbox model's by default.

    Raises
    ------
    TaskError
        If there is no such file, or it holds no tokenizer.
    """

    def __init__(self, folder: Path | None = None) -> None:
        from tokenizers import Tokenizer

        path = (folder or resource("sandbox/model")) / "tokenizer.json"
        advice = "Name the folder of a model that has a tokenizer.json."
        if not path.is_file():
            raise TaskError(f"There is no tokenizer '{path}'. {advice}")
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises no class of its own
            raise TaskError(f"The tokenizer '{path}' can not be read: {error}. {advice}") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def encode(self, text: str, *, add_special_tokens: bool = True) -> list[int]:
        """Return the token ids of a text."""
        found = self._tokenizer.encode(text, add_special_tokens=add_special_tokens)
        ids: list[int] = found.ids
        return ids

    def __call__(self, text: list[str], *, add_special_tokens: bool = True) -> Mapping[str, Any]:
        """Return, as ``input_ids``, the token ids of many texts, a list each."""
        found = self._tokenizer.encode_batch_fast(text, add_special_tokens=add_special_tokens)
        return {"input_ids": [one.ids for one in found]}

    def decode(self, token_ids: Sequence[int], *, skip_special_tokens: bool = False) -> str:
        """Return the text of token ids."""
        text: str = self._tokenizer.decode(token_ids, skip_special_tokens=skip_special_tokens)
        return text

    def tokens(self, token_ids: Sequence[int]) -> tuple[str, ...]:
        """Return tokens as the tokenizer spells them."""
        return tuple(str(self._tokenizer.id_to_token(token)) for token in token_ids)
