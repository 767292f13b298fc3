"""The sandbox: a small world of English-like text with tasks whose kinship is known.

It is the default that works with no download: every row is made from a lexicon and a seed.
"""

from promptstudio.tasks.sandbox.phrasings import instructions
from promptstudio.tasks.sandbox.rows import WORLD_VERSION, sandbox_rows

__all__ = ["WORLD_VERSION", "instructions", "sandbox_rows"]
