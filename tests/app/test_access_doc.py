"""The table of roles in the manual is the one that is enforced."""

from __future__ import annotations

from pathlib import Path

from app.access import ACT_WORDS, MAY, ROLE_WORDS, Act, Role, table

PAGE = Path(__file__).parents[2] / "docs" / "access.md"


def rows() -> list[list[str]]:
    text = PAGE.read_text("utf-8").partition("<!-- roles -->")[2].partition("<!-- /roles -->")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.strip().splitlines()]


def test_the_manual_says_of_every_act_which_roles_may_do_it() -> None:
    head, _, *told = rows()
    assert head == ["may", *(ROLE_WORDS[role] for role in Role)]
    assert told == [[act, *("yes" if yes else "–" for yes in allowed)] for act, allowed in table()]


def test_the_table_has_every_act_and_is_that_of_the_code() -> None:
    assert [act for act, _ in table()] == [ACT_WORDS[act] for act in Act]
    for act, (_, allowed) in zip(Act, table(), strict=True):
        assert {role for role, yes in zip(Role, allowed, strict=True) if yes} == {r for r in Role if act in MAY[r]}
