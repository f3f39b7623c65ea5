"""The command by which a person decides about one claim, or takes a signed draft up again: review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.options import CaseFolder, Json
from app.cli.unlocking import opened_case
from provenance import report_words as words
from provenance.errors import UsageError
from provenance.reviews import FAULTS, Action, ClaimState

if TYPE_CHECKING:
    from app.case import Case

_ACTIONS: dict[str, Action] = {"amend": "amend", "reject": "reject", "aside": "aside", "note": "note"}
_AGAIN = "reopen"
_IN_WINDOW = {"accept": "accept_in_window", "sign": "sign_in_window"}  # what needs sources before a person


def register(app: typer.Typer) -> None:
    app.command()(review)
    anything = {"ignore_unknown_options": True, "allow_extra_args": True}
    for name in _IN_WINDOW:  # who looks for them is told where they are
        app.command(name, hidden=True, context_settings=anything, add_help_option=False)(_in_window)


def review(
    case: CaseFolder,
    claim: Annotated[
        str,
        typer.Argument(metavar="CLAIM", help="A claim's id, such as D2.14; to reopen, a draft's.", show_default=False),
    ],
    action: Annotated[
        str, typer.Argument(metavar="amend|reject|aside|note|reopen", help="What to do.", show_default=False)
    ],
    text: Annotated[str, typer.Option("--text", metavar="T", help="The new words of an amended claim.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="T", help="A note, or why.")] = "",
    fault: Annotated[
        str, typer.Option("--fault", metavar="F", help=f"What is wrong when rejecting: {', '.join(FAULTS)}.")
    ] = "",
    json: Json = False,
) -> None:
    """Amend, reject or put aside a claim, note something on it, or take a signed draft up again, under your account;
    accepting and signing off need the window."""
    if action in _IN_WINDOW:
        raise UsageError(_IN_WINDOW[action], id=claim)
    if action not in (choices := (*_ACTIONS, _AGAIN)):
        raise UsageError("bad_value", value=action, what="a decision", why=f"choose from {', '.join(choices)}")
    if action == "reject":
        fault = fault or "other"
    if action in ("note", _AGAIN):  # there is only one thing to say
        text, note = "", note or text
    with opened_case(case) as opened:
        if action == _AGAIN:
            _reopen(opened, claim, note, json)
        else:
            _decide(opened, claim, _ACTIONS[action], (text, note, fault), json)


def _in_window(context: typer.Context) -> None:
    ids = [word for word in context.args if word.startswith("D")]
    raise UsageError(_IN_WINDOW[str(context.info_name)], id=ids[-1] if ids else "This")


def _decide(opened: Case, claim: str, action: Action, said: tuple[str, str, str], json: bool) -> None:
    state = opened.reviewing.decide(claim, action, *said)
    checked, of = opened.reviewing.progress(claim.partition(".")[0])
    if json:
        output.document(_json(state) | {"checked": checked, "of": of})
        return
    output.tell(f"{claim}: {words.state(state)}. {checked} of {words.counted(of, 'claim')} checked.")
    if state.verdict:
        quote, support = words.QUOTE[state.verdict.quote], words.SUPPORT[state.verdict.support]
        output.tell(f"The new words: {quote} · {words.PLACE[state.verdict.location]} · {support}")


def _reopen(opened: Case, draft_id: str, reason: str, json: bool) -> None:
    """Take a signed draft up again."""
    from provenance.report_reviews import signature_json
    from provenance.review_words import signed_whole

    signature = opened.reviewing.take_up_again(draft_id, reason)
    if json:
        output.document({"draft_id": draft_id, **signature_json(signature)})
        return
    output.tell(output.plain(f"{draft_id}: {signed_whole(signature)}."))
    output.tell(f"What is decided from now on belongs to version {signature.version + 1}.")


def _json(state: ClaimState) -> dict[str, object]:
    return {"claim_id": state.claim_id, "state": state.state, "text": state.text, "by": state.by, "at": state.at}
