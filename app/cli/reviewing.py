"""The command by which a person decides about one claim: review."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import output
from app.cli.options import CaseFolder, Json
from provenance import report_words as words
from provenance.errors import UsageError
from provenance.reviews import FAULTS, Action, ClaimState

_ACTIONS: dict[str, Action] = {"amend": "amend", "reject": "reject", "note": "note"}


def register(app: typer.Typer) -> None:
    app.command()(review)


def review(
    case: CaseFolder,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, such as D2.14.", show_default=False)],
    action: Annotated[str, typer.Argument(metavar="amend|reject|note", help="What to do.", show_default=False)],
    text: Annotated[str, typer.Option("--text", metavar="T", help="The new words of an amended claim.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="T", help="A note, or why.")] = "",
    fault: Annotated[
        str, typer.Option("--fault", metavar="F", help=f"What is wrong when rejecting: {', '.join(FAULTS)}.")
    ] = "",
    json: Json = False,
) -> None:
    """Amend or reject a claim, or note something on it, under your account; accepting needs the window."""
    from app.case import Case

    if action == "accept":
        raise UsageError("accept_in_window", id=claim)
    if action not in _ACTIONS:
        raise UsageError("bad_value", value=action, what="a decision", why=f"choose from {', '.join(_ACTIONS)}")
    if action == "reject":
        fault = fault or "other"
    if action == "note":  # there is only one thing to say
        text, note = "", note or text
    with Case.open(case) as opened:
        state = opened.reviewing.decide(claim, _ACTIONS[action], text, note, fault)
        checked, of = opened.reviewing.progress(claim.partition(".")[0])
    if json:
        output.document(_json(state) | {"checked": checked, "of": of})
        return
    output.tell(f"{claim}: {words.state(state)}. {checked} of {words.counted(of, 'claim')} checked.")
    if state.verdict:
        quote, support = words.QUOTE[state.verdict.quote], words.SUPPORT[state.verdict.support]
        output.tell(f"The new words: {quote} · {words.PLACE[state.verdict.location]} · {support}")


def _json(state: ClaimState) -> dict[str, object]:
    return {"claim_id": state.claim_id, "state": state.state, "text": state.text, "by": state.by, "at": state.at}
