"""Working offline: nothing is asked of the Hugging Face hub."""

import os
from typing import Final

OFFLINE_VARIABLES: Final = ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE")
"""What the hub's client and `datasets` look at, once, when they are imported."""


def go_offline() -> None:
    """Keep this process and all that it starts from the hub; the local cache is used still.

    It has to come before the libraries of the hub are imported, which no command does until it
    knows its options.
    """
    os.environ.update(dict.fromkeys(OFFLINE_VARIABLES, "1"))
