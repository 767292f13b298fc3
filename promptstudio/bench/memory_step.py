"""What `promptstudio.bench.memory` runs in processes of their own: make a model, or use one.

    python -m promptstudio.bench.memory_step make t5-small FOLDER TOKENIZER
    python -m promptstudio.bench.memory_step use '{"source": ..., "virtual": ..., ...}'

The second prints the peak of the process, in bytes.
"""

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import torch

from promptstudio.backbones.loader import load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Score
from promptstudio.core.spec import BackboneSpec
from promptstudio.engine.meter import peak_memory
from promptstudio.methods.contract import Ask, Row

_STATUS: Final = Path("/proc/self/status")
_T5: Final[Mapping[str, Mapping[str, Any]]] = {
    "t5-small": {"d_model": 512, "d_ff": 2048, "num_layers": 6, "num_heads": 8},
    "t5-base": {"d_model": 768, "d_ff": 3072, "num_layers": 12, "num_heads": 12},
}
_T5_COMMON: Final[Mapping[str, Any]] = {"vocab_size": 32_128, "decoder_start_token_id": 0}
"""As the published models have it: padding starts what is written."""
_LLAMA: Final[Mapping[str, Any]] = {
    "vocab_size": 32_000,
    "hidden_size": 512,
    "intermediate_size": 1376,
    "num_hidden_layers": 8,
    "num_attention_heads": 8,
}


def make(name: str, folder: Path, tokenizer: Path) -> None:
    """Write a model of random weights, with the tokenizer of another folder."""
    from transformers import (
        LlamaConfig,
        LlamaForCausalLM,
        T5Config,
        T5ForConditionalGeneration,
    )

    model: Any
    if name in _T5:
        model = T5ForConditionalGeneration(T5Config(**_T5_COMMON, **_T5[name]))
    else:
        llama: Callable[..., Any] = LlamaForCausalLM
        model = llama(LlamaConfig(pad_token_id=0, bos_token_id=1, eos_token_id=1, **_LLAMA))
    model.save_pretrained(folder)
    for file in tokenizer.glob("tokenizer*.json"):
        shutil.copy(file, folder / file.name)


def use(values: Mapping[str, Any]) -> int:
    """Ask a model for gradients and for scores of labels; return the process's peak in bytes.

    ``source``, ``virtual``, ``inputs``, ``outputs``, ``candidates`` and ``budget`` are as
    `promptstudio.analysis.estimate_memory` has them. Rows are as many as fill two micro-batches.
    """
    import sklearn.metrics  # noqa: F401 - every worker holds it once it has scored

    torch.set_num_threads(1)
    backbone = load_backbone(BackboneSpec(source=values["source"], device="cpu"))
    virtual, inputs, outputs = values["virtual"], values["inputs"], values["outputs"]
    width = virtual + inputs + outputs
    count = 2 * max(1, values["budget"] // width)
    plain = [i for i in range(len(backbone.vocabulary)) if i not in backbone.special_ids]
    target = (*plain[: outputs - 1], backbone.eos_id)
    rows = [
        Row(task="bench", input_ids=tuple(plain[:inputs]), target_ids=target) for _ in range(count)
    ]
    prompts = backbone.vocabulary[plain[:virtual]][None]  # (1, P, D)
    oracle = Oracle(backbone, token_budget=values["budget"], quantum=count)
    oracle.answer(Ask.mean_loss(prompts, [rows]))
    oracle.answer(
        Score(
            prompts=prompts,
            rows=rows,
            row=torch.arange(count),
            prompt=torch.zeros(count, dtype=torch.long),
            candidates=tuple(
                (*plain[k : k + outputs - 1], backbone.eos_id) for k in range(values["candidates"])
            ),
        )
    )
    return _peak(backbone.device)


def _peak(device: torch.device) -> int:
    """Return the peak of this process alone.

    Linux counts into `getrusage` what the starting process held when it started this one; the
    status file does not.
    """
    if _STATUS.exists():
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return peak_memory(device)


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "make":
        make(arguments[0], Path(arguments[1]), Path(arguments[2]))
    else:
        sys.stdout.write(f"{use(json.loads(arguments[0]))}\n")
