"""Reads the prompts that a question names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.core.errors import LibraryError
from promptstudio.methods.contract import Mixture

PROMPT: Final = "prompt_embeddings"
_SHIFT: Final = ("shift_left", "shift_right")
_ONE_ROW: Final = 1

Tables = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class AskedPrompt:
    """``members`` (M, P, D) predict together, ``merged`` (P, D) writes; ``shift`` (T, D)."""

    members: Tensor
    merged: Tensor
    shift: Tensor | None = None

    def mixture(self) -> Mixture:
        """Return how one row is predicted."""
        if len(self.members) == 1:
            return Mixture.single(self.merged, _ONE_ROW, input_shift=self.shift)
        weights = torch.full((len(self.members),), 1.0 / len(self.members))
        return Mixture.ensemble(self.members, weights, _ONE_ROW)


def read_prompt(name: str, path: str, backbone: Backbone) -> AskedPrompt:
    """Read a prompt for a backbone; an empty path is a prompt without tokens.

    Raises
    ------
    LibraryError
        If the file is missing or holds no prompt for this backbone.
    """
    if not path:
        none = torch.zeros(0, backbone.token_dim)
        return AskedPrompt(none[None], none)
    return to_prompt(name, read_tables(name, Path(path)), backbone)


def to_prompt(name: str, tables: Tables, backbone: Backbone) -> AskedPrompt:
    """Return the prompt that tables hold.

    Raises
    ------
    LibraryError
        If the prompt is none for this backbone.
    """
    whole = tables[PROMPT].float()
    _check(name, whole, backbone)
    merged = whole.mean(0) if whole.dim() == 3 else whole  # (P, D)
    members = tables.get("members", whole if whole.dim() == 3 else whole[None]).float()
    _check(name, members, backbone)
    has_shift = tables.keys() >= set(_SHIFT)
    shift = tables[_SHIFT[0]].float() @ tables[_SHIFT[1]].float() if has_shift else None
    return AskedPrompt(members, merged, shift)


def read_tables(name: str, path: Path) -> Tables:
    """Return the tables of a prompt's safetensors file.

    Raises
    ------
    LibraryError
        If the file is missing, can not be read, or holds no prompt.
    """
    try:
        tables: Tables = load_file(path)
    except FileNotFoundError as error:
        raise LibraryError(
            f"The file '{path}' of the prompt '{name}' is gone. Choose the prompt again."
        ) from error
    except (SafetensorError, OSError) as error:
        raise LibraryError(f"The prompt '{name}' can not be read: {error}.") from error
    if PROMPT not in tables:
        raise LibraryError(f"The file '{path}' of the prompt '{name}' holds no table '{PROMPT}'.")
    return tables


def _check(name: str, prompt: Tensor, backbone: Backbone) -> None:
    if prompt.dim() not in (2, 3) or not prompt.numel() or not bool(prompt.isfinite().all()):
        raise LibraryError(
            f"The prompt '{name}' has the shape {tuple(prompt.shape)}. It must be a table of "
            "finite numbers, one row a token, or several such tables of one size."
        )
    if prompt.shape[-1] != backbone.token_dim:
        raise LibraryError(
            f"The prompt '{name}' is {prompt.shape[-1]} wide, but the model '{backbone.name}' has "
            f"token width {backbone.token_dim}. The prompt belongs to another model."
        )
