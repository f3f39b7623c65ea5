"""The style sheet, made from a palette and a text size; widgets choose a look by the property "look"."""

from __future__ import annotations

from collections.abc import Mapping

from ui.theme.palette import Palette

PADDING = 12  # of cards and panes
TAB_TIGHT, TAB_SMALLEST = 0.88, 0.8  # of the reading size: names of tabs, where they would not fit otherwise

_SHEET = """
* {{ font-family: "Inter", "Segoe UI", "Noto Sans", sans-serif; font-size: {normal}pt; }}
QWidget {{ color: {text}; }}
QMainWindow, QDialog, QWidget[look="ground"] {{ background: {ground}; }}
QWidget[look="bar"] {{ background: {pane}; }}
QFrame[look="bar-top"] {{ background: {pane}; border: none; border-bottom: 1px solid {line}; }}
QFrame[look="bar-bottom"] {{ background: {pane}; border: none; border-top: 1px solid {line}; }}
QFrame[look="pane"] {{ background: {pane}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[look="card"] {{ background: {pane}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[look="advice"] {{ background: {amber_ground}; border: none; border-bottom: 1px solid {line}; }}
QFrame[look="trouble"] {{ background: {red_ground}; border: 1px solid {red}; border-radius: 6px; }}
QFrame[look="notice"] {{ background: {amber_ground}; border: 1px solid {amber}; border-radius: 6px; }}
QFrame[look="ready"] {{ background: {chip}; border: 1px solid {accent}; border-radius: 6px; }}
QFrame[look="rule"] {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QLabel {{ background: transparent; }}
QLabel[look="muted"] {{ color: {muted}; }}
QLabel[look="amber"] {{ color: {amber}; }}
QLabel[look="red"] {{ color: {red}; }}
QLabel[look="green"] {{ color: {green}; }}
QLabel[look="title"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[look="heading"] {{ font-size: {large}pt; font-weight: 600; }}
QLabel[look="strong"] {{ font-weight: 600; }}
QLabel[look="link"] {{ color: {accent}; }}
QLabel[look="section"] {{ color: {muted}; font-weight: 600; font-size: {small}pt; }}
QLabel[look="small"] {{ color: {muted}; font-size: {small}pt; }}
QLabel[look="amber-small"] {{ color: {amber}; font-size: {small}pt; }}

QPushButton, QToolButton {{
  background: {pane}; border: 1px solid {edge}; border-radius: 5px; padding: 4px 12px; min-height: {button}px;
}}
QToolButton {{ padding: 4px 8px; }}
QPushButton:hover, QToolButton:hover {{ background: {hover}; border-color: {accent}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {chip}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {accent}; padding: 3px 11px; }}
QToolButton:focus {{ padding: 3px 7px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; border-color: {line}; }}
QPushButton[look="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[look="primary"]:hover {{ border-color: {text}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[look="primary"]:disabled {{ background: {hover}; color: {muted}; border-color: {line}; }}
QPushButton[look="compact"] {{ padding: 4px 8px; }}
QPushButton[look="badge"], QPushButton[look="badge-amber"] {{
  background: transparent; border: 1px solid transparent; padding: 2px 6px; text-align: left;
}}
QPushButton[look="badge"]:focus, QPushButton[look="badge-amber"]:focus {{ border: 1px solid {accent}; }}
QPushButton[look="badge"] {{ color: {muted}; }}
QPushButton[look="badge-amber"] {{ color: {amber}; }}
QPushButton[look="compact"]:focus {{ padding: 3px 7px; }}
QPushButton[look="danger"] {{ color: {red}; border-color: {red}; }}
QPushButton[look="link"], QToolButton[look="link"] {{
  background: transparent; border: 1px solid transparent; color: {accent}; padding: 2px 4px; text-align: left;
}}
QPushButton[look="link"]:hover, QToolButton[look="link"]:hover {{ text-decoration: underline; }}
QPushButton[look="link"]:disabled, QToolButton[look="link"]:disabled {{ color: {muted}; text-decoration: none; }}
QPushButton[look="link"]:focus, QToolButton[look="link"]:focus {{ border: 1px solid {accent}; }}
QPushButton[look="way"] {{
  background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 0px; text-align: left;
}}
QPushButton[look="way"]:hover {{ background: {hover}; }}
QPushButton[look="way"]:focus {{ border: 1px solid {accent}; padding: 0px; }}
QPushButton[look="chip"] {{
  background: {chip}; color: {accent}; border: 1px solid {chip}; border-radius: 4px; padding: 0px 6px;
  font-size: {chip_size}pt; min-height: 0px; text-align: left;
}}
QPushButton[look="chip"]:hover {{ border-color: {accent}; }}
QPushButton[look="chip"]:focus {{ border: 2px solid {accent}; padding: 0px 5px; }}
QPushButton[look="chip-against"] {{
  background: {amber_ground}; color: {amber}; border: 1px solid {amber_ground}; border-radius: 4px; padding: 0px 6px;
  font-size: {chip_size}pt; min-height: 0px; text-align: left;
}}
QPushButton[look="chip-against"]:hover {{ border-color: {amber}; }}
QPushButton[look="chip-against"]:focus {{ border: 2px solid {amber}; padding: 0px 5px; }}
QToolButton[look="plain"] {{ border: 1px solid transparent; background: transparent; }}
QToolButton[look="plain"]:hover {{ background: {hover}; }}
QToolButton[look="plain"]:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QToolButton[look="plain"]:checked {{ background: {chip}; color: {accent}; }}
QToolButton::menu-indicator {{ image: none; }}

QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser, QSpinBox, QDoubleSpinBox, QComboBox, QKeySequenceEdit {{
  background: {pane}; border: 1px solid {edge}; border-radius: 5px; padding: 4px 8px;
  selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {{ min-height: {button}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QPlainTextEdit[look="reading"], QTextBrowser[look="reading"] {{ border: 1px solid {line}; border-radius: 0; }}
QComboBox QAbstractItemView {{ background: {pane}; border: 1px solid {edge}; selection-background-color: {chip};
  selection-color: {text}; }}

QListView, QTreeView, QTableView {{
  background: {pane}; border: none; outline: none; alternate-background-color: {pane};
  selection-background-color: {chip}; selection-color: {text}; gridline-color: {line};
}}
QListView:focus, QTreeView:focus, QTableView:focus {{ border: 1px solid {accent}; }}
QListView::item, QTreeView::item {{ padding: 4px; }}
QListView::item:hover, QTreeView::item:hover {{ background: {hover}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {chip}; color: {text}; }}
QHeaderView::section {{
  background: {pane}; color: {muted}; border: none; border-bottom: 1px solid {line}; padding: 4px 8px; font-weight: 600;
}}
QTableCornerButton::section {{ background: {pane}; border: none; }}

QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QTabBar {{ background: transparent; }}
QTabBar::tab {{
  background: transparent; color: {muted}; border: 1px solid transparent; border-bottom: 2px solid transparent;
  padding: 6px 4px; margin-right: 12px;
}}
QTabBar::tab:selected {{ color: {accent}; font-weight: 600; border-bottom: 2px solid {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::scroller {{ width: 44px; }}
QTabBar QToolButton {{ border: none; background: {ground}; padding: 0; min-height: 0; }}
QTabBar QToolButton::left-arrow {{ image: url("{left}"); width: 14px; height: 14px; }}
QTabBar QToolButton::right-arrow {{ image: url("{right}"); width: 14px; height: 14px; }}
QTabBar[look="close"]::tab {{ padding: 6px 2px; margin-right: 4px; }}
QTabBar[look="tight"]::tab {{ padding: 6px 2px; margin-right: 4px; font-size: {tab}pt; }}
QTabBar[look="tightest"]::tab {{ padding: 6px 1px; margin-right: 3px; font-size: {tab_least}pt; }}
QTabBar::tab:focus {{ border: 1px solid {accent}; }}
QTabWidget::pane {{ border: none; }}

QProgressBar {{ background: {line}; border: none; border-radius: 2px; text-align: center; max-height: 12px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {line}; }}
QToolTip {{ background: {pane}; color: {text}; border: 1px solid {edge}; padding: 4px 8px; }}
QMenu {{ background: {pane}; border: 1px solid {edge}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {chip}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; }}
QCheckBox::indicator:unchecked, QRadioButton::indicator:unchecked {{
  width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 3px; background: {pane};
}}
QRadioButton::indicator:unchecked {{ border-radius: 8px; }}
QRadioButton::indicator:checked {{
  width: 6px; height: 6px; border: 5px solid {accent}; border-radius: 8px; background: {pane};
}}
QCheckBox:focus, QRadioButton:focus {{ border: 1px solid {accent}; border-radius: 3px; }}
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator, QTreeView::indicator, QTableView::indicator {{
  width: {mark}px; height: {mark}px; border: 1px solid {edge}; background: {pane}; border-radius: 3px;
}}
QRadioButton::indicator {{ border-radius: {half}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {accent}; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked,
QTableView::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{tick}"); }}
QRadioButton::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{dot}"); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled, QListView::indicator:disabled {{
  border-color: {line}; background: {hover};
}}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{down}"); width: 14px; height: 14px; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{
  border: none; background: transparent; width: 20px;
}}
QSpinBox[look="bare"] {{ padding: 4px 0px; }}
QSpinBox[look="bare"]:focus {{ padding: 3px 0px; }}
QSpinBox[look="bare"]::up-button, QSpinBox[look="bare"]::down-button {{
  subcontrol-origin: border; width: 0px; height: 0px; border: none; margin: 0; padding: 0;
}}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url("{up}"); width: 12px; height: 12px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url("{down}"); width: 12px; height: 12px; }}
QGroupBox {{ border: 1px solid {line}; border-radius: 6px; margin-top: 12px; padding: 12px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 12px; padding: 0 4px; }}
"""


def sheet(palette: Palette, percent: int = 100, pictures: Mapping[str, str] | None = None) -> str:
    """The style sheet for a palette with text at `percent` of its normal size; see `indicators.pictures`."""
    colours = {name: getattr(palette, name) for name in Palette.__dataclass_fields__}
    sizes = {name: f"{points(percent, of):.1f}" for name, of in _POINTS.items()}
    drawn = dict.fromkeys(("tick", "dot", "down", "up", "left", "right"), "") | dict(pictures or {})
    mark = round(15 * percent / 100)
    lengths = {"button": round(20 * percent / 100), "mark": mark, "half": (mark + 2) // 2}
    return _SHEET.format(**colours, **sizes, **lengths, **drawn)


_POINTS = {
    "small": 9.0,
    "tab": 10.5 * TAB_TIGHT,
    "tab_least": 10.5 * TAB_SMALLEST,
    "chip_size": 9.8,
    "normal": 10.5,
    "large": 11.5,
    "title": 17.0,
}


def points(percent: int, normal: float = _POINTS["normal"]) -> float:
    """A text size in points at `percent` of its normal size."""
    return normal * percent / 100
