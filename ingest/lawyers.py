"""Knows a lawyer's letter, note or message by its make-up, where no marking says that it is privileged.

What makes one is who writes to whom, and that it advises or instructs; a paper that only tells of a lawyer is none.
"""

from __future__ import annotations

import re
from typing import Final

from provenance.records import Notice

_HEAD = 1500  # code points in which a letterhead or heading stands
_TOP = 400  # those in which the title of a paper stands
_SIGNED = 600  # those at the end in which the writer signs

_NOTE = re.compile(
    r"^\W*(?:(?:telephone|client|police\s*station|conference|file)\s*)*attendance\s*note\b.{0,60}$", re.I | re.M
)
_NOTE_WORDS = re.compile(
    r"\b(?:client|solicitor|fee\s*earner|time\s*(?:engaged|spent)|units?|matter|our\s*ref)\b", re.I
)
_COUNSEL = re.compile(
    r"""^\W*(?:(?:instructions|brief|case)\s*to\s*(?:\w+\s*)?(?:counsel|advise)
    |(?:joint\s*)?(?:advice|opinion|note)\s*(?:of|from|by)\s*(?:\w+\s*){0,2}counsel|counsel.{0,2}s\s*(?:advice|opinion|note)
    |advice\s*on\s*(?:the\s*)?(?:merits|evidence|appeal|plea|liability|quantum|sentence|prospects)
    |(?:note\s*of\s*)?(?:case\s*)?conference\s*with\s*(?:\w+\s*)?counsel)\b.{0,80}$""",
    re.I | re.M | re.X,
)
# Counsel's paper may bear its title alone: then he says that he was asked to advise, or signs from chambers.
_ADVICE_TITLE = re.compile(
    r"""^\W*(?:(?:joint|further|second|supplementa(?:ry|l)|preliminary|initial|written|legal)\s+)*
    (?:(?:advice|opinion)(?:\s+(?:on|in\s+respect\s+of|as\s+to|regarding|re)\b.{0,80})?|note\s+of\s+advice)\W*$""",
    re.I | re.M | re.X,
)
# An expert is asked for an opinion, never to advise.
_ASKED_TO_ADVISE = re.compile(
    r"""\b(?:I|we)\s+(?:am|are|was|were|have\s+been)\s+(?:\w+\s+)?(?:asked|instructed|requested)\b[^\0]{0,160}?
    \b(?:to\s+(?:\w+\s+)?advise|(?:to\s+(?:provide|give)|for)\s+(?:\w+\s+){0,3}advice)\b
    |\bmy\s+advice\s+is\s+sought\b""",
    re.I | re.X,
)
_CHAMBERS = re.compile(
    r"^(?!.*\b(?:judge|justice)\b)[ \t]*[\w.&'’, -]{2,60}?\s(?:chambers|counsel|KC|QC)[ \t.,]*(?:\n|\Z)", re.I | re.M
)
# Titles of what is made for a lawyer, or of what was said to one.
_FOR_LAWYER = re.compile(
    r"""^\W*(?:(?:\w+\s+){0,3}(?:notes?|questions?|points|things|account|comments|timeline|diary|chronology|version)\b.{0,40}
    \bfor\s+(?:my|our|his|her|the)?\s*(?:solicitors?|barristers?|lawyers?|counsel|legal\s+(?:team|advis[eo]rs?))
    |(?:\w+\s+){0,3}(?:transcript|recording|notes?|record|copy)\b.{0,40}\b(?:call|conversation|consultation|meeting|conference)\b.{0,40}
    \b(?:with|to|and|from)\s+(?:his|her|their|my|the|a)?\s*(?:own\s+)?(?:solicitors?|barristers?|lawyers?|legal\s+(?:advis[eo]r|representative)))
    \b.{0,60}$""",
    re.I | re.M | re.X,
)
_PROOF = re.compile(
    r"^\W*(?:(?:draft|defence|further|client.{0,2}s?)\W*)*(?:proof\s*of\s*evidence|(?:client"
    r"|defendant).{0,3}s?\s*comments\s*on"
    r"|comments\s*on\s*(?:the\s*)?(?:prosecution|crown))\b.{0,60}$",
    re.I | re.M,
)
_PROOF_WORDS = re.compile(r"\b(?:solicitors?|client|counsel|defence|defendant|our\s*ref|instructions)\b", re.I)
_PROSECUTOR = re.compile(
    r"""^\W*(?:.{0,20}\bMG\s?3A?\b.{0,40}|(?:.{0,10}report\s*to\s*(?:the\s*)?crown\s*prosecutor.{0,60})
    |(?:CPS|crown\s*prosecutor.{0,2}s?)\s*(?:charging|early|pre-?charge|investigative)?\s*(?:legal\s*)?(?:advice|charging\s*decision)\b.{0,40})$""",
    re.I | re.M | re.X,
)
_LAWYER = re.compile(
    r"""^.{0,80}\b(?:solicitors?|barristers?|(?:barristers.?\s*)?chambers|legal\s*executive|advocates?|attorneys?(?:\s*at\s*law)?
    |solicitors\s*regulation\s*authority|king.?s\s*counsel|queen.?s\s*counsel|(?:in-?house|general|legal)\s*counsel
    |(?:force|legal)\s*(?:solicitor|services|department)|head\s*of\s*legal)\b.{0,80}$""",
    re.I | re.M | re.X,
)
_ADDRESSED = re.compile(
    r"^\W*(?:dear\s+\w|hi\s+\w|to\s*:|from\s*:|memo(?:randum)?\b|private\s*and\s*confidential\W*$)", re.I | re.M
)
# One side writes openly to the other, or to the police: no advice is given there.
_OPENLY = re.compile(
    r"\b(?:we|i)\s+(?:act|am\s+instructed|are\s+instructed)\s+(?:for|by|on\s+behalf\s+of)\b"
    r"|^\W*(?:dear\s+(?:officer|sirs?|madam|dc|ds|pc|di|sgt|sergeant|inspector|constable|the\s+crown)\b"
    r"|to\s*:.{0,60}\b(?:police|cps|crown\s+prosecution|court|dc|ds|pc|di)\b)",
    re.I | re.M,
)
# Advice is given to somebody: "your", "you". What a lawyer writes to the police about a client has little of it.
_ADVICE: Final = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:i|we)(?:.d)?\s+(?:would\s+|must\s+|do\s+|can\s+|strongly\s+)*advise\s+(?:you|that\s+you|against\b)",
        r"\b(?:my|our)\s+(?:\w+\s+)?advice\s+(?:to\s+you|is|was|remains|would\s+be|on\s+your|about\s+your)\b",
        r"\b(?:legal\s+advice|advice\s+given\s+to\s+you|advised\s+you|your\s+advice|advise\s+me|advise\s+us)\b",
        r"\byour\s+(?:\w+\s+)?instructions\b|\byou\s+(?:have\s+)?instruct(?:ed)?\s+(?:me|us)\b|\binstruct\s+you\b",
        r"\byour\s+(?:\w+\s+)?(?:defence|case|plea|appeal|position|interests|legal\s+position|trial|hearing"
        r"|interview)\b",
        r"\b(?:prospects\s+of\s+success|strengths\s+and\s+weaknesses|the\s+case\s+against\s+you"
        r"|evidence\s+against\s+you)\b",
        r"\bno\s+comment\b|\bprepared\s+statement\b|\bdo\s+not\s+(?:discuss|speak|answer|contact|show)\b|\bplead\b",
        r"\b(?:conference\s+with\s+counsel|instruct(?:ing)?\s+counsel|legal\s+aid|client\s+care)\b",
        r"\bshould\s+i\s+(?:say|answer|plead|sign|tell|speak|admit|mention)\b|\bas\s+my\s+(?:solicitor|lawyer"
        r"|barrister)\b",
        r"\bmy\s+(?:case|defence|plea|hearing|trial|court\s+date|appeal)\b",
    )
)
_ADVICE_KINDS = 3  # different turns of advice from which a lawyer's letter is taken as advice
_MY_LAWYER = re.compile(
    r"\bas\s+my\s+(?:solicitor|lawyer|barrister)\b|\byou\s+are\s+my\s+(?:solicitor|lawyer|barrister)\b", re.I
)
# A lawyer's note of what passed with a client; each line is another kind of sign.
_WITH_CLIENT = re.compile(
    r"\b(?:consult(?:ation|ed|ing)?|conference|attend(?:ing|ed|ance)|met|meeting|spoke|speaking|call(?:ed)?|tel"
    r"|seen|saw)\b"
    r"[^.\n]{0,40}\b(?:with|on|upon|to|from|by)?\s*(?:the\s+|my\s+|our\s+)?client\b|\b(?:client|clt)\s+(?:seen"
    r"|attended|called|rang)\b",
    re.I,
)
_ADVISED = re.compile(
    r"\badvi[sc]ed?\s+(?:the\s+|my\s+|our\s+)?(?:client|clt)\b|\b(?:client|clt)\s+(?:was\s+|has\s+been\s+)?advised\b"
    r"|(?:^|[.;:,-]\s*)\W*advised?\s+(?:him|her|them|re\b|on\b|of\b|to\b|that\b|no\s+comment|not\s+to|against)"
    r"|\bmy\s+advice\b|\badvice\s+given\b",
    re.I | re.M,
)
_INSTRUCTS = re.compile(
    r"\b(?:client|clt|he|she)(?:.s)?\s+(?:has\s+)?instruct(?:s|ed|ions)\b|\b(?:took|taking|take|given|gave"
    r"|gives)\s+(?:full\s+|his\s+|her\s+)?instructions\b"
    r"|\binstructions\s*(?:are|:|taken|from\s+client)|\b(?:client|clt)\s+(?:denies|accepts|admits|says|states"
    r"|wants|agrees|maintains|concerned)\b",
    re.I,
)
_PROCEEDINGS: Final = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bno\s+comment\b|\bprepared\s+statement\b|\binterview\b",
        r"\bdisclosure\b|\bcustody\b|\bpolice\s+station\b|\bcaution\b|\bDSCC\b",
        r"\bplea\b|\bplead\b|\bcharged?\b|\bbail\b|\btrial\b|\bhearing\b|\bcourt\b|\bsentence\b|\bmitigation\b",
        r"\bprosecution\b|\bdefence\b|\bcrown\b|\bcounsel\b|\bprospects\b|\bevidence\b|\balibi\b",
        r"\bfee\s*earner\b|\bunits?\b|\btime\s+engaged\b|\blegal\s+aid\b|\bCRM\s?\d|\bsolicitors?\b",
    )
)


