"""How rows are drawn, put in words and answered: the protocol of a study."""

from typing import Any

from PySide6.QtCore import QEvent, Signal, Slot
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
from promptstudio.core.errors import ConfigError
from promptstudio.core.spec import BackboneSpec, MethodSpec, StudySpec
from promptstudio.core.sweeps import parse_sweep, sweep_text
from promptstudio.gui.parts.declared import points_are_decimal
from promptstudio.gui.parts.wheel import calm

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
        self.budget.setGroupSeparatorShown(points_are_decimal())
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
        self._build_limits()
        self._lay_out()
        self._keep_room()
        for box in (self.rule, self.words, self.position):
            box.currentIndexChanged.connect(self._on_edited)
        for tick in (self.prefix, self.free_text):
            tick.toggled.connect(self._on_edited)
        for widget in (*self.findChildren(QComboBox), *self.findChildren(QSpinBox)):
            calm(widget)
        for box in (self.dtype, self.quantization):
            box.currentIndexChanged.connect(self._on_edited)
        limits = (self.input_tokens, self.target_tokens, self.validation_rows, self.test_rows)
        for spin in (self.every, self.patience, self.budget, *limits):
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
            "validation_rows": self.validation_rows.value() or None,
            "test_rows": self.test_rows.value() or None,
        }
        model = {
            "prompt_position": self.position.currentData(),
            "max_input_tokens": self.input_tokens.value(),
            "max_target_tokens": self.target_tokens.value(),
            "dtype": self.dtype.currentData(),
            "quantization": self.quantization.currentData(),
        }
        return {
            "split_rule": self.rule.currentData(),
            "split_seeds": parse_seeds(seeds) if seeds else None,
            "text": base.text.model_copy(update=text),
            "evaluation": base.evaluation.model_copy(update=scoring),
            "budget_rows": self.budget.value() or None,
            "backbone": base.backbone.model_copy(update=model),
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
        self.validation_rows.setValue(study.evaluation.validation_rows or 0)
        self.test_rows.setValue(study.evaluation.test_rows or 0)
        self.input_tokens.setValue(study.backbone.max_input_tokens)
        self.target_tokens.setValue(study.backbone.max_target_tokens)
        self.dtype.setCurrentIndex(self.dtype.findData(study.backbone.dtype))
        self.quantization.setCurrentIndex(self.quantization.findData(study.backbone.quantization))
        self.sweep.setPlainText(sweep_text(study.sweep))

    def summary(self) -> str:
        """Return in a line what differs from a plain few-shot study; empty if nothing does."""
        boxes = (self.rule, self.words, self.position, self.dtype, self.quantization)
        parts = [box.currentText() for box in boxes if box.currentIndex() > 0]
        parts += [tick.text() for tick in (self.prefix, self.free_text) if tick.isChecked()]
        if self.split_seeds.text().strip():
            parts.append(self.tr("split seeds {0}").format(self.split_seeds.text().strip()))
        usual = BackboneSpec()
        if self.input_tokens.value() != usual.max_input_tokens:
            parts.append(self.tr("inputs up to {0}").format(self.input_tokens.text()))
        if self.target_tokens.value() != usual.max_target_tokens:
            parts.append(self.tr("answers up to {0}").format(self.target_tokens.text()))
        if self.validation_rows.value():
            parts.append(self.tr("validated on {0}").format(self.validation_rows.text()))
        if self.test_rows.value():
            parts.append(self.tr("tested on {0}").format(self.test_rows.text()))
        if self.budget.value():
            parts.append(self.tr("at most {0}").format(self.budget.text()))
        if self.sweep.toPlainText().strip():
            parts.append(self.tr("a sweep"))
        return "; ".join(parts)

    def problem(self) -> str:
        """Return what can not be read, as a sentence; empty if everything can."""
        plain = StudySpec(name="plain", target_tasks=("task",), methods=(MethodSpec(key="m"),))
        try:
            self.values(plain)
        except ConfigError as error:
            return str(error)
        return ""

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the texts when their size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_room()

    @Slot()
    def _on_edited(self) -> None:
        self.changed.emit()

    def _keep_room(self) -> None:
        self.sweep.setFixedHeight(round(self.fontMetrics().lineSpacing() * _SWEEP_LINES))

    def _build_limits(self) -> None:
        """Build the boxes of how much is read and scored, and how the model is held."""
        self.input_tokens = self._tokens(8, 4096)
        self.input_tokens.setToolTip(
            self.tr("Longer inputs are cut. Time and memory grow with it.")
        )
        self.target_tokens = self._tokens(1, 512)
        self.target_tokens.setToolTip(self.tr("Longest answer in free text."))
        self.validation_rows = self._row_limit()
        self.validation_rows.setToolTip(
            self.tr("Rows on which a prompt is scored while it is learnt; fewer save time.")
        )
        self.test_rows = self._row_limit()
        self.test_rows.setToolTip(
            self.tr("Rows on which the best prompt is scored in the end; fewer are less certain.")
        )
        self.dtype = self._choices(("float32", "float32"), ("bfloat16", "bfloat16"))
        self.dtype.setToolTip(
            self.tr("Numbers that the backbone computes with; bfloat16 takes half the memory.")
        )
        self.quantization = self._choices(
            ("none", self.tr("as they are")),
            ("8bit", self.tr("in 8 bits")),
            ("4bit", self.tr("in 4 bits")),
        )
        self.quantization.setToolTip(
            self.tr("How the backbone's weights are held; 8 and 4 bits need CUDA and bitsandbytes.")
        )

    def _tokens(self, low: int, high: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(low, high)
        spin.setSuffix(self.tr(" tokens"))
        return spin

    def _row_limit(self) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(0, _MOST_ROWS)
        spin.setSuffix(self.tr(" rows"))
        spin.setSpecialValueText(self.tr("all"))
        return spin

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
            (self.tr("V&alidation rows"), self.validation_rows),
            (self.tr("Test r&ows"), self.test_rows),
            (self.tr("&Inputs up to"), self.input_tokens),
            (self.tr("A&nswers up to"), self.target_tokens),
            (self.tr("Number &format"), self.dtype),
            (self.tr("&Weights"), self.quantization),
            (self.tr("&Sweep"), self.sweep),
        )
        for text, widget in lines:
            widget.setAccessibleName(text.replace("&", ""))
            form.addRow(text, widget)
