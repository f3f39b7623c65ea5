"""What a person does with the source chosen in the list: confirming, withdrawing, correcting, linking, unlocking."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.confirming import CONFIRMED, confirmed
from provenance.records import Source
from ui.evidence.acting import set_recorded
from ui.evidence.edit_dialog import edit
from ui.evidence.link_dialog import LinkDialog
from ui.evidence.parts import Acts
from ui.evidence.rear_dialog import RearDialog
from ui.evidence.telling import Pair
from ui.evidence.unlock_dialog import UnlockDialog
from ui.evidence.use_dialog import decide_use
from ui.place import Place
from ui.session import Session
from ui.strings import evidence as words


def acts(session: Session, chosen: Callable[[], Source | None], owner: QWidget) -> Acts:
    """The acts on the source that `chosen` gives; dialogs open over the window of `owner`."""

    def with_chosen(act: Callable[[Source], object]) -> Callable[[], object]:
        def run() -> None:
            source = chosen()
            if source is not None:
                act(source)

        return run

    def confirm(names: tuple[str, ...]) -> None:
        source = chosen()
        if source is not None:
            _confirm(session, source, names, owner)

    def withdraw(name: str) -> None:
        source = chosen()
        if source is not None:
            _withdraw(session, source, name, owner)

    def correct(name: str) -> None:
        source = chosen()
        if source is not None:
            edit(session, source.id, owner.window(), name)

    return Acts(
        open=session.show_place,
        confirm=confirm,
        withdraw=withdraw,
        edit=correct,
        link=with_chosen(lambda source: link(session, source.id, owner.window())),
        part=lambda pair: _part(session, pair, owner),
        unlock=with_chosen(lambda source: unlock(session, source.id, owner.window())),
        show_rear=lambda place: show_rear(session, place, owner.window()),
        use=with_chosen(lambda source: decide_use(session, [source.id], owner.window())),
    )


def _confirm(session: Session, source: Source, names: tuple[str, ...], owner: QWidget) -> None:
    """Say of fields that they are right as the machine read them."""
    known = confirmed(source)
    wanted = [*known, *(name for name in names if name not in known)]
    said = ", ".join(words.field_name(name) for name in names)

    def done() -> None:
        session.told.emit(words.CONFIRMED_TOLD.format(names=said, title=source.title))

    changes = {CONFIRMED: ", ".join(wanted)}
    set_recorded(session, source, changes, owner, done, session.failed.emit)


def _withdraw(session: Session, source: Source, name: str, owner: QWidget) -> None:
    """Take a confirmation back; what was read stays as it is."""
    told = words.WITHDRAWN_TOLD.format(names=words.field_name(name), title=source.title)
    left = ", ".join(n for n in confirmed(source) if n != name)
    set_recorded(
        session, source, {CONFIRMED: left}, owner, lambda: session.told.emit(told), session.failed.emit
    )  # fmt: skip


def _part(session: Session, pair: Pair, owner: QWidget) -> None:
    """Take a link back."""
    holder = session.sources.get(pair.holder)
    if holder is not None:
        told = words.PARTED.format(title=holder.title)
        done = lambda: session.told.emit(told)  # noqa: E731
        set_recorded(session, holder, {pair.field: ""}, owner, done, session.failed.emit)


def link(session: Session, source_id: str, parent: QWidget | None) -> None:
    """Open the dialog that links a source to another one."""
    source = session.sources.get(source_id)
    if source is not None and session.writable and not source.withheld:
        LinkDialog(session, source, parent).open()


def unlock(session: Session, source_id: str, parent: QWidget | None) -> None:
    """Open the dialog that asks for a password."""
    source = session.sources.get(source_id)
    if source is not None and session.writable:
        UnlockDialog(session, source, parent).open()


def show_rear(session: Session, place: Place, parent: QWidget | None) -> None:
    """Ask once whether the witness's contact details are to be seen; then open them."""
    RearDialog(session, place, parent).open()
