"""PromptStudio: soft-prompt transfer experiments on frozen language models."""

from typing import Final

__version__: Final = "0.1.0"
