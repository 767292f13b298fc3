"""Counts tokens as a model's tokenizer does, without loading the model."""

from pathlib import Path

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource
from promptstudio.tasks.importing.findings import CountTokens


def token_counter(folder: Path | None = None) -> CountTokens:
    """Return what counts the tokens of a text, special tokens included.

    Parameters
    ----------
    folder
        Of the model, with a ``tokenizer.json``; the sandbox model's if None.

    Raises
    ------
    TaskError
        If there is no such file.
    """
    from tokenizers import Tokenizer

    path = (folder or resource("sandbox/model")) / "tokenizer.json"
    if not path.is_file():
        raise TaskError(
            f"There is no tokenizer '{path}'. Name the folder of a model that has a tokenizer.json."
        )
    tokenizer = Tokenizer.from_file(str(path))
    return lambda text: len(tokenizer.encode(text))
