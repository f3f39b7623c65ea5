"""Knows a message between a lawyer and a client by the addresses in its head."""

from __future__ import annotations

import re

from provenance.records import Notice

_HEADER = re.compile(
    r"^[ \t>]*(?P<name>from|to|cc|bcc|reply-to)[ \t]*:[ \t]*(?P<value>.+(?:\n[ \t]+\S.*)*)$", re.I | re.M
)
_SUBJECT = re.compile(r"^[ \t>]*(?:subject|re)[ \t]*:[ \t]*(?P<value>.+)$", re.I | re.M)
_ADDRESS = re.compile(r"[\w.+'-]+@([\w-]+(?:\.[\w-]+)+)")
# A label of a domain such as "halloran-solicitors", "raolaw", "smithlegal", "garden-chambers".
_LAWYER = re.compile(
    r"solicitor|barrister|advocates|attorney|lawyer|chambers|lawfirm|(?:^|[.-])law(?:$|[.-])|[a-z]{2}law(?:llp"
    r"|s)?(?:$|[.-])"
    r"|(?:^|[.-])legal|legal(?:$|[.-])|(?:^|[.-])kc(?:$|[.-])",
    re.I,
)
_NOT_LAW = re.compile(r"outlaw|inlaw|coleslaw|bylaw|claw(?:$|[.-])|flaw(?:$|[.-])|lawn", re.I)
_PUBLIC = re.compile(
    r"police|(?:^|\.)pnn\.|(?:^|\.)cps\.|gov\.|judiciary|hmcts|justice|court|iopc|probation|parliament|nca\.", re.I
)
_MATTER = re.compile(
    r"\b(?:interview|advi[cs]e[ds]?|instruct\w*|case|police|statement|court|hearing|charged?|plea|plead|defence"
    r"|evidence|claim"
    r"|witness|trial|bail|disclosure|counsel|barrister|prosecut\w+|settle\w*|contract|liab\w+|appeal"
    r"|allegations?|arrest\w*)\b",
    re.I,
)
_WITHOUT_PREJUDICE = re.compile(
    r"\bwithout\s+prejudice\b|\bprivileged\s*(?:and|&|/)\s*confidential\b|\bconfidential\s*(?:and|&|/)\s*privileged\b"
    r"|\blegally\s+privileged\b|\bsubject\s+to\s+(?:legal\s+)?(?:professional\s+)?privilege\b",
    re.I,
)
_ABOUT = re.compile(r"\b(?:training|course|seminar|guidance|policy|newsletter|webinar|what\s+is)\b", re.I)


def of_mail(window: str, place: str = "", where: str = "") -> list[Notice]:
    """Signs in the head of the message that the window begins with.

    Codes: privilege_marking, of the subject; lawyer_client_mail, where a lawyer's address writes to, or is written to
    from, one that is neither another firm's nor that of police, prosecutor or court.
    """
    found = []
    subject = _SUBJECT.search(window[:2000])
    if subject and (words := _WITHOUT_PREJUDICE.search(subject["value"])) and not _ABOUT.search(subject["value"]):
        found.append(Notice("privilege_marking", " ".join(words[0].upper().split()) + place, where))
    domains = [d.lower() for m in _HEADER.finditer(window[:4000]) for d in _ADDRESS.findall(m["value"])]
    lawyers = {d for d in domains if _LAWYER.search(d) and not _NOT_LAW.search(d) and not _PUBLIC.search(d)}
    others = [d for d in domains if d not in lawyers]
    private = bool(others) and not any(_PUBLIC.search(d) for d in others)
    inside = not others and len(lawyers) == 1 and len(domains) > 1
    if lawyers and (private or inside) and _MATTER.search(window):
        found.append(Notice("lawyer_client_mail", "a message between a lawyer and a client" + place, where))
    return found