def made_up(window: str, place: str = "", where: str = "") -> list[Notice]:
    """Signs in the make-up of a letter, note or message that begins with the window; `place` ends their words.

    Codes: attendance_note, counsel_papers, prosecutor_advice, legal_advice. `where` is for `Notice.place`.
    """
    head, top = window[:_HEAD], window[:_TOP]
    found = []

    def sign(code: str, words: str) -> None:
        found.append(Notice(code, words + place, where))

    if (_NOTE.search(head) and _NOTE_WORDS.search(window)) or _is_client_note(window):
        sign("attendance_note", "a lawyer's attendance note")
    if _COUNSEL.search(head) or _is_counsels_advice(window, head):
        sign("counsel_papers", "instructions to counsel, or counsel's advice")
    elif _FOR_LAWYER.search(top) or (_PROOF.search(top) and _PROOF_WORDS.search(window)):
        sign("counsel_papers", "a paper made for a lawyer, or a record of what was said to one")
    if _PROSECUTOR.search(top) and re.search(r"\badvi[cs]e|\bcharging\b|\bprosecutor\b", window, re.I):
        sign("prosecutor_advice", "a prosecutor's advice to the police, or a request for it")
    if _is_advice(window, head):
        sign("legal_advice", "a letter or message in which a lawyer advises")
    return found


