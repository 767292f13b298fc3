"""The folder that Hugging Face PEFT loads as a prompt-tuning adapter."""

from promptstudio.core.errors import ExportError
from promptstudio.core.ports import PromptRecord
from promptstudio.export.arrays import PROMPT, SHIFT, Arrays, to_safetensors
from promptstudio.export.context import ExportContext, to_json
from promptstudio.export.model_card import model_card

_OTHERS = "Export it as safetensors or npz instead"
_UNFIT = {
    "conditional": (
        "depends on the input, and PEFT prompt tuning knows one fixed prompt. "
        f"{_OTHERS}; they hold its average."
    ),
    "ensemble": (
        "is the mean of particles whose predictions are averaged, and PEFT prompt tuning knows "
        f"one fixed prompt. {_OTHERS}; they hold the merged prompt."
    ),
}
_SHIFTED = (
    "goes with numbers that are added to the embeddings of the input, and PEFT prompt tuning only "
    f"puts tokens before it. {_OTHERS}; they hold both, and tell how to use them."
)


def peft_files(record: PromptRecord, arrays: Arrays, context: ExportContext) -> dict[str, bytes]:
    """Return the files of a PEFT folder by name.

    Notes
    -----
    ``num_transformer_submodules`` is written as 1. Left out, PEFT takes 2 for encoder-decoder
    models and expects a second prompt for the decoder, which its prompt tuning never reads.

    Raises
    ------
    ExportError
        If PEFT can not express the prompt: it depends on the input, goes with a shift of the
        input, stands for several prompts, or follows the input; or if its model is not known.
    """
    _refuse_unfit(record, arrays, context)
    config = {
        "base_model_name_or_path": context.base_model,
        "inference_mode": True,
        "num_attention_heads": context.num_attention_heads,
        "num_layers": context.num_layers,
        "num_transformer_submodules": 1,
        "num_virtual_tokens": record.num_virtual_tokens,
        "peft_type": "PROMPT_TUNING",
        "prompt_tuning_init": "RANDOM",
        "revision": context.revision,
        "task_type": "CAUSAL_LM" if context.is_causal else "SEQ_2_SEQ_LM",
        "token_dim": record.token_dim,
    }
    return {
        "adapter_config.json": to_json(config).encode(),
        "adapter_model.safetensors": to_safetensors({PROMPT: arrays[PROMPT]}),
        "README.md": model_card(record, context).encode(),
    }


def _refuse_unfit(record: PromptRecord, arrays: Arrays, context: ExportContext) -> None:
    called = f"for task '{record.task}'" if context.run_id else f"'{context.name}'"
    reason = _SHIFTED if arrays.keys() >= set(SHIFT) else _UNFIT.get(record.kind)
    if reason:
        raise ExportError(f"The prompt {called} {reason}")
    if context.prompt_position == "append":
        raise ExportError(
            f"The prompt {called} was trained to follow the input, and PEFT always "
            f"puts it before the input. {_OTHERS}."
        )
    if not context.base_model:
        raise ExportError(
            f"The prompt {called} can not be a PEFT folder, which has to name its model: that is "
            "not known, or not on this machine. Name the model that the prompt was made for, or "
            "export it as safetensors or npz."
        )
