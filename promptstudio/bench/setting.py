"""Where a measurement was taken."""

import datetime as dt
import os
import platform
from importlib.metadata import version


def setting() -> str:
    """Return machine, versions and date as one line."""
    day = dt.datetime.now(tz=dt.UTC).date()
    return (
        f"{os.cpu_count()} CPU cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, torch {version('torch')}, "
        f"transformers {version('transformers')}, {day}"
    )
