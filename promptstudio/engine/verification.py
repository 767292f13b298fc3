"""Reads an export back from its folder and compares it with the stored prompt."""

import hashlib
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.forward import collate_inputs, encoded
from promptstudio.backbones.requests import check_room
from promptstudio.core.errors import LibraryError
from promptstudio.core.questions import ReadBack, Verified, Verify
from promptstudio.engine.asked_prompts import PROMPT, AskedPrompt, Tables, read_tables, to_prompt
from promptstudio.engine.peft_scores import peft_scores
from promptstudio.methods.contract import Row
from promptstudio.tasks.fitting import Fitter, Text

_PEFT: Final = "adapter_model.safetensors"
_FILES: Final = (_PEFT, "prompt.safetensors", "prompt.npz")
_PROVENANCE: Final = "promptstudio.json"
_TOLERANCE: Final = {torch.float32: 1e-5}
_ROUGH: Final = 2e-2
"""How far scores may lie apart, relative to the largest: sums are taken in another order, which
costs some last bits. Small models differed by 4e-7 in float32 and by 3e-3 in bfloat16, for which,
as for quantized weights, `_ROUGH` stands."""


def verify(question: Verify, backbone: Backbone) -> Verified:
    """Tell whether an export is the stored prompt: every number, and what the model makes of it.

    A folder for PEFT is loaded by PEFT too, where that is installed.

    Raises
    ------
    LibraryError
        If a file is missing or broken, or holds no prompt for this backbone.
    BackboneError
        If text and prompt are too long for the model.
    """
    folder, path = Path(question.folder), Path(question.prompt)
    stored, file = read_tables("stored", path), _prompt_file(folder)
    exported = _exported(file)
    prompt = to_prompt("stored", stored, backbone)
    row = _row(question, prompt, backbone)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()

    expected = _scores(prompt, row, backbone)
    found = [_scores(to_prompt("exported", exported, backbone), row, backbone)]
    in_peft = file.name == _PEFT and find_spec("peft") is not None
    if in_peft:
        found.append(peft_scores(folder, row.input_ids, backbone))
    difference = max(_apart(expected, scores) for scores in found)
    problems = [
        *_other_checksums(question, folder, sha256),
        *_other_numbers(stored, exported, only_prompt=file.name == _PEFT),
        *_other_scores(expected, difference, backbone),
    ]
    praise = _praise(file, difference, in_peft=in_peft)
    return Verified(
        request_id=question.request_id,
        matches=not problems,
        difference=difference,
        by="peft" if in_peft else "reload",
        sha256=sha256,
        sentence=_refusal(folder, problems) if problems else praise,
    )


def read_back(question: ReadBack) -> Verified:
    """Tell whether an export holds the stored prompt, number by number.

    Raises
    ------
    LibraryError
        If a file is missing or broken.
    """
    folder, path = Path(question.folder), Path(question.prompt)
    stored, file = read_tables("stored", path), _prompt_file(folder)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    problems = [
        *_other_checksums(question, folder, sha256),
        *_other_numbers(stored, _exported(file), only_prompt=file.name == _PEFT),
    ]
    return Verified(
        request_id=question.request_id,
        matches=not problems,
        difference=0.0,
        by="reload",
        sha256=sha256,
        sentence=_refusal(folder, problems)
        if problems
        else f"Read back from '{file.name}': every number is the stored one. No model was asked.",
    )


# -- reading -------------------------------------------------------------------------------


def _prompt_file(folder: Path) -> Path:
    for name in _FILES:
        if (folder / name).is_file():
            return folder / name
    raise LibraryError(
        f"The folder '{folder}' holds no exported prompt: none of {', '.join(_FILES)} is there. "
        "Export the prompt again."
    )


def _exported(file: Path) -> Tables:
    return _npz(file) if file.suffix == ".npz" else read_tables("exported", file)


def _npz(path: Path) -> Tables:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            tables = {name: torch.from_numpy(archive[name]) for name in archive}
    except (OSError, BadZipFile, EOFError, ValueError) as error:
        raise LibraryError(f"The file '{path}' can not be read: {error}.") from error
    if PROMPT not in tables:
        raise LibraryError(f"The file '{path}' holds no table '{PROMPT}'.")
    return tables


