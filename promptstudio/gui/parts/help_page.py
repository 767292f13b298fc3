"""The help of a method, written from its declaration."""

import html

from promptstudio.analysis.presets import presets_of
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.settings import FieldSpec, fields_of


def help_html(info: MethodInfo) -> str:
    """Return what the method does, its stages, all its settings, and studies that set them."""
    stages = "".join(f"<li>{html.escape(s.title)} ({s.scope})</li>" for s in info.stages)
    rows = "".join(_row(field) for field in fields_of(info.config_type))
    presets = "".join(
        f"<li><b>{html.escape(preset.title)}</b>: {html.escape(preset.source)}</li>"
        for preset in presets_of(info.key)
    )
    studies = f"<h3>Presets from shipped studies</h3><ul>{presets}</ul>" if presets else ""
    return (
        f"<h2>{html.escape(info.title)}</h2><p>{html.escape(info.summary)}</p>"
        f"<p><i>{html.escape(info.paper)}</i></p><h3>Stages</h3><ol>{stages}</ol>"
        f"<h3>Settings</h3><table cellpadding='4'>{rows}</table>{studies}"
    )


def _row(field: FieldSpec) -> str:
    choices = f" One of: {', '.join(field.choices)}." if field.choices else ""
    bounds = "" if field.low is None or field.high is None else f" {field.low:g} to {field.high:g}."
    text = html.escape(f"{field.help}{choices}{bounds} Default: {field.default}.")
    return f"<tr><td><b>{html.escape(field.title)}</b><br>{field.name}</td><td>{text}</td></tr>"
