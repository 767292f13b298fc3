"""Python that loads an exported prompt together with its model."""

from typing import Final

from promptstudio.export.context import ExportContext, Format

_MODEL: Final = """
base = {model_code}
tokenizer = AutoTokenizer.from_pretrained(base{revision})
model = {model_class}.from_pretrained(base{revision})"""
_PEFT: Final = """\
from peft import PeftModel{importing}
{model}
model = PeftModel.from_pretrained(model, {folder}).eval()"""
_SAFETENSORS: Final = """\
import torch
from safetensors.torch import load_file{importing}
{model}
tables = load_file({folder} + "/prompt.safetensors")"""
_NPZ: Final = """\
import numpy as np
import torch{importing}
{model}
with np.load({folder} + "/prompt.npz") as file:
    tables = {{name: torch.from_numpy(file[name]) for name in file}}"""
_CODE: Final = {"peft": _PEFT, "safetensors": _SAFETENSORS, "npz": _NPZ}


def loading(wanted: Format, folder: str, context: ExportContext) -> str:
    """Return lines of Python that load the backbone, and the prompt from an export's folder.

    They leave ``model`` and ``tokenizer`` behind; of a PEFT folder the model has the prompt in
    it, else ``tables`` holds the prompt and what goes with it. Where the backbone is not known,
    ``tables`` is all.
    """
    if not context.base_model:
        return _CODE[wanted].format(importing="", model="", folder=repr(folder))
    model_class = "AutoModelForCausalLM" if context.is_causal else "AutoModelForSeq2SeqLM"
    revision = f", revision={context.revision!r}" if context.revision else ""
    model = _MODEL.format(
        model_code=repr(context.base_model), model_class=model_class, revision=revision
    )
    return _CODE[wanted].format(
        importing=f"\nfrom transformers import {model_class}, AutoTokenizer",
        model=model,
        folder=repr(folder),
    )
