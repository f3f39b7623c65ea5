"""A line over the claims: that the draft can be signed off, who signed it, that it was taken up again."""

from __future__ import annotations

from collections.abc import Callable

from ui.session import Session
from ui.strings import signing as words
from ui.strings.common import counted
from ui.when import local_time
from ui.widgets.basics import button, frame, label, row, symbol


class SignLine:
    """`widget` is shown while there is something to say; `sign` and `again` open the two dialogs."""

    def __init__(
        self, session: Session, keys: Callable[[str], str], sign: Callable[[], object], again: Callable[[], object]
    ) -> None:
        self._session, self._keys = session, keys
        self.said = label("", wrap=True)
        self._done, self._open = symbol("accepted", "green"), symbol("new")
        self.sign = button(words.SIGN, sign, "primary")
        self.again = button(words.AGAIN, again, "compact")
        layout = row(self._done, self._open, self.said, self.sign, self.again, margins=(12, 6, 12, 6))
        layout.setStretch(2, 1)
        self.widget = frame("ready", layout)
        self.widget.hide()
        session.draft_changed.connect(self.show)
        session.state_changed.connect(lambda _: self.show())
        session.preferences_changed.connect(self.show)
        self.show()

    def show(self) -> None:
        """Say how it is now."""
        session, signature = self._session, self._session.signature
        done, count = session.progress()
        ready = signature is None and session.writable and count > 0 and done == count
        told = []
        if session.draft is not None and session.signatures and signature is None:
            last = session.signatures[-1]
            at, again = local_time(last.at), local_time(last.reopened_at)
            who = {"name": last.name, "by": last.reopened_by}
            told.append(words.REOPENED.format(version=last.version, at=at, again=again, reason=last.reason, **who))
        if signature is not None:
            at = local_time(signature.at)
            who = {"name": signature.name, "by": signature.by}
            told.append(words.SIGNED.format(version=signature.version, at=at, **who))
        elif ready:
            told.append(words.ALL_CHECKED.format(count=counted(count, "claim")))
        self.said.setText("\n".join(told))
        key = self._keys("sign")
        self.sign.setText(f"{words.SIGN}  {key}" if key else words.SIGN)
        self.sign.setVisible(ready)
        self.again.setVisible(signature is not None and session.writable)
        self._done.setVisible(signature is not None or ready)
        self._open.setVisible(not (signature is not None or ready))
        self.widget.setVisible(bool(told))
