"""The middle pane: its tabs, which draft is shown, and the ways to another one and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from provenance.records import Draft
from ui.drafting.naming import headed
from ui.session import Session
from ui.strings import compare as compare_words
from ui.strings import draft as words
from ui.strings import enquiries
from ui.strings import timeline as timeline_words
from ui.strings.common import counted
from ui.strings.witnesses import WITNESSES
from ui.widgets.basics import Elided, button, column, row
from ui.widgets.tabs import Tabs

TABS = {
    "summary": words.SUMMARY,
    "ask": words.ASK,
    "timeline": timeline_words.TIMELINE,
    "witnesses": WITNESSES,
    "coverage": words.COVERAGE,
    "search": words.SEARCH,
    "enquiries": enquiries.TAB,
    "compare": compare_words.TAB,
    "findings": words.FINDINGS,
    "log": words.LOG,
}


class Middle(QFrame):
    """Tabs over the session; `pages` are their widgets by name, made when they are first brought up."""

    def __init__(
        self,
        session: Session,
        pages: Mapping[str, Callable[[], QWidget]],
        drafts: Callable[[QWidget], object],
        export: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setAccessibleName(words.TABS)
        self._session = session
        self._make = dict(pages)
        self.pages: dict[str, QWidget] = {}
        self._bar = Tabs(words.TABS)
        self._stack = QStackedWidget()
        for at, name in enumerate(TABS):
            self._bar.add(TABS[name])
            self._bar.show_tab(at, name != "compare")  # it comes into sight when it is asked for
        self._bar.currentChanged.connect(lambda at: self.show_tab(list(TABS)[at]))
        self._bar.tabBarClicked.connect(lambda at: QTimer.singleShot(0, self, lambda: self._take_keyboard(at)))
        self.drafts = button(words.DRAFTS, lambda: drafts(self.drafts), "link")
        self.export = button(words.EXPORT, export, icon_name="export")
        self._brief = Elided("", "muted")
        line = row(self.drafts, self._brief, self.export)
        line.setStretch(1, 1)
        layout = column(self._bar, gap=6, margins=(4, 0, 4, 4))
        layout.addLayout(line)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        session.draft_changed.connect(self._name_draft)
        session.drafts_changed.connect(self._name_draft)
        session.tab_asked.connect(self.show_tab)
        self._name_draft()
        self.show_tab("summary")

    @property
    def tab(self) -> str:
        """The name of the tab in front."""
        return list(TABS)[self._bar.currentIndex()]

    def show_tab(self, name: str) -> QWidget:
        """Bring up a tab; gives its widget."""
        if name not in self.pages:
            self.pages[name] = self._make[name]()
            self._stack.addWidget(self.pages[name])
        self._bar.show_tab(list(TABS).index(name), True)
        self._bar.setCurrentIndex(list(TABS).index(name))
        self._stack.setCurrentWidget(self.pages[name])
        return self.pages[name]

    def _take_keyboard(self, at: int) -> None:
        """A tab that was clicked has the keyboard where one types or moves in it."""
        page = self.show_tab(list(TABS)[at]) if at >= 0 else self
        if page.focusProxy() is not None:
            page.setFocus(Qt.FocusReason.TabFocusReason)

    def _name_draft(self) -> None:
        draft = self._session.draft
        self.export.setEnabled(draft is not None)
        self._brief.set(_asked(draft))
        if draft is None:
            self.drafts.setText(words.DRAFTS)
            return
        self.drafts.setText(f"{headed(draft)} ▾")
        self.drafts.setAccessibleName(f"{words.DRAFTS}: {self.drafts.text()}")


def overview(draft: Draft) -> str:
    """Of what it is an overview: the case, or sources that were chosen."""
    chosen = draft.run.settings.get("sources")
    if not isinstance(chosen, list):
        return words.OVERVIEW
    return words.OVERVIEW_OF.format(sources=counted(len(chosen), "source"))


def _asked(draft: Draft | None) -> str:
    """What the shown draft was to say."""
    if draft is None:
        return ""
    if not draft.brief:
        return overview(draft)
    return (words.QUESTION if draft.question else words.BRIEF).format(brief=draft.brief)
