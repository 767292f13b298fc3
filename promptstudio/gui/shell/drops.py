"""What is dropped on the window."""

from PySide6.QtCore import QMimeData


def dropped_paths(data: QMimeData) -> list[str]:
    """Return the files and folders of this machine among what is dropped."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
