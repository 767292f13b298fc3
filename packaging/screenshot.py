"""Make the README's picture: run a short study in the real window and grab it.

python packaging/screenshot.py resources/screenshots/window.png [--dark] [--seconds 40]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer

from promptstudio.gui.app import application, screenshot
from promptstudio.gui.launch import make_window
from promptstudio.planning import find_study


def main() -> int:
    """Open the window on an empty workspace, press Run, wait, grab, close."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("picture", type=Path)
    parser.add_argument("--study", default="sandbox")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=900)
    options = parser.parse_args()
    app = application()
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        window = make_window(Path(folder), find_study(options.study), in_process=False)
        window.themes.choose("dark" if options.dark else "light")
        window.resize(options.width, options.height)
        window.show()
        window.start()

        def grab() -> None:
            screenshot(window, options.picture)
            window.close_now()
            window.deleteLater()
            app.quit()

        QTimer.singleShot(int(options.seconds * 1000), grab)
        return app.exec()


if __name__ == "__main__":
    sys.exit(main())
