"""Loads the frozen language model of a study: the sandbox, a local folder, or a hub id.

Weights are read from safetensors files only and no code of a model is ever run. Models of the
hub are taken from the local cache; they are downloaded only where the environment variable
``PROMPTSTUDIO_DOWNLOADS`` is 1.
"""

import hashlib
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import SUPPORTED, freeze
from promptstudio.core.errors import BackboneError
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec

__all__ = ["DOWNLOADS", "Backbone", "load_backbone"]

DOWNLOADS: Final = "PROMPTSTUDIO_DOWNLOADS"
"""Environment variable that allows downloads from the hub when it is 1."""

_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.msgpack", "*.h5")
_TOKENIZERS = ("tokenizer.json", "spiece.model", "sentencepiece.bpe.model", "vocab.json")
_WANTED = ["*.json", "*.safetensors", "*.model", "*.txt"]


def load_backbone(spec: BackboneSpec) -> Backbone:
    """Load, check and freeze the model that a study names.

    ``device`` "auto" is CUDA where there is one, else the CPU; MPS only if asked for. The
    attention is transformers' "eager" one: the faster kernels have no second derivative.

    Raises
    ------
    BackboneError
        If there is no such model, it writes no text, its weights are not safetensors, a file is
        broken, or the device or precision is not available.
    """
    _silence()
    if spec.dtype not in _DTYPES:
        raise BackboneError(
            f"The precision '{spec.dtype}' is not offered, because its range is too small for "
            f"T5. Choose one of {', '.join(_DTYPES)}."
        )
    device = _device(spec.device)
    folder = _folder(spec)
    model_class = _model_class(folder)
    weights = _weights(folder)
    tokenizer = _tokenizer(folder)
    model = _model(model_class, folder, _DTYPES[spec.dtype])
    try:
        model = model.to(device)
    except torch.OutOfMemoryError as error:
        raise BackboneError(
            f"The model '{spec.source}' does not fit into the memory of '{device}'. "
            "Choose a smaller model, bfloat16, or the CPU."
        ) from error
    return freeze(
        model,
        tokenizer,
        name=spec.source,
        sha256=_sha256(weights),
        prompt_position=spec.prompt_position,
    )


def _silence() -> None:
    """Keep progress bars and advice of the libraries out of the worker's pipes."""
    from huggingface_hub.utils.tqdm import disable_progress_bars
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    disable_progress_bars()


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    device = torch.device(name)
    there = {
        "cpu": True,
        "cuda": torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count(),
        "mps": torch.backends.mps.is_available(),
    }
    if not there[device.type]:
        raise BackboneError(
            f"The device '{name}' is not available on this machine. Choose 'auto' or 'cpu'."
        )
    return device


def _folder(spec: BackboneSpec) -> Path:
    if spec.source == "sandbox":
        return resource("sandbox/model")
    folder = Path(spec.source).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists():
        raise BackboneError(f"'{folder}' is a file. Name the folder that the model is in.")
    if _HUB_ID.fullmatch(spec.source) and spec.source[0] != ".":
        return _from_hub(spec.source, spec.revision)
    raise BackboneError(
        f"There is no folder '{folder}'. Name a model's folder, or a hub id such as owner/name."
    )


def _from_hub(source: str, revision: str | None) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    offline = os.environ.get(DOWNLOADS) != "1"
    try:
        found = snapshot_download(
            source, revision=revision, local_files_only=offline, allow_patterns=_WANTED
        )
    except LocalEntryNotFoundError as error:
        advice = f"set {DOWNLOADS}=1 to allow downloads" if offline else "check the network"
        raise BackboneError(
            f"There is no folder '{source}', and the hub's model of that name is not in the "
            f"local cache. Name a local folder, or {advice}."
        ) from error
    except (HfHubHTTPError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise BackboneError(
            f"The model '{source}' can not be fetched from the hub: {reason} "
            "Check its name and the network, or name a local folder."
        ) from error
    return Path(found)


def _model_class(folder: Path) -> Any:
    """Return the class of transformers that loads the kind of model in a folder."""
    from transformers import (
        MODEL_FOR_CAUSAL_LM_MAPPING,
        MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING,
        AutoConfig,
        AutoModelForCausalLM,
        AutoModelForSeq2SeqLM,
    )

    if not (folder / "config.json").is_file():
        raise BackboneError(
            f"The folder '{folder}' is no model: it has no config.json. "
            "Name a folder that transformers' save_pretrained wrote."
        )
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackboneError(
            f"The file '{folder / 'config.json'}' describes no model that transformers knows "
            "without code of the model's own. Choose another model, or fetch it again."
        ) from error
    if config.is_encoder_decoder and type(config) in MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING:
        return AutoModelForSeq2SeqLM
    if not config.is_encoder_decoder and type(config) in MODEL_FOR_CAUSAL_LM_MAPPING:
        return AutoModelForCausalLM
    raise BackboneError(
        f"The model in '{folder}' ('{config.model_type}') writes no text: it is neither an "
        f"encoder-decoder nor decoder-only. Choose {SUPPORTED}."
    )


def _weights(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.safetensors"))
    if found:
        return found
    pickled = sorted(path.name for pattern in _PICKLED for path in folder.glob(pattern))
    if pickled:
        raise BackboneError(
            f"The folder '{folder}' has weights only as '{pickled[0]}', a format that can run "
            "code or is not read here. Convert it to safetensors with save_pretrained."
        )
    raise BackboneError(f"The folder '{folder}' has no weights: no *.safetensors file is there.")


def _tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    advice = "Save the model's tokenizer there with save_pretrained."
    if not any((folder / name).is_file() for name in _TOKENIZERS):
        raise BackboneError(f"The folder '{folder}' has no tokenizer.json. {advice}")
    try:
        return AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
        raise BackboneError(f"The tokenizer in '{folder}' can not be read. {advice}") from error


def _model(model_class: Any, folder: Path, dtype: torch.dtype) -> Any:
    from safetensors import SafetensorError

    try:
        model, report = model_class.from_pretrained(
            folder,
            dtype=dtype,
            attn_implementation="eager",
            use_safetensors=True,
            local_files_only=True,
            trust_remote_code=False,
            output_loading_info=True,
        )
    except (SafetensorError, OSError, ValueError, RuntimeError) as error:
        raise BackboneError(
            f"The weights in '{folder}' can not be read: a file is broken or belongs to another "
            "config.json. Fetch or save the model again."
        ) from error
    missing: Sequence[str] = sorted(report["missing_keys"])
    if missing:
        raise BackboneError(
            f"The weights in '{folder}' are incomplete: {len(missing)} tensors are missing, "
            f"'{missing[0]}' among them. Fetch or save the model again."
        )
    return model


def _sha256(files: Sequence[Path]) -> str:
    """Return the digest of one file, or of the digests of several in order of name."""
    digests = [_file_sha256(path, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


@lru_cache(maxsize=64)
def _file_sha256(path: Path, size: int, mtime_ns: int) -> str:
    """Digest a file once per process, unless its size or time changes."""
    del size, mtime_ns
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
