"""Loads the texts of the sample's witness statements from the data folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

REFERENCE = "OP ALDER"
URN = ("99", "BX", "04417", "26")
MARKING = "OFFICIAL-SENSITIVE (when complete)"
TITLE = "WITNESS STATEMENT"
RULES = "(Criminal Procedure Rules, r 16.2; Criminal Justice Act 1967, s. 9)"
REAR_TITLE = "Witness contact details"


def data(name: str) -> dict[str, Any]:
    """One TOML file of the data folder, by its path there."""
    return tomllib.loads(files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Statement:
    """One witness statement: the words of the form and the paragraphs of the body.

    `leading` is the distance of lines in points (PDF); `pages` the count that the declaration names where the form is
    set without fixed pages (DOCX, text); `rear` holds what stands on the back of the form.
    """

    exhibit: str
    form: str
    name: str
    occupation: str
    date: str
    taken_by: str
    station: str
    taken_at: str
    paragraphs: tuple[str, ...]
    rear: Mapping[str, str]
    leading: float = 18.0
    pages: int = 0

    @property
    def age(self) -> str:
        return "Over 18"


def load(exhibit: str) -> Statement:
    """The statement with this exhibit reference (`AO/1`)."""
    raw = data(f"statements/{exhibit.replace('/', '')}.toml")
    return Statement(paragraphs=paragraphs(raw.pop("body")), **raw)


def paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs of a text in which a blank line parts them and other line ends are spaces."""
    return tuple(" ".join(block.split()) for block in text.strip().split("\n\n"))


def declaration(pages: int) -> str:
    """The declaration of section 9 of the Criminal Justice Act 1967, as it stands on form MG11."""
    count = f"{pages} page" + ("s" if pages != 1 else "")
    return (
        f"This statement (consisting of {count} each signed by me) is true to the best of my knowledge and belief and "
        "I make it knowing that, if it is tendered in evidence, I shall be liable to prosecution if I have wilfully "
        "stated in it anything which I know to be false, or do not believe to be true."
    )


def rear_rows(one: Statement) -> list[tuple[str, str]]:
    """Label and answer of each line of the rear of the form, in its order."""
    rear = one.rear
    return [
        ("Name of witness", one.name),
        ("Home address", rear["address"]),
        ("Postcode", rear["postcode"]),
        ("E-mail address", rear["email"]),
        ("Mobile", rear["mobile"]),
        ("Home telephone no.", rear["home"]),
        ("Work telephone no.", rear["work"]),
        ("Preferred means of contact", rear["contact"]),
        ("Gender", rear["gender"]),
        ("Date and place of birth", rear["born"]),
    ]


def care_rows(one: Statement) -> list[tuple[str, str]]:
    """The questions of witness care with their answers."""
    return [
        ("Is the witness willing to attend court?", one.rear["attend"]),
        ("Dates of witness non-availability", one.rear["unavailable"]),
        ("Does the witness have any particular needs?", one.rear["needs"]),
    ]


def consent_rows(one: Statement) -> list[tuple[str, str]]:
    """What the witness agrees to, with the answers; the first two concern the injured person only."""
    injured = one.rear.get("injured", "N/A")
    return [
        ("a) The Victim Personal Statement scheme (victims only) has been explained to me", injured),
        ("b) I consent to police having access to my medical records in relation to this matter", injured),
        ("c) I consent to the statement being disclosed for the purposes of civil proceedings", "No"),
        ("d) The leaflet on giving a statement to police has been given to me", "Yes"),
    ]
