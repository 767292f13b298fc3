"""Counts tokens as a model's tokenizer does, without loading the model."""

from pathlib import Path

from promptstudio.tasks.importing.findings import CountTokens
from promptstudio.tasks.tokenizers import FileTokenizer


def token_counter(folder: Path | None = None) -> CountTokens:
    """Return what counts the tokens of a text, special tokens included.

    Parameters
    ----------
    folder
        Of the model, with a ``tokenizer.json``; the sandbox model's if None.

    Raises
    ------
    TaskError
        If there is no such file, or it holds no tokenizer.
    """
    tokenizer = FileTokenizer(folder)
    return lambda text: len(tokenizer.encode(text))
