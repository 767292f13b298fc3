"""Standard output as the channel of a protocol."""

import os
import sys
from typing import TextIO


def take_standard_output() -> TextIO:
    """Return the protocol's stream, and send everything else printed to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return out
