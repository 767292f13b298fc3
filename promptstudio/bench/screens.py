"""Pictures of all pages, of a workspace as it is or of one in which a short study has run."""

import os
import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer

from promptstudio.core.errors import PromptStudioError
from promptstudio.gui.app import application
from promptstudio.gui.launch import make_window
from promptstudio.gui.pictures import PictureTaker
from promptstudio.planning import find_study
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME

_POLL_MS = 500


def take_pictures(to: Path, workspace: Path | None, study: str) -> int:
    """Save the pictures and return how many there are.

    Without a workspace, the study is run in a new one first; a workspace is copied, so that
    nothing in it is changed.

    Raises
    ------
    PromptStudioError
        If the folder or a picture can not be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PromptStudioError(f"The folder '{to}' can not be made: {error.strerror}.") from error
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        place = Path(folder) / "workspace"
        if workspace is not None:
            shutil.copytree(workspace, place)
        return _with_window(place, to, study, is_new=workspace is None)


def _with_window(place: Path, to: Path, study: str, *, is_new: bool) -> int:
    app = application()
    window = make_window(place, find_study(study), in_process=False)
    window.show()
    results: list[int | PromptStudioError] = []

    def done(result: int | PromptStudioError) -> None:
        results.append(result)
        window.close_now()
        app.quit()

    taker = PictureTaker(window, to, done)
    poll = QTimer(window)
    poll.setInterval(_POLL_MS)

    def wait() -> None:
        with RunReader(place / STORE_NAME) as reader:
            runs = reader.runs()
        if runs and all(run.status.is_final for run in runs):
            poll.stop()
            taker.start()

    poll.timeout.connect(wait)
    if is_new:
        window.start()
    poll.start()
    app.exec()
    window.deleteLater()
    app.processEvents()
    (result,) = results
    if isinstance(result, PromptStudioError):
        raise result
    return result
