"""Shared source prompts and private prompts, mixed by a router trained over all targets.

References
----------
Pouramini and Faili 2025 (CrossPT), arXiv:2509.14253.
"""

from promptstudio.methods.routing import JointRouter


class CrossPT(JointRouter):
    """The shared prompts are source prompts, trained or random at the start."""
