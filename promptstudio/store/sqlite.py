"""sqlite-utils, imported without pandas and numpy.

It uses them for column types that the store does not have, and imports them wherever they are
installed; that takes longer than anything else that the window loads.
"""

import sys

_HIDDEN = [name for name in ("pandas", "numpy") if name not in sys.modules]
for _name in _HIDDEN:
    sys.modules[_name] = None  # type: ignore[assignment]  # the import fails, as if absent
try:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations
finally:
    for _name in _HIDDEN:
        del sys.modules[_name]

__all__ = ["Database", "Migrations"]
