"""The one look in force: applies palette, typeface and style sheet, and tells when they change."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.indicators import pictures
from ui.theme.palette import DARK, LIGHT, Palette
from ui.theme.style import points, sheet

FAMILY = "Inter"
_ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "pane",
    QPalette.ColorRole.AlternateBase: "hover",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "pane",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "pane",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Accent: "accent",
}


class Theme(QObject):
    """Palette and text size in force. Painted widgets repaint, and icons are drawn again, on `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = LIGHT
        self.percent = 100
        self._wanted = "system"

    def start(self, application: QApplication) -> None:
        """Fusion, the typeface, and following the system's choice of light or dark; once for an application."""
        application.setStyle("Fusion")
        for name in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
            QFontDatabase.addApplicationFontFromData((files("ui") / "fonts" / name).read_bytes())
        application.styleHints().colorSchemeChanged.connect(lambda _: self.apply(self._wanted, self.percent))

    def apply(self, wanted: str, percent: int) -> None:
        """Take "light", "dark" or "system", and a text size in percent of the normal one."""
        application = cast(QApplication, QApplication.instance())
        self._wanted, self.percent = wanted, percent
        dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark if wanted == "system" else wanted == "dark"
        self.palette = DARK if dark else LIGHT
        application.setFont(self.font())
        application.setPalette(self._qt_palette())
        application.setStyleSheet(sheet(self.palette, percent, pictures(self.palette)))
        self.changed.emit()

    def font(self, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The typeface at `scale` times the reading size."""
        font = QFont(FAMILY)
        font.setPointSizeF(points(self.percent) * scale)
        font.setWeight(weight)
        return font

    def colour(self, name: str) -> QColor:
        """A colour of the palette by its name."""
        return QColor(getattr(self.palette, name))

    def px(self, pixels: float) -> int:
        """A length that grows with the text."""
        return round(pixels * self.percent / 100)

    def _qt_palette(self) -> QPalette:
        made = QPalette()
        for role, name in _ROLES.items():
            made.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            made.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return made


@cache
def theme() -> Theme:
    """The theme of this process."""
    return Theme()
