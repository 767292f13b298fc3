"""Loads the frozen language model of a study: the sandbox, a local folder, or a hub id.

Weights are read from safetensors files only and no code of a model is ever run.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.devices import device_of
from promptstudio.backbones.folder import check_folder, local_folder, weight_files
from promptstudio.backbones.freezing import SUPPORTED, freeze
from promptstudio.backbones.hub import Tell, from_hub
from promptstudio.core.errors import BackboneError
from promptstudio.core.spec import BackboneSpec

__all__ = ["Backbone", "load_backbone"]

_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}
_WRITES: Final = ("ForCausalLM", "LMHeadModel")
"""Ends of the names of classes that transformers gives to decoder-only models."""


def load_backbone(spec: BackboneSpec, tell: Tell = lambda sentence: None) -> Backbone:
    """Load, check and freeze the model that a study names; ``tell`` hears of a download.

    ``device`` "auto" is CUDA where there is one, else the CPU; MPS only if asked for. The
    attention is transformers' "eager" one: the faster kernels have no second derivative.

    Raises
    ------
    BackboneError
        If there is no such model, it writes no text, its weights are not safetensors, a file is
        broken, or the device or quantization is not available.
    """
    _silence()
    device = device_of(spec.device)
    quantization = _quantization(spec, device)
    folder = _folder(spec, tell)
    model_class = _model_class(folder)
    tokenizer = _tokenizer(folder)
    try:
        model = _model(model_class, folder, _DTYPES[spec.dtype], quantization)
        return freeze(
            model if quantization else model.to(device),
            tokenizer,
            name=spec.source,
            sha256=_sha256(weight_files(folder)),
            prompt_position=spec.prompt_position,
        )
    except torch.OutOfMemoryError as error:
        raise BackboneError(
            f"The model '{spec.source}' does not fit into the memory of '{device}'. "
            "Choose a smaller model, bfloat16, quantization, or the CPU."
        ) from error


def _silence() -> None:
    """Keep progress bars and advice of the libraries out of the worker's pipes."""
    from huggingface_hub.utils.tqdm import disable_progress_bars
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    disable_progress_bars()


def _quantization(spec: BackboneSpec, device: torch.device) -> dict[str, Any]:
    """Return what `from_pretrained` needs to store weights in few bits, nothing for all bits."""
    if spec.quantization == "none":
        return {}
    if device.type != "cuda":
        raise BackboneError(
            f"Weights in {spec.quantization} need a CUDA device, and the device is '{device}'. "
            "Choose the quantization 'none' or a CUDA device."
        )
    for package in ("bitsandbytes", "accelerate"):
        if find_spec(package) is None:
            raise BackboneError(
                f"Weights in {spec.quantization} need the package '{package}', which is not "
                f"installed. Install it (`pip install {package}`) or choose the quantization "
                "'none'."
            )
    from transformers import BitsAndBytesConfig

    bits = {"8bit": {"load_in_8bit": True}, "4bit": {"load_in_4bit": True}}[spec.quantization]
    dtype = _DTYPES[spec.dtype]
    config = BitsAndBytesConfig(**bits, bnb_4bit_compute_dtype=dtype)  # type: ignore[no-untyped-call]
    return {"quantization_config": config, "device_map": {"": device}}


def _folder(spec: BackboneSpec, tell: Tell) -> Path:
    folder = local_folder(spec.source) or from_hub(spec.source, spec.revision, tell)
    check_folder(folder)
    return folder


def _model_class(folder: Path) -> Any:
    """Return the class of transformers that loads the kind of model in a folder."""
    from transformers import (
        MODEL_FOR_CAUSAL_LM_MAPPING,
        MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING,
        AutoConfig,
        AutoModelForCausalLM,
        AutoModelForSeq2SeqLM,
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
    if type(config) in MODEL_FOR_CAUSAL_LM_MAPPING and _is_decoder_only(config):
        return AutoModelForCausalLM
    raise BackboneError(
        f"The model in '{folder}' ('{config.model_type}') writes no text: it is neither an "
        f"encoder-decoder nor decoder-only. Choose {SUPPORTED}."
    )


def _is_decoder_only(config: Any) -> bool:
    """Tell a decoder from an encoder such as BERT, to which transformers can add a head too.

    Some decoders say of themselves that they are none (GPT-NeoX), but their files name a class
    that writes.
    """
    if config.is_encoder_decoder:
        return False
    named = getattr(config, "architectures", None) or ()
    return getattr(config, "is_decoder", True) or any(name.endswith(_WRITES) for name in named)


def _tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
        raise BackboneError(
            f"The tokenizer in '{folder}' can not be read. "
            "Save the model's tokenizer there with save_pretrained."
        ) from error


def _model(model_class: Any, folder: Path, dtype: torch.dtype, quantization: dict[str, Any]) -> Any:
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
            **quantization,
        )
    except torch.OutOfMemoryError:
        raise
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
