"""Prompts taken out of the store: of runs, and of the library. Command line and window share it."""

from promptstudio.takeaway.library import prompt_verification, take_away_prompt
from promptstudio.takeaway.models import base_model, is_causal, is_here
from promptstudio.takeaway.runs import take_away, verification

__all__ = [
    "base_model",
    "is_causal",
    "is_here",
    "prompt_verification",
    "take_away",
    "take_away_prompt",
    "verification",
]
