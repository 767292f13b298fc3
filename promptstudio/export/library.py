"""Reads the prompts of a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from promptstudio.core.errors import LibraryError
from promptstudio.core.spec import BackboneSpec
from promptstudio.export.arrays import PROMPT
from promptstudio.export.prompt_files import SUFFIXES, Prompt, read_prompt, refuse_pickle

_OWN: Final = ("adapter_model.safetensors", "prompt.safetensors", "prompt.npz")
"""Files that take the name of their folder: PEFT's and those of our own exports."""


_Files = Callable[[Path], Iterator[tuple[str, Path]]]


class FoundPrompt(NamedTuple):
    """A prompt (P, D) with the name of its file, what is to be told of it, and its model."""

    name: str
    file: str
    prompt: Prompt
    note: str
    backbone: BackboneSpec | None


def read_prompts(folder: Path) -> dict[str, Prompt]:
    """Return the prompts (P, D) of a folder by name, in alphabetical order.

    A file ``NAME.safetensors`` or ``NAME.npz`` gives the prompt NAME, and so does a folder NAME
    that PEFT or an export of this program wrote. Every file must hold a table called
    ``prompt_embeddings``.

    Raises
    ------
    LibraryError
        If there is no such folder, no prompt in it, a file that is no prompt, or a pickle.
    """
    if not folder.is_dir():
        raise LibraryError(f"There is no folder '{folder}'.")
    found: dict[str, Prompt] = {}
    for name, file in _listed(_prompt_files, folder):
        if name in found:
            raise LibraryError(f"The folder '{folder}' holds two prompts called '{name}'.")
        found[name] = read_prompt(file).prompt
    return found


def find_prompts(path: Path) -> list[FoundPrompt]:
    """Return the prompt of a file, or all prompts of a folder and of the folders in it.

    Names are paths within the folder, without the ending of the file.

    Raises
    ------
    LibraryError
        If there is nothing there, no prompt in it, a file that is no prompt, or a pickle.
    """
    if path.is_file():
        refuse_pickle(path)
        if path.suffix not in SUFFIXES:
            raise LibraryError(
                f"The file '{path}' is no prompt: it is neither .safetensors nor .npz."
            )
        own = path.resolve().parent.name if path.name in _OWN else path.stem
        return [FoundPrompt(own, path.name, *read_prompt(path))]
    if not path.is_dir():
        raise LibraryError(f"There is no file or folder '{path}'.")
    return [
        FoundPrompt(name, str(file.relative_to(path.parent)), *read_prompt(file))
        for name, file in _listed(_all_prompt_files, path)
    ]


def _listed(files: _Files, folder: Path) -> list[tuple[str, Path]]:
    """Return name and file of the prompts that a folder holds, which must be one at least."""
    try:
        found = sorted(files(folder))
    except OSError as error:
        raise LibraryError(f"The folder '{folder}' can not be read: {error.strerror}.") from error
    if not found:
        raise LibraryError(
            f"The folder '{folder}' holds no prompt. Prompts are files NAME.safetensors with the "
            f"table '{PROMPT}', or folders that PEFT or an export wrote."
        )
    return found


def _prompt_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and file of every prompt in a folder, and of a folder that is one prompt."""
    own = _own_file(folder)
    if own:
        yield folder.resolve().name, own
        return
    for path in folder.iterdir():
        if path.is_dir():
            own = _own_file(path)
            if own:
                yield path.name, own
        elif path.suffix in SUFFIXES:
            yield path.stem, path
        else:
            refuse_pickle(path)


def _all_prompt_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and file of every prompt in a folder and below it."""
    yield from _prompt_files(folder)
    if _own_file(folder):
        return
    for inner in folder.iterdir():
        if inner.is_dir() and not _own_file(inner):
            for name, file in _all_prompt_files(inner):
                yield f"{inner.name}/{name}", file


def _own_file(folder: Path) -> Path | None:
    for name in _OWN:
        if (folder / name).is_file():
            return folder / name
        refuse_pickle((folder / name).with_suffix(".bin"))
    return None
