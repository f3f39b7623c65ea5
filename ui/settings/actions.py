"""The one table of everything that has a key: what it is called, to which group it belongs, its keys by default."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from app.preferences import Preferences
from ui.strings import settings as words

_FORMAT = QKeySequence.SequenceFormat.PortableText
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_FIRST_UNPRINTED = 0x01000000  # Qt's keys from here on (Escape, arrows, F1 …) write no character
_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does. `keys` are key sequences as Qt's portable text; `repeats` while a key is held."""

    name: str
    group: str
    keys: tuple[str, ...]
    repeats: bool = False

    @property
    def words(self) -> str:
        return words.ACTIONS[self.name]

    @property
    def single(self) -> bool:
        """Whether a single letter, digit or sign does it, as delivered."""
        return any(map(is_single, self.keys))


ACTIONS: tuple[Action, ...] = (
    Action("next_claim", "claims", ("J", "Down"), repeats=True),
    Action("previous_claim", "claims", ("K", "Up"), repeats=True),
    Action("open_source", "claims", ("Return", "Enter")),
    Action("accept", "claims", ("A",)),
    Action("amend", "claims", ("E",)),
    Action("reject", "claims", ("R",)),
    Action("aside", "claims", ("P",)),
    Action("note", "claims", ("N",)),
    Action("undo", "claims", ("U",)),
    Action("sign", "claims", ("Ctrl+Return", "Ctrl+Enter")),
    Action("find", "source", ("F",)),
    Action("next_page", "source", ("Ctrl+PgDown",), repeats=True),
    Action("previous_page", "source", ("Ctrl+PgUp",), repeats=True),
    Action("ask", "evidence", ("/",)),
    Action("search", "evidence", ("Ctrl+F",)),
    Action("add", "evidence", ("Ctrl+O",)),
    Action("new_draft", "drafts", ("Ctrl+N",)),
    Action("drafts", "drafts", ("Ctrl+D",)),
    Action("export", "drafts", ("Ctrl+E",)),
    Action("next_pane", "window", ("F6",)),
    Action("previous_pane", "window", ("Shift+F6",)),
    Action("hide_evidence", "window", ("Ctrl+1",)),
    Action("hide_source", "window", ("Ctrl+3",)),
    Action("larger_text", "window", ("Ctrl+Shift++", "Ctrl+Shift+=")),
    Action("smaller_text", "window", ("Ctrl+Shift+-", "Ctrl+Shift+_")),
    Action("keys", "window", ("?",)),
    Action("help", "window", ("F1",)),
    Action("settings", "window", ("Ctrl+,",)),
    Action("open_case", "window", ("Ctrl+Shift+O",)),
    Action("lock", "window", ("Ctrl+L",)),
    Action("close_case", "window", ("Ctrl+W",)),
    Action("quit", "window", ("Ctrl+Q",)),
)
BY_NAME: Mapping[str, Action] = {action.name: action for action in ACTIONS}
MOST_KEYS = 2  # for one action


def is_single(key: str) -> bool:
    """Whether a key writes a character when it is pressed alone: WCAG 2.2, success criterion 2.1.4."""
    sequence = QKeySequence(key, _FORMAT)
    return sequence.count() > 0 and _is_character(sequence)


def _is_character(sequence: QKeySequence) -> bool:
    pressed = sequence[0]
    return pressed.key() < _FIRST_UNPRINTED and not pressed.keyboardModifiers() & _HELD


def keys_of(action: Action, preferences: Preferences) -> tuple[str, ...]:
    """The keys of an action as this person has them, single letters included even where they are switched off."""
    changed = preferences.keys.get(action.name)
    if changed is None:
        return action.keys
    read = (normal(key) for key in changed.split(_SEPARATOR))
    kept = tuple(key for key in dict.fromkeys(read) if key)
    return kept[:MOST_KEYS] if kept or not changed.strip() else action.keys  # what cannot be read is as if never set


def working(action: Action, preferences: Preferences) -> tuple[str, ...]:
    """The keys of an action that do something now."""
    return tuple(k for k in keys_of(action, preferences) if preferences.single_keys or not is_single(k))


def changed(keys: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """What preferences keep of keys by action: those that are not as delivered."""
    given = {name: tuple(k for k in own if k) for name, own in keys.items()}
    return {name: _SEPARATOR.join(own) for name, own in given.items() if own != BY_NAME[name].keys}


def clashes(keys: Mapping[str, Iterable[str]]) -> list[tuple[str, str, str]]:
    """(key, action, other action) for every key that more than one action has."""
    used: defaultdict[str, list[str]] = defaultdict(list)
    for name, own in keys.items():
        for key in dict.fromkeys(filter(None, own)):
            used[key].append(name)
    return [(key, *pair) for key, names in used.items() for pair in pairwise(names)]


def normal(key: str) -> str:
    """A key sequence in the one form in which it is kept and compared; "" where it cannot be read, or is longer."""
    sequence = QKeySequence(key, _FORMAT)
    if sequence.count() != 1 or sequence[0].key() == Qt.Key.Key_unknown:
        return ""
    return sequence.toString(_FORMAT)


def key_text(key: str) -> str:
    """A key as people read it: "Enter", "Ctrl+F"."""
    *held, last = QKeySequence(key, _FORMAT).toString(QKeySequence.SequenceFormat.NativeText).rpartition("+")
    name = words.KEY_NAMES.get(last, last)
    return "".join(held) + name if last else "".join(held)
