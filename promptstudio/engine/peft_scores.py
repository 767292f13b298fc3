"""What a model says when PEFT itself puts an exported prompt before the input."""

import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.core.errors import LibraryError


@torch.no_grad()
def peft_scores(folder: Path, input_ids: Sequence[int], backbone: Backbone) -> Tensor:
    """Return the scores (V,) of the next token from a folder that PEFT loads, float32.

    Raises
    ------
    LibraryError
        If PEFT can not load the folder.

    Notes
    -----
    PEFT is put around the model that is loaded already, rather than around a second copy:
    there may be no room for two. Prompt tuning leaves that model as it was.
    """
    from peft import PeftModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice to those who write code with PEFT
        try:
            model = PeftModel.from_pretrained(
                backbone.network.model, folder, torch_device=str(backbone.device)
            ).eval()
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise LibraryError(
                f"PEFT can not load the folder '{folder}': {error}. Export the prompt again."
            ) from error
        ids = torch.tensor([input_ids], device=backbone.device)
        more = {}
        if not backbone.network.is_causal:
            more["decoder_input_ids"] = torch.full_like(ids[:, :1], backbone.start_id)
        scores: Tensor = model(input_ids=ids, attention_mask=torch.ones_like(ids), **more).logits
    return scores[0, -1].float().cpu()