def _recorded_checksum(folder: Path) -> str | None:
    """Return the checksum of the stored prompt that the export tells of, None if it does not."""
    try:
        told = json.loads((folder / _PROVENANCE).read_text(encoding="utf-8"))
        return str(told["prompt"]["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


# -- comparing -----------------------------------------------------------------------------


def _other_checksums(question: Verify | ReadBack, folder: Path, sha256: str) -> Iterator[str]:
    if sha256 != question.sha256:
        yield "the stored prompt has not the checksum that the store has of it"
    if _recorded_checksum(folder) != question.sha256:
        yield f"'{_PROVENANCE}' has not the checksum of the stored prompt"


def _other_numbers(stored: Tables, exported: Tables, *, only_prompt: bool) -> Iterator[str]:
    wanted = {PROMPT} if only_prompt else stored.keys()
    for name in sorted(wanted | exported.keys()):
        if name not in exported:
            yield f"the table '{name}' is missing"
        elif name not in wanted or not _are_same(stored[name], exported[name]):
            yield f"the table '{name}' is not the stored one"


def _are_same(one: Tensor, other: Tensor) -> bool:
    """Compare bits: zeros of both signs are equal numbers, but are not the same."""
    alike = (one.shape, one.dtype) == (other.shape, other.dtype)
    return alike and one.numpy().tobytes() == other.numpy().tobytes()


def _other_scores(expected: Tensor, difference: float, backbone: Backbone) -> Iterator[str]:
    largest = float(expected.nan_to_num(0.0, 0.0, 0.0).abs().max())
    if difference > _TOLERANCE.get(backbone.dtype, _ROUGH) * largest:
        yield f"the model's scores of the next token differ by up to {difference:.2g}"


def _apart(one: Tensor, other: Tensor) -> float:
    """Return the largest difference of scores (V,); one that is no number counts as huge."""
    apart = torch.where(one == other, 0.0, (one - other).abs())
    return float(apart.nan_to_num(nan=torch.finfo(apart.dtype).max).max())


# -- asking the model ----------------------------------------------------------------------


def _row(question: Verify, prompt: AskedPrompt, backbone: Backbone) -> Row:
    fitter = Fitter(backbone.tokenizer, question.backbone.max_input_tokens)
    (input_ids,) = fitter.fit([Text(question.text)])
    row = Row(task="a text to verify with", input_ids=input_ids, target_ids=())
    check_room([row], len(prompt.merged), backbone)
    return row


@torch.no_grad()
def _scores(prompt: AskedPrompt, row: Row, backbone: Backbone) -> Tensor:
    """Return the scores (V,) of the next token behind a prompt and an input, float32."""
    network = backbone.network
    merged, shift = prompt.merged[None].to(backbone.device, backbone.dtype), prompt.shift
    if shift is not None:
        shift = shift[None].to(backbone.device, backbone.dtype)  # (1, T, D)
    inputs = collate_inputs(backbone, [row.input_ids], merged.shape[1])
    hidden = encoded(backbone, merged, inputs, shift)
    start = torch.full((1, 1), backbone.start_id, device=backbone.device)
    states = network.decode(hidden, inputs.mask, start)
    return network.logits(states)[0, -1].float().cpu()


# -- telling -------------------------------------------------------------------------------


def _praise(file: Path, difference: float, *, in_peft: bool) -> str:
    same = (
        "every number is the stored one, and the model's scores of the next token differ by "
        f"{difference:.2g}."
    )
    if in_peft:
        return f"PEFT loads the folder: {same}"
    more = " PEFT is not installed, so the file was only read back." if file.name == _PEFT else ""
    return f"Read back from '{file.name}': {same}{more}"


def _refusal(folder: Path, problems: list[str]) -> str:
    told = "; ".join(problems)
    return f"The export in '{folder}' is not the stored prompt: {told}. Export it again."
