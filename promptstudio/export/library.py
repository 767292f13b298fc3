"""Reads the prompts of a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from promptstudio.core.errors import LibraryError
from promptstudio.export.arrays import PROMPT

Prompt = NDArray[np.float64]

_OWN: Final = ("adapter_model.safetensors", "prompt.safetensors")
"""Files that take the name of their folder: PEFT's and the one of our own exports."""
_PICKLES: Final = frozenset({".pt", ".pth", ".bin", ".pkl", ".ckpt"})


def read_prompts(folder: Path) -> dict[str, Prompt]:
    """Return the prompts (P, D) of a folder by name, in alphabetical order.

    A file ``NAME.safetensors`` gives the prompt NAME, and so does a folder NAME that PEFT or an
    export of this program wrote. Every file must hold a table called ``prompt_embeddings``.

    Raises
    ------
    LibraryError
        If there is no such folder, no prompt in it, a file that is no prompt, or a pickle.
    """
    if not folder.is_dir():
        raise LibraryError(f"There is no folder '{folder}'.")
    try:
        files = list(_prompt_files(folder))
    except OSError as error:
        raise LibraryError(f"The folder '{folder}' can not be read: {error.strerror}.") from error
    found: dict[str, Prompt] = {}
    for name, file in sorted(files):
        if name in found:
            raise LibraryError(f"The folder '{folder}' holds two prompts called '{name}'.")
        found[name] = _read_prompt(file)
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
        elif path.suffix == ".safetensors":
            yield path.stem, path
        else:
            _refuse_pickle(path)


def _own_file(folder: Path) -> Path | None:
    for name in _OWN:
        if (folder / name).is_file():
            return folder / name
        _refuse_pickle((folder / name).with_suffix(".bin"))
    return None


def _refuse_pickle(path: Path) -> None:
    if path.suffix in _PICKLES and path.is_file():
        raise LibraryError(
            f"The file '{path}' is a pickle, which can run any program when it is read. Save the "
            f"prompt as safetensors, under the name '{PROMPT}', or take the file out of the folder."
        )


def _read_prompt(path: Path) -> Prompt:
    try:
        arrays = load_file(path)
    except (SafetensorError, OSError) as error:
        raise LibraryError(f"The file '{path}' can not be read: {error}.") from error
    except TypeError as error:  # a number type that NumPy lacks
        raise LibraryError(
            f"The file '{path}' can not be read: {error}. Save the prompt as float32."
        ) from error
    if PROMPT not in arrays:
        raise LibraryError(
            f"The file '{path}' is no prompt: it holds no table '{PROMPT}' but "
            f"{', '.join(sorted(arrays)) or 'nothing'}."
        )
    prompt = arrays[PROMPT]
    floating = np.issubdtype(prompt.dtype, np.floating)
    if prompt.ndim != 2 or not prompt.size or not floating or not np.isfinite(prompt).all():
        raise LibraryError(
            f"The prompt in '{path}' has the shape {prompt.shape} and the type {prompt.dtype}. It "
            "must be a table of finite floating-point numbers, one row a token."
        )
    return np.asarray(prompt, np.float64)
