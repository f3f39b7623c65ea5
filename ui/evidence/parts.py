"""The parts of the details below the list: sentences, findings to be opened, fields to be confirmed, links, facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QWidget

from provenance.material import USE
from ui.evidence.telling import Fact, Pair, Reading, Told
from ui.place import Place
from ui.strings import evidence as words
from ui.strings import use as use_words
from ui.widgets.basics import button, column, label, row, symbol, tool
from ui.widgets.way import Way

MOST_LINKS = 12  # files inside that are named; the list above shows them all


@dataclass(frozen=True, slots=True)
class Acts:
    """What can be done from the details."""

    open: Callable[[Place], object]
    confirm: Callable[[tuple[str, ...]], object]  # names of fields
    withdraw: Callable[[str], object]  # the name of a field whose confirmation is taken back
    edit: Callable[[str], object]  # the name of a field, "" for none
    link: Callable[[], object]
    part: Callable[[Pair], object]
    unlock: Callable[[], object]
    show_rear: Callable[[Place], object]
    use: Callable[[], object]


def parts(told: Told, acts: Acts, writable: bool) -> list[QWidget]:
    """All of it, from what needs a look to what is merely recorded; without `writable` nothing that changes it."""
    plain = told.state == "Read" and not told.sentences
    made: list[QWidget] = [label(words.STATE_WORDS.format(state=told.state), "muted" if plain else "amber")]
    made += [label(one, wrap=True) for one in told.sentences]
    if told.locked and writable:
        made.append(_left(button(words.UNLOCK, acts.unlock, icon_name="key")))
    made += _use(told, acts, writable)
    if told.warnings:
        made.append(_section(words.WARNINGS_HEAD))
        made += [label(f"▲ {one}", "amber", wrap=True) for one in told.warnings]
    if told.places:
        made.append(_section(words.FINDINGS_HEAD))
        made += [_finding(one.words, one.where, one.place, acts) for one in told.places]
    made += _read(told.read, acts, writable)
    made += _rear(told, acts)
    made += _pairs(told, acts, writable)
    for head, facts in ((words.FACTS_HEAD, told.facts), (words.FIELDS_HEAD, told.fields)):
        if facts:
            made.append(_section(head))
            made += [part for fact in facts for part in _fact(fact)]
    return made


def _use(told: Told, acts: Acts, writable: bool) -> list[QWidget]:
    """What it is in the case, by whose decision, and the way to another one."""
    if told.use is None:
        return []
    look = "amber" if told.use.use in ("undecided", "sensitive") else ""
    said = label(USE[told.use.use], look)
    said.setAccessibleName(f"{use_words.IN_CASE}: {told.use.words}")
    made = QWidget()
    shown: list[QWidget | int | None] = [symbol(told.use.use, look or "muted"), said, None]
    if writable:
        name = use_words.CHANGE_NAME.format(title=told.title)
        shown.append(button(use_words.CHANGE, acts.use, "link", name))
    made.setLayout(row(*shown, gap=6))
    decided = [label(told.use.by, "small", wrap=True)] if told.use.by else []
    return [_section(use_words.IN_CASE), made, *decided]


def _finding(said: str, where: str, place: Place, acts: Acts) -> Way:
    return Way(said, lambda: acts.open(place), "finding", where, words.OPENS.format(words=f"{said} {where}".strip()))


def _read(read: tuple[Reading, ...], acts: Acts, writable: bool) -> list[QWidget]:
    """What was read of a statement, each with a button to confirm it, or to take that back."""
    if not read:
        return []
    made: list[QWidget] = [_section(words.READ_HEAD)]
    for one in read:
        state = one.by or (words.CONFIRMED if one.confirmed else words.NOT_CONFIRMED)
        value = label(breakable(one.value), wrap=True)
        value.setAccessibleName(f"{one.label}: {one.value}, {state}")
        head = words.READ_LINE.format(name=one.label, state=state)
        made.append(label(head, "small" if one.confirmed else "amber-small", wrap=True))
        ways: list[QWidget | int | None] = [value]
        if writable and not one.confirmed:
            name = words.CONFIRM_NAME.format(name=one.label, value=one.value)
            ways.append(button(words.CONFIRM, lambda n=one.name: acts.confirm((n,)), "compact", name))
        elif writable:
            name = words.WITHDRAW_NAME.format(name=one.label, value=one.value)
            ways.append(button(words.WITHDRAW, lambda n=one.name: acts.withdraw(n), "link", name))
        if writable:
            ways.append(tool(words.EDIT_FIELD.format(name=one.label), lambda n=one.name: acts.edit(n), "amended"))
        made.append(_across(*ways))
    due = tuple(one.name for one in read if not one.confirmed)
    if writable and len(due) > 1:
        made.append(_left(button(words.CONFIRM_ALL, lambda: acts.confirm(due), icon_name="good")))
    return made


def _rear(told: Told, acts: Acts) -> list[QWidget]:
    place = told.rear
    if place is None:
        return []
    show = button(words.SHOW_REAR, lambda: acts.show_rear(place))
    return [_section(words.REAR_HEAD), label(words.REAR_KEPT, wrap=True), _left(show)]


def _pairs(told: Told, acts: Acts, writable: bool) -> list[QWidget]:
    link = _left(button(words.LINK, acts.link, icon_name="link")) if writable and told.pairable else None
    if not told.pairs:
        return [link] if link is not None else []
    made: list[QWidget] = [_section(words.LINKS_HEAD)]
    for one in told.pairs[:MOST_LINKS]:
        way = Way(one.words, lambda one=one: acts.open(Place(one.source_id)))
        if one.field and writable:
            part = tool(words.PART_NAME.format(words=one.words), lambda one=one: acts.part(one), "close")
            made.append(_across(way, part))
        else:
            made.append(way)
    if len(told.pairs) > MOST_LINKS:
        made.append(label(words.AND_MORE.format(count=f"{len(told.pairs) - MOST_LINKS:,}"), "muted"))
    return [*made, link] if link is not None else made


def _across(*items: QWidget | int | None) -> QWidget:
    """Side by side; the first takes what is left."""
    made = QWidget()
    layout = row(*items, gap=4)
    layout.setStretch(0, 1)
    made.setLayout(layout)
    return made


def _left(one: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(row(one, None, margins=(0, 2, 0, 2)))
    return made


def _section(text: str) -> QLabel:
    made = label(text.upper(), "section")
    made.setContentsMargins(0, 8, 0, 0)
    return made


def _fact(fact: Fact) -> tuple[QLabel, QLabel]:
    """A name in small print above its value; the value may break anywhere, so that a path or hash is never cut."""
    name, value = fact
    shown = label(breakable(value), wrap=True)
    shown.setAccessibleName(f"{name}: {value}")
    return label(name, "small"), shown


def breakable(text: str) -> str:
    """The text with invisible places to break in long words."""
    return " ".join("\u200b".join(w[at : at + 8] for at in range(0, len(w), 8)) for w in text.split(" "))


def stacked(made: list[QWidget]) -> QWidget:
    """The parts one below the other."""
    inside = QWidget()
    inside.setLayout(column(*made, None, gap=4, margins=(0, 0, 8, 8)))
    return inside