def _is_counsels_advice(window: str, head: str) -> bool:
    """Whether a paper headed "ADVICE" or "OPINION" and no more is a barrister's."""
    title = _ADVICE_TITLE.search(head)
    if not title:
        return False
    signed = "advice" in title[0].casefold() and _CHAMBERS.search(window, title.end())
    return bool(signed or _ASKED_TO_ADVISE.search(window, title.end()))


def _is_advice(window: str, head: str) -> bool:
    """Whether a lawyer and a client write to each other for advice."""
    if not _ADDRESSED.search(head):
        return False
    kinds = sum(bool(pattern.search(window)) for pattern in _ADVICE)
    lawyer = bool(_LAWYER.search(head) or _LAWYER.search(window[-_SIGNED:]) or _MY_LAWYER.search(window))
    if not lawyer:
        return False
    return kinds >= _ADVICE_KINDS or (kinds == _ADVICE_KINDS - 1 and not _OPENLY.search(window))


def _is_client_note(window: str) -> bool:
    """Whether somebody notes what a client said and was advised, in a matter before police or court."""
    if _ADDRESSED.search(window[:_HEAD]) and _OPENLY.search(window):
        return False
    turns = (_WITH_CLIENT.search(window), _ADVISED.search(window), _INSTRUCTS.search(window))
    client = len(re.findall(r"\b(?:client|clt)\b", window, re.I))
    law = sum(bool(pattern.search(window)) for pattern in _PROCEEDINGS)
    return bool(turns[1]) and client >= 1 and sum(map(bool, turns)) >= 2 and law >= 2
