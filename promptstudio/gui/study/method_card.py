"""Draws a method in a list: title and paper, and below what it does."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

PAPER: Final = Qt.ItemDataRole.UserRole + 1
SUMMARY: Final = Qt.ItemDataRole.UserRole + 2

_GAP = 8
_PAD = 3


class MethodCards(QStyledItemDelegate):
    """Two lines where an item has a summary, else the one line that lists have."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of both lines."""
        if index.data(SUMMARY) is None:
            return super().sizeHint(option, index)
        return QSize(0, 2 * option.fontMetrics.height() + 2 * _PAD)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw tick and background as any list does, and the texts over it."""
        if index.data(SUMMARY) is None:
            super().paint(painter, option, index)
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        title, whole.text = whole.text, ""
        style = whole.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, whole.widget)
        tick = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemCheckIndicator, whole, whole.widget
        )
        place = QRect(whole.rect.topLeft(), whole.rect.bottomRight())
        place.adjust(tick.right() - whole.rect.left() + _GAP, _PAD, -_PAD, 0)
        chosen = bool(whole.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        strong = whole.palette.color(role.HighlightedText if chosen else role.Text)
        faint = strong if chosen else whole.palette.color(role.PlaceholderText)
        metrics = whole.fontMetrics
        upper = QRect(place.topLeft(), QSize(place.width(), metrics.height()))
        lower = upper.translated(QPoint(0, metrics.height()))
        painter.save()
        painter.setPen(faint)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        paper = str(index.data(PAPER))
        taken = metrics.horizontalAdvance(title) + _GAP
        if paper and metrics.horizontalAdvance(paper) <= upper.width() - taken:
            painter.drawText(upper, right, paper)
        summary = metrics.elidedText(
            str(index.data(SUMMARY)), Qt.TextElideMode.ElideRight, lower.width()
        )
        painter.drawText(lower, left, summary)
        painter.setPen(strong)
        painter.drawText(
            upper, left, metrics.elidedText(title, Qt.TextElideMode.ElideRight, upper.width())
        )
        painter.restore()
