"""The bar under a frame that plays what is around it: play and pause, from some seconds before, speed, and where."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QSlider, QWidget

from ui.source.player import AROUND_SECONDS, SPEEDS, Player
from ui.strings import footage as words
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.basics import label, row, tool


class PlayBar(QWidget):
    """Shows where a player is, and what is asked of it."""

    play_asked = Signal()  # play, or pause where it plays
    start_asked = Signal()  # play from the beginning of the window
    went = Signal(int)  # to a frame by its ordinal

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self.play = tool(words.PLAY_TIP, self.play_asked.emit, "resume", look="")
        self.start = tool(words.FROM_START.format(seconds=AROUND_SECONDS), self.start_asked.emit, "undo", look="")
        self.speed = QComboBox()
        for speed in SPEEDS:
            self.speed.addItem(words.SPEEDS[speed], speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.speed.setToolTip(words.SPEED)
        self.speed.currentIndexChanged.connect(self._speed_chosen)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(words.SLIDER.format(seconds=AROUND_SECONDS))
        self.slider.setToolTip(self.slider.accessibleName())
        self.slider.setSingleStep(1)
        self.slider.valueChanged.connect(self._slid)
        self.offset = label("", "muted")
        self.offset.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = row(self.play, self.start, self.slider, self.offset, self.speed, gap=6)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        player.changed.connect(self._changed)
        theme().changed.connect(self._changed)
        self._speed_chosen()
        self._changed()

    def go(self, ordinal: int) -> None:
        """Show where one is, asking for nothing."""
        window = self._player.window
        self.slider.blockSignals(True)
        self.slider.setValue(ordinal)
        self.slider.blockSignals(False)
        away = window.at(ordinal) - window.at(self._player.centre)
        self.offset.setText(words.OFFSET.format(sign="−" if away < -0.0005 else "+", seconds=f"{abs(away):.2f}"))

    def _slid(self, ordinal: int) -> None:
        self.went.emit(ordinal)

    def _speed_chosen(self) -> None:
        speed = float(self.speed.currentData())
        self.speed.setAccessibleName(words.speed_spoken(speed))
        self._player.at_speed(speed)

    def _changed(self) -> None:
        player = self._player
        self.slider.blockSignals(True)
        self.slider.setRange(player.window.first, player.window.last)
        self.slider.setPageStep(max(1, (player.window.last - player.window.first) // 20))
        self.slider.blockSignals(False)
        tip = words.PAUSE_TIP if player.playing else words.PLAY_TIP
        self.play.setToolTip(tip)
        self.play.setAccessibleName(tip)
        self.play.setIcon(icon("pause" if player.playing else "resume", "muted"))
        self.offset.setFixedWidth(QFontMetrics(theme().font()).horizontalAdvance("−10.00 s") + 4)
        may = player.window.last > player.window.first
        for one in (self.play, self.start, self.slider, self.speed):
            one.setEnabled(may)
