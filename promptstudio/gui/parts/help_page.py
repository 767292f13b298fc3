"""The help of a method, written from its declaration."""

import html

from PySide6.QtCore import QCoreApplication

from promptstudio.analysis.presets import presets_of
from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.settings import FieldSpec, fields_of
from promptstudio.gui.parts.declared import choice_text, declared
from promptstudio.gui.parts.editors import bounds_text, default_text


def help_html(info: MethodInfo) -> str:
    """Return what the method does, its stages, all its settings, and studies that set them."""
    stages = "".join(_stage(stage) for stage in info.stages)
    rows = "".join(_row(field) for field in fields_of(info.config_type))
    presets = "".join(
        f"<li><b>{html.escape(preset.title)}</b>: {html.escape(preset.source)}</li>"
        for preset in presets_of(info.key)
    )
    heading = _tr("Presets from shipped studies")
    studies = f"<h3>{heading}</h3><ul>{presets}</ul>" if presets else ""
    return (
        f"<h2>{html.escape(info.title)}</h2><p>{html.escape(declared(info.summary))}</p>"
        f"<p><i>{html.escape(info.paper)}</i></p><h3>{_tr('Stages')}</h3><ol>{stages}</ol>"
        f"<h3>{_tr('Settings')}</h3><table cellpadding='4'>{rows}</table>{studies}"
    )


def _stage(stage: StageInfo) -> str:
    return f"<li>{html.escape(declared(stage.title))} ({declared(stage.scope)})</li>"


def _row(field: FieldSpec) -> str:
    parts = [declared(field.help), bounds_text(field), default_text(field)]
    if field.choices:
        parts.insert(1, _tr("One of: {0}.").format(", ".join(map(choice_text, field.choices))))
    text = html.escape(" ".join(part for part in parts if part))
    title = html.escape(declared(field.title))
    return f"<tr><td><b>{title}</b><br>{field.name}</td><td>{text}</td></tr>"


def _tr(text: str) -> str:
    return QCoreApplication.translate("HelpPage", text)
