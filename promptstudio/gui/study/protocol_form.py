"""How rows are drawn, put in words and answered: the protocol of a study."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from promptstudio.analysis.plan import parse_seeds, seeds_text
from promptstudio.core.spec import StudySpec
from promptstudio.core.sweeps import parse_sweep, sweep_text

_SWEEP_LINES = 4.5
_MOST_STEPS = 100_000
_MOST_PATIENCE = 1000
_MOST_ROWS = 2**31 - 1


class ProtocolForm(QWidget):
    """Reads and writes the fields of a `StudySpec` that say how scores come about."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rule = self._choices(
            ("per_class", self.tr("shots per class, as many to validate")),
            ("total", self.tr("shots in total, as many to validate")),
            ("train_derived", self.tr("validation from the training split")),
        )
        self.rule.setToolTip(
            self.tr(
                "Which rows train, validate and test. The first is CrossFit's rule; the last keeps "
                "the official validation split for the test."
            )
        )
        self.split_seeds = QLineEdit()
        self.split_seeds.setPlaceholderText(self.tr("as the seeds"))
        self.split_seeds.setToolTip(
            self.tr("Few-shot samples: every seed runs on each. Empty: each seed draws its own.")
        )
        self.words = self._choices(
            ("natural", self.tr("natural: the task's own")),
            ("numeric", self.tr("numeric: class numbers")),
            ("shared", self.tr("shared: the same for every task")),
            ("shuffled", self.tr("shuffled: the task's own, for other classes")),
            ("nonsense", self.tr("nonsense: words without meaning")),
        )
        self.words.setToolTip(self.tr("What stands for a class in the answer."))
        self.prefix = QCheckBox(self.tr("Put the task's name before every input"))
        self.free_text = QCheckBox(self.tr("Answer test rows in free text too"))
        self.free_text.setToolTip(self.tr("Tells how often the answer is no label at all."))
        self.position = self._choices(
            ("prepend", self.tr("before the input")), ("append", self.tr("after the input"))
        )
        self.every = QSpinBox()
        self.every.setRange(1, _MOST_STEPS)
        self.every.setSuffix(self.tr(" steps"))
        self.every.setToolTip(
            self.tr("How often a prompt is scored on validation rows; the best one is kept.")
        )
        self.patience = QSpinBox()
        self.patience.setRange(0, _MOST_PATIENCE)
        self.patience.setSuffix(self.tr(" scorings without gain"))
        self.patience.setSpecialValueText(self.tr("never"))
        self.patience.setToolTip(self.tr("When a stage ends before its last step."))
        self.budget = QSpinBox()
        self.budget.setRange(0, _MOST_ROWS)
        self.budget.setSuffix(self.tr(" gradient rows"))
        self.budget.setSpecialValueText(self.tr("no limit"))
        self.budget.setGroupSeparatorShown(True)
        self.budget.setToolTip(
            self.tr("At most so many rows with a gradient for a run: methods at equal spending.")
        )
        self.sweep = QPlainTextEdit()
        self.sweep.setPlaceholderText(
            'shots = [4, 16, "all"]\n"text.label_words" = ["natural", "numeric"]'
        )
        self.sweep.setToolTip(
            self.tr("Fields with several values, a line each. Every combination is run.")
        )
        self.sweep.setTabChangesFocus(True)
        self.sweep.setFixedHeight(round(self.fontMetrics().lineSpacing() * _SWEEP_LINES))
        self._lay_out()
        for box in (self.rule, self.words, self.position):
            box.currentIndexChanged.connect(self._on_edited)
        for tick in (self.prefix, self.free_text):
            tick.toggled.connect(self._on_edited)
        for spin in (self.every, self.patience, self.budget):
            spin.valueChanged.connect(self._on_edited)
        for text in (self.split_seeds, self.sweep):
            text.textChanged.connect(self._on_edited)

    def values(self, base: StudySpec) -> dict[str, Any]:
        """Return the fields that stand here; what stands elsewhere is taken from ``base``.

        Raises
        ------
        ConfigError
            If the split seeds or the sweep can not be read.
        """
        seeds = self.split_seeds.text().strip()
        text = {"task_prefix": self.prefix.isChecked(), "label_words": self.words.currentData()}
        scoring = {
            "free_text": self.free_text.isChecked(),
            "every": self.every.value(),
            "patience": self.patience.value() or None,
        }
        position = {"prompt_position": self.position.currentData()}
        return {
            "split_rule": self.rule.currentData(),
            "split_seeds": parse_seeds(seeds) if seeds else None,
            "text": base.text.model_copy(update=text),
            "evaluation": base.evaluation.model_copy(update=scoring),
            "budget_rows": self.budget.value() or None,
            "backbone": base.backbone.model_copy(update=position),
            "sweep": parse_sweep(self.sweep.toPlainText()),
        }

    def set_study(self, study: StudySpec) -> None:
        """Show the fields of a study."""
        self.rule.setCurrentIndex(self.rule.findData(study.split_rule))
        self.split_seeds.setText(seeds_text(study.split_seeds or ()))
        self.words.setCurrentIndex(self.words.findData(study.text.label_words))
        self.prefix.setChecked(study.text.task_prefix)
        self.free_text.setChecked(study.evaluation.free_text)
        self.position.setCurrentIndex(self.position.findData(study.backbone.prompt_position))
        self.every.setValue(study.evaluation.every)
        self.patience.setValue(study.evaluation.patience or 0)
        self.budget.setValue(study.budget_rows or 0)
        self.sweep.setPlainText(sweep_text(study.sweep))

    def summary(self) -> str:
        """Return in a line what differs from a plain few-shot study; empty if nothing does."""
        boxes = (self.rule, self.words, self.position)
        parts = [box.currentText() for box in boxes if box.currentIndex() > 0]
        parts += [tick.text() for tick in (self.prefix, self.free_text) if tick.isChecked()]
        if self.split_seeds.text().strip():
            parts.append(self.tr("split seeds {0}").format(self.split_seeds.text().strip()))
        if self.budget.value():
            parts.append(self.tr("at most {0}").format(self.budget.text()))
        if self.sweep.toPlainText().strip():
            parts.append(self.tr("a sweep"))
        return "; ".join(parts)

    @Slot()
    def _on_edited(self) -> None:
        self.changed.emit()

    def _choices(self, *choices: tuple[str, str]) -> QComboBox:
        box = QComboBox()
        for key, text in choices:
            box.addItem(text, key)
        return box

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        lines: tuple[tuple[str, QWidget], ...] = (
            (self.tr("&Rows"), self.rule),
            (self.tr("Split s&eeds"), self.split_seeds),
            (self.tr("&Label words"), self.words),
            (self.tr("&Task prefix"), self.prefix),
            (self.tr("Free te&xt"), self.free_text),
            (self.tr("Pro&mpt"), self.position),
            (self.tr("Scored e&very"), self.every),
            (self.tr("Sto&p early after"), self.patience),
            (self.tr("&Budget"), self.budget),
            (self.tr("&Sweep"), self.sweep),
        )
        for text, widget in lines:
            widget.setAccessibleName(text.replace("&", ""))
            form.addRow(text, widget)
