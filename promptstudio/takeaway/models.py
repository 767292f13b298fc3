"""What a backbone's own files say of it, where they are on this machine."""

import json
from pathlib import Path
from typing import Any

from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec


def base_model(backbone: BackboneSpec) -> str:
    """Return what `from_pretrained` takes: a folder or a hub id."""
    if backbone.source == "sandbox":
        return str(resource("sandbox/model"))
    folder = Path(backbone.source).expanduser()
    return str(folder) if folder.is_dir() else backbone.source


def is_here(backbone: BackboneSpec) -> bool:
    """Tell whether a backbone is a folder, or known to the hub's local cache."""
    return bool(model_config(backbone))


def is_causal(backbone: BackboneSpec) -> bool:
    """Tell whether a backbone is known to be decoder-only: its config must be on this machine."""
    config = model_config(backbone)
    return bool(config) and not config.get("is_encoder_decoder", False)


def model_config(backbone: BackboneSpec) -> dict[str, Any]:
    """Return what a folder, or a model of the hub in the local cache, says of itself."""
    base = base_model(backbone)
    path = Path(base) / "config.json"
    found = path if path.is_file() else _cached_config(base, backbone.revision)
    if found is None:
        return {}
    values: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return values


def _cached_config(source: str, revision: str | None) -> Path | None:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = try_to_load_from_cache(source, "config.json", revision=revision)
    except HFValidationError:  # the folder of a model that is gone
        return None
    return Path(found) if isinstance(found, str) else None
