"""The help of a method, written from its declaration."""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.settings import FieldSpec, fields_of


class HelpDialog(QDialog):
    """Shows the help of one method beside the window."""

    def __init__(self, info: MethodInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(info.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 560)
        page = QTextBrowser()
        page.setHtml(help_html(info))
        page.setAccessibleName(self.tr("Help of {0}").format(info.title))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)


def help_html(info: MethodInfo) -> str:
    """Return what the method does, its stages and all its settings."""
    stages = "".join(f"<li>{html.escape(s.title)} ({s.scope})</li>" for s in info.stages)
    rows = "".join(_row(field) for field in fields_of(info.config_type))
    return (
        f"<h2>{html.escape(info.title)}</h2><p>{html.escape(info.summary)}</p>"
        f"<p><i>{html.escape(info.paper)}</i></p><h3>Stages</h3><ol>{stages}</ol>"
        f"<h3>Settings</h3><table cellpadding='4'>{rows}</table>"
    )


def _row(field: FieldSpec) -> str:
    choices = f" One of: {', '.join(field.choices)}." if field.choices else ""
    bounds = "" if field.low is None or field.high is None else f" {field.low:g} to {field.high:g}."
    text = html.escape(f"{field.help}{choices}{bounds} Default: {field.default}.")
    return f"<tr><td><b>{html.escape(field.title)}</b><br>{field.name}</td><td>{text}</td></tr>"
