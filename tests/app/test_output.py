"""What people read on a terminal: cleaned of what could steer it, whole in its letters, and set under its beginning."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from app.cli import output

ESCAPES = "\x1b]0;mine\x07\x1b[2J\x9b31m\r\b\u202eexe.txt\u2066\ud800"
LETTERS = "Zoë\u00a0said \u201cno\u201d\u2009👩🏽\u200d🦰 · [bold]x[/] :bus: \\[ שלום"


class Screen(io.StringIO):
    """A terminal, or a pipe where `tty` is False, that keeps what is written."""

    def __init__(self, tty: bool) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def screen(monkeypatch: pytest.MonkeyPatch, tty: bool, width: int = 40, name: str = "out") -> Screen:
    made = Screen(tty)
    console = Console(file=made, width=width, highlight=False, soft_wrap=True, color_system=None)
    monkeypatch.setattr(output, name, console)
    return made


@pytest.mark.parametrize("way", ["tell", "say", "entry", "table", "bar"])
def test_no_way_out_lets_a_file_name_steer_the_terminal(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    written = screen(monkeypatch, True, 200, "err" if way in ("say", "bar") else "out")
    if way == "table":
        output.table(("name",), [(ESCAPES,)])
    elif way == "entry":
        output.entry(ESCAPES, ESCAPES)
    elif way == "bar":
        bar = output.Bar(None)
        bar._said -= 60
        bar(ESCAPES, 1, 2)
    else:
        getattr(output, way)(ESCAPES)
    told = written.getvalue()
    assert "mine" in told and "exe.txt" in told
    assert not any(c in told for c in "\x1b\x07\x9b\r\b\u202e\u2066\ud800")


def test_the_live_bar_is_cleaned_too(monkeypatch: pytest.MonkeyPatch) -> None:
    written = screen(monkeypatch, True, 200, "err")
    with output.progress() as bar:
        bar(f"Reading [red]{ESCAPES}", 1, 2)
    assert "Reading [red]�]0;mine" in written.getvalue()
    assert "\x1b]" not in written.getvalue() and "\u202e" not in written.getvalue()


@pytest.mark.parametrize("tty", [True, False])
def test_letters_of_the_evidence_stay_as_they_are(monkeypatch: pytest.MonkeyPatch, tty: bool) -> None:
    written = screen(monkeypatch, tty, 200)
    output.tell(f"{LETTERS}\nsecond line")
    output.entry("D1.1  ", LETTERS)
    output.table(("words",), [(LETTERS,)])
    lines = [line.rstrip() for line in written.getvalue().splitlines()]
    assert lines == [LETTERS, "second line", f"D1.1  {LETTERS}", "words", LETTERS]


def test_a_name_cannot_forge_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    written = screen(monkeypatch, True, 200)
    output.table(("name",), [("a.txt\nS9  read",)])
    output.entry("D1.1  ", "a.txt\nD1.2  forged")
    assert len(written.getvalue().splitlines()) == 3


def test_a_long_claim_goes_on_under_its_text_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "Adaeze OKAFOR, statement of 3 May 2026, AO/1, p. 1: “I was standing on platform two by the stairs.”"
    written = screen(monkeypatch, True)
    output.entry("  D1.1  ", words)
    lines = written.getvalue().splitlines()
    assert len(lines) > 2
    assert lines[0].startswith("  D1.1  Adaeze")
    assert all(line.startswith(" " * 8) and line[8] != " " for line in lines[1:])
    assert " ".join(line[8:].strip() for line in lines) == words
    piped = screen(monkeypatch, False)
    output.entry("  D1.1  ", words)
    assert piped.getvalue() == f"  D1.1  {words}\n"
