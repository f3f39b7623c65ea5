"""Puts the reason why a source is not shown on the stage, with the ways on from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.evidence.doing import link, unlock
from ui.evidence.privilege_dialog import decide_on
from ui.place import Place
from ui.session import Session
from ui.source.frame_view import FrameView
from ui.source.locked import Locked
from ui.source.opening import Opened
from ui.source.stage import Stage
from ui.source.unshown import Unshown
from ui.strings import common
from ui.strings import evidence as words
from ui.strings import source as source_words
from ui.widgets.empty import Action


def show_unshown(session: Session, stage: Stage, source_id: str, why: Unshown) -> None:
    """Show it, with buttons for what can be done in this case."""
    doings: dict[str, Action] = {
        "unlock": (words.UNLOCK, lambda: unlock(session, source_id, stage.window())),
        "decide": (words.DECIDE, lambda: decide_on(session, source_id, stage.window())),
        "link": (words.LINK, lambda: link(session, source_id, stage.window())),
    }
    acts = [doings[name] for name in why.acts] if session.writable else []
    ways = [(title, lambda other=other: session.show_place(Place(other))) for other, title in why.others]
    stage.show_reason(why.heading, why.sentence, acts, ways)


def ways_after(
    found: Opened | None, frames: FrameView, again: Callable[[], object], kept_text: Callable[[], object]
) -> list[Action]:
    """The ways on after a source could not be shown: once more, its text as it was taken in, the frame that is kept."""
    ways: list[Action] = [(common.RETRY, again)]
    if found is not None and found.has_text:
        ways.append((source_words.SHOW_TEXT, kept_text))
    if found is not None and found.footage is not None and frames.stored(frames.asked) is not None:
        ways.append((source_words.SHOW_STORED, frames.show_stored))
    return ways


def show_locked(
    session: Session, stage: Stage, source_id: str, again: Callable[[], object], ways: Sequence[Action]
) -> None:
    """Ask for the password of a source; `again` opens what was asked for, once one was given."""
    stage.put(Locked(session, source_id, again, ways))
