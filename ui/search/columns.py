"""The heads of tables: what a column is called, and to which side it keeps."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt


def head(names: Sequence[str], column: int, way: Qt.Orientation, role: int, numbers: Collection[int]) -> object:
    """For `headerData` of a model with these columns; those in `numbers` keep to the right. Rows have no heads."""
    if way != Qt.Orientation.Horizontal:
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return names[column]
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if column in numbers else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
    return None
