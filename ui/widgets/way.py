"""A button that reads like a line of text: its words wrap, and a click, Enter or Space goes where they say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.widgets.basics import label, row, symbol


class Way(QPushButton):
    """`more` stands after the words in small print; `name` is the accessible name where the words say too little."""

    def __init__(self, text: str, act: Callable[[], object], icon: str = "", more: str = "", name: str = "") -> None:
        super().__init__()
        self.setProperty("look", "way")
        self.setAccessibleName(name or " ".join(part for part in (text, more) if part))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        said = label(text, "link", wrap=True)
        parts = [symbol(icon, "amber")] if icon else []
        layout = row(*parts, said, gap=6, margins=(4, 3, 4, 3))
        if more:
            layout.addWidget(label(more, "small"))
        layout.setStretch(len(parts), 1)
        for at in range(layout.count()):
            part = layout.itemAt(at).widget()
            assert part is not None
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop if part is not said else Qt.AlignmentFlag(0))
        self.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _=False: act())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As its words ask for, not as a button's one line does."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()
