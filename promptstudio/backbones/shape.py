"""The sizes of a language model, read from its files without loading it.

Only ``config.json`` and the headers of the safetensors files are read, so neither torch nor
transformers is imported, and the hub is never asked.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, Final, Literal

from promptstudio.backbones.folder import local_folder
from promptstudio.core.errors import BackboneError
from promptstudio.core.spec import BackboneSpec

Kind = Literal["encoder-decoder", "decoder-only"]

_INDEX: Final = "model.safetensors.index.json"
_WHOLE: Final = "model.safetensors"
_GATES: Final = (".wi_0.", ".gate_proj.", ".gate_up_proj.")
"""Parts of the names of first matrices whose feed-forward layer is gated."""
_COPIES: Final = ("encoder.embed_tokens.weight", "decoder.embed_tokens.weight")
_TIED: Final = "lm_head.weight"
_BUFFERS: Final = (".attn.bias", ".attn.masked_bias", ".inv_freq", "final_logits_bias")
"""Ends of names of tensors that are no parameters, as older files have them."""
_BYTES: Final = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I8": 1, "U8": 1}
_WORDS: Final = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16"}
_ADVICE: Final = "Name a folder that transformers' save_pretrained wrote."


@dataclass(frozen=True, slots=True, kw_only=True)
class BackboneShape:
    """Sizes of a frozen language model.

    ``width`` is that of a token embedding (D), ``feed_forward`` that of the inner layer,
    ``gated`` tells whether that layer has two first matrices. ``encoder_layers`` is 0 of a
    decoder-only model. ``parameters`` counts numbers, tied ones once; ``stored`` are bytes of
    the files by precision.
    """

    name: str
    family: str
    kind: Kind
    encoder_layers: int
    decoder_layers: int
    width: int
    feed_forward: int
    gated: bool
    heads: int
    kv_heads: int
    head_width: int
    vocabulary: int
    parameters: int
    stored: Mapping[str, int]

    @property
    def inner(self) -> int:
        """Width of all attention heads together."""
        return self.heads * self.head_width

    @property
    def embedding(self) -> int:
        """Numbers of the token embeddings, (V, D)."""
        return self.vocabulary * self.width

    def layer_matrices(self, *, cross: bool) -> int:
        """Return the numbers of one layer's matrices; ``cross`` adds a second attention."""
        own = 2 * self.width * (self.inner + self.kv_heads * self.head_width)
        matrices = 3 if self.gated else 2
        return own * (1 + cross) + matrices * self.width * self.feed_forward


def read_shape(spec: BackboneSpec) -> BackboneShape:
    """Read the sizes of the model that a study names.

    A hub id is looked up in the local cache only.

    Raises
    ------
    BackboneError
        If there is no such model on this machine, it is no language model, or a file is broken.
    """
    return shape_of(model_folder(spec), name=spec.source)


def model_folder(spec: BackboneSpec) -> Path:
    """Return the local folder of the model that a study names.

    Raises
    ------
    BackboneError
        If this machine has no such model.
    """
    folder = local_folder(spec.source)
    if folder is not None:
        return folder
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(spec.source, "config.json", revision=spec.revision)
    if isinstance(found, str):
        return Path(found).parent
    raise BackboneError(
        f"The hub's model '{spec.source}' is not in the local cache, so its sizes are not known "
        "yet. They are once it was downloaded; check the name, or name a local folder."
    )


