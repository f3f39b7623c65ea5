"""Grammars made for one call: a model can answer nothing but claims over the passages shown, or a choice of claims.

Written in GBNF, as llama.cpp reads it (its grammars/README.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GRAMMAR = "claims/1"
# What nobody sees or what turns a line's order (controls, marks of direction, tags), and what is no letter.
_UNSEEN = (
    r"\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff"
    r"\ud800-\udfff\U00110000-\U001fffff"
)
_MARKS = r"\x21-\x26\x28-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\xa0-\xbf\u2000-\u2017\u2019-\u201b\u201d-\u206f\u3000"
_LEAST = 12  # letters of a claim: less says nothing
# A full stop ends a claim, unless something small follows it at once (14.25, p.m.): a claim is one sentence. None
# begins with a passage's name, which weak models write down in place of what it says.
_LETTERS = rf"""first ::= [^"P\x00-\x20{_MARKS}{_UNSEEN}] | "P" [a-z]
letter ::= [^"\\.!?\x00-\x1f{_UNSEEN}] | [.!?] [^"\\.!?A-Z\x00-\x20\xa0{_UNSEEN}] | "\\" ["\\/]
"""
# Whose words a claim rests on comes before the claim: a model then writes about those.
_CLAIMS = r"""root ::= "{\"claims\":[" CLAIMS "]}"
claim ::= "{\"cites\":[" (CITES) TEXT
"""
_OF_ONE = r"""claim-NAME ::= "{\"cites\":[" NAME TEXT
"""
_TEXT = r'''"],\"text\":\"" first letter{LEAST,LETTERS} [.!?]? "\"}"'''


def claims(
    accounts: Sequence[Sequence[str]], least: int, most: int, cites: int, letters: int, each: bool = False
) -> str:
    """`{"claims":[{"cites":["P7K3"],"text":"…"}]}` with `least` to `most` claims.

    With `each` the first claims are one over every account in turn, so that none falls silent, and `most` counts those
    that may follow, too.

    A claim is one sentence of 12 to `letters` letters (a stop within it, with what follows, counts as one). It begins
    with none that only marks, nor with a passage's name, and cites 1 to `cites` aliases out of one of the `accounts`:
    what two people say is never one claim.
    """
    of = [f"of{i}" for i in range(len(accounts))]
    several = f'claim ("," claim){{{max(0, least - 1)},{most - 1}}}'
    listed = several if least else f"({several})?"
    if each:
        listed = ' "," '.join(f"claim-{name}" for name in of) + f' ("," claim){{0,{max(0, most - len(of))}}}'
    text = _TEXT.replace("LEAST", str(_LEAST - 1)).replace("LETTERS", str(letters - 1))
    head = _CLAIMS.replace("CLAIMS", listed, 1).replace("CITES", " | ".join(of)).replace("TEXT", text)
    lists = [f'{name} ::= id-{name} ("," id-{name}){{0,{cites - 1}}}\n' for name in of]
    lists += [_OF_ONE.replace("NAME", name).replace("TEXT", text) for name in of if each]
    ids = [f"id-{name} ::= {_any(aliases)}\n" for name, aliases in zip(of, accounts, strict=True)]
    return head + _LETTERS + "".join(lists + ids)


def picks(aliases: Sequence[str], most: int) -> str:
    """`{"keep":["C4XD","C9QP"]}` with 1 to `most` of the aliases."""
    return f'root ::= "{{\\"keep\\":[" id ("," id){{0,{most - 1}}} "]}}"\nid ::= {_any(aliases)}\n'


def _any(aliases: Iterable[str]) -> str:
    return " | ".join(f'"\\"{alias}\\""' for alias in aliases)
