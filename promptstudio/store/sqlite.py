"""sqlite-utils, imported without pandas.

It uses pandas for one function that the store does not call, and imports it wherever it is
installed; that takes longer than everything else that the window loads.
"""

import sys

_KNOWN = "pandas" in sys.modules
if not _KNOWN:
    sys.modules["pandas"] = None  # type: ignore[assignment]  # the import fails, as if absent
try:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations
finally:
    if not _KNOWN:
        del sys.modules["pandas"]

__all__ = ["Database", "Migrations"]