def shape_of(folder: Path, *, name: str) -> BackboneShape:
    """Read the sizes of the model in a folder.

    Raises
    ------
    BackboneError
        If a file is missing or broken, or the configuration is not that of a language model.
    """
    whole = _json(folder / "config.json")
    config = whole.get("text_config") or whole
    tensors = list(_tensors(folder))
    tied = _is_tied(whole, config)
    numbers = sum(size for key, size, _ in tensors if _is_parameter(key, tied=tied))
    stored: dict[str, int] = {}
    for _, size, precision in tensors:
        word = _WORDS.get(precision, precision)
        stored[word] = stored.get(word, 0) + size * _BYTES.get(precision, 1)
    read = _Reader(folder / "config.json", config)
    width = read.number("d_model", "hidden_size", "n_embd")
    heads = read.number("num_heads", "num_attention_heads", "n_head", "encoder_attention_heads")
    two = bool(whole.get("is_encoder_decoder"))
    layers = ("num_layers", "num_hidden_layers", "n_layer")
    return BackboneShape(
        name=name,
        family=str(config.get("model_type", "")),
        kind="encoder-decoder" if two else "decoder-only",
        encoder_layers=read.number("encoder_layers", *layers) if two else 0,
        decoder_layers=read.number("num_decoder_layers", "decoder_layers", *layers),
        width=width,
        feed_forward=read.number(
            "d_ff", "intermediate_size", "n_inner", "encoder_ffn_dim", "ffn_dim", default=4 * width
        ),
        gated=any(gate in key for key, _, _ in tensors for gate in _GATES),
        heads=heads,
        kv_heads=read.number("num_key_value_heads", default=heads),
        head_width=read.number("d_kv", "head_dim", default=width // heads),
        vocabulary=read.number("vocab_size"),
        parameters=numbers,
        stored=stored,
    )


class _Reader:
    """Reads numbers that families of models call by different names."""

    def __init__(self, path: Path, config: Mapping[str, Any]) -> None:
        self._path = path
        self._config = config

    def number(self, *names: str, default: int | None = None) -> int:
        """Return the first of the names that is there, a whole number above 0."""
        found = (self._config[name] for name in names if self._config.get(name) is not None)
        value = next(found, default)
        if not isinstance(value, int) or value < 1:
            raise BackboneError(
                f"The file '{self._path}' does not tell the sizes of a language model: it has no "
                f"usable '{names[0]}'. {_ADVICE}"
            )
        return value


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BackboneError(
            f"The folder '{path.parent}' is no model: it has no {path.name}. {_ADVICE}"
        ) from error
    except (OSError, ValueError) as error:
        raise BackboneError(f"The file '{path}' can not be read: {error}. {_ADVICE}") from error
    if not isinstance(found, dict):
        raise BackboneError(f"The file '{path}' is no description of a model. {_ADVICE}")
    return found


def _tensors(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Go through the tensors of a folder: name, how many numbers, precision."""
    from safetensors import SafetensorError, safe_open

    for path in _files(folder):
        try:
            with safe_open(path, framework="numpy") as file:
                for key in file.keys():  # noqa: SIM118 - the file is no mapping
                    part = file.get_slice(key)
                    yield key, prod(part.get_shape()), str(part.get_dtype())
        except (OSError, SafetensorError) as error:
            raise BackboneError(
                f"The weights '{path}' can not be read: the file is missing or broken. Fetch or "
                "save the model again."
            ) from error


def _files(folder: Path) -> list[Path]:
    """Return the files of weights as transformers chooses them: an index, one file, or all."""
    if (folder / _WHOLE).is_file():
        return [folder / _WHOLE]
    if (folder / _INDEX).is_file():
        named = _json(folder / _INDEX).get("weight_map", {})
        return [folder / file for file in sorted(set(named.values()))]
    found = sorted(folder.glob("*.safetensors"))
    if not found:
        raise BackboneError(
            f"The folder '{folder}' has no weights: no *.safetensors file is there. {_ADVICE}"
        )
    return found


def _is_tied(*configs: Mapping[str, Any]) -> bool:
    """Tell whether the last layer shares its numbers with the embeddings, as is the default."""
    return all(bool(config.get("tie_word_embeddings", True)) for config in configs)


def _is_parameter(key: str, *, tied: bool) -> bool:
    return not (key.endswith(_BUFFERS) or key in _COPIES or (tied and key == _TIED))
