"""The English phrases that deny, put in doubt, make a condition, a wish or a plan of, or tell from hearsay."""

from __future__ import annotations

import re

DENIALS = re.compile(
    r"\bno\slonger\b|\b(?:not|never|cannot|nobody|nothing|nowhere|none|neither|nor|without|unable|hardly|no[- ]one)\b"
    r"|n['’]t\b|\bno\b(?![.,]?\s?\d|[,.!]|\s(?:doubt|more than|less than|fewer than|later than|earlier than))"
    r"|\bavoid(?:s|ed)?\s(?=\w+ing\b)|\bstop(?:s|ped)\sshort\sof\b|\bfail(?:s|ed)\sin\s(?=\w+ing\b)"
    r"|\bfail(?:s|ed|ing|ure)?\sto\b|\brefus(?:e[sd]?|ing)\sto\b|\bden(?:y|ies|ied)\b"
    r"|\b(?:forg[eo]t|forgotten|declin(?:e[sd]?|ing)|neglect(?:s|ed)?|omit(?:s|ted)?)\sto\b"
    r"|\b(?:barely|scarcely)\b|\brather\sthan\b|\binstead\sof\b"
    # "too scared to look"; not "too close to the edge"
    r"|\btoo\s(?!close|near|much|many|little|few|long|late)\w+(?:\s\w+)?\sto\b"
    r"(?!\s(?:the|an?|my|his|her|our|their|me|him|us|it)\b)",
    re.IGNORECASE,
)
NO_DENIALS = re.compile(
    r"\bnot (?:only|just|merely|simply)\b"
    r"|\bnot (?:more|less|fewer) than\s(?=\W?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten\b))"
    r"|\b(?:whether or|if|why) not\b"
    r"|,\s(?:is|was|did|do|does|are|were|have|has|had|could|would|should|can|won|ca|wo)n['’]t\s\w+\s?\?"
    r"|\b(?:is|was)n['’]t\s(?:that|it)\s(?:right|true|correct|fair|so)\b",
    re.IGNORECASE,
)
ASKED_WITH_NOT = re.compile(r"^(?:\W|Q\.?\s|and\s|but\s|so\s|now,?\s)*\w+n['’]t\b", re.IGNORECASE)
DOUBTS = re.compile(
    r"\b(?:i|we|he|she|they|you)\s(?:\w+ly\s)?(?:think|thought|believed?|suppose[d]?|assumed?|guess(?:ed)?|suspect(?:ed)?"
    r"|understand|understood|gather(?:ed)?|presume[d]?|imagined?)\b"
    r"|\b(?:maybe|perhaps|possibly|probably|apparently|presumably|supposedly|allegedly|seemingly|likely)\b"
    r"|\bmight\b|\bmay\s(?:well\s)?(?:have|be)\b|\bcould\s(?:well\s)?have\b|\bmust\shave\b"
    r"|\b(?:seem|appear)(?:s|ed)?\b(?:\sto\b)?|\blook(?:s|ed)\slike\b|\bas\sif\b|\bas\sthough\b"
    r"|\bnot\s(?:\w+\s)?(?:sure|certain|clear)\b|\bas\sfar\sas\s(?:i|he|she|we|they)\b|\bto\s(?:my|his|her)\sknowledge\b"
    r"|\bin\smy\sopinion\b|\b(?:i|we|he|she|they)\sreckon(?:ed|s)?\b|\b(?:cannot|could\snot|can['’]t|couldn['’]t)\s(?:say|tell)\b"
    # what was not done, or is put as a condition, a wish, a plan, a habit
    r"|\b(?:would|should)(?:n['’]t)?\b(?!\s(?:say|like)\b)|['’]d\s(?:\w+\s)?have\b|\bwish(?:e[sd])?\b|\bunless\b"
    r"|(?-i:\bHad)\s(?:i|he|she|we|they|it|the|my)\b"
    r"|\b(?:supposed|meant|planned|planning|hoped|hoping|wanted|threatened|promised|offered|intended|about)\sto\b"
    r"|\b(?:usually|normally|generally|typically)\b"
    # what somebody was to do, let on, dreamt, or was charged with
    r"|\b(?:asked|ordered|told|instructed|invited|urged|required|prepared|expected|due|ready|willing|obliged|agreed|decided"
    r"|vowed|undertook|arranged|pretend(?:s|ed|ing)?)\sto\b"
    r"|(?<!\bthe\s)(?<!\bhis\s)(?<!\bher\s)(?<!\bmy\s)(?<!\ba\s)(?-i:\bwill\b)(?!\s(?:say|of)\b)"
    r"|\b(?:am|is|are)\sgoing\sto\b|\b(?:came|comes|come)\sclose\sto\s(?=\w+ing\b)"
    r"|\b(?:accused|suspected|cleared|acquitted)\sof\b|\bis\salleged\b|\balleged\sto\b|\bcharged\swith\s(?=\w+ing\b)"
    r"|\b(?:dreamt|dreamed|lied|pretended|doubt(?:s|ed)?)\sthat\b|\b(?:i|we|he|she|they)\sdoubt(?:s|ed)?\b"
    r"|\b(?:un|im)(?:likely|possible)\sthat\b|\b(?:false|untrue|a\slie)\sthat\b|\b(?:not|n['’]t)\strue\sthat\b"
    r"|\bno\s(?:sign|evidence|proof|indication|suggestion|reason)\s(?:that|of|to\s(?:think|believe|suppose))\b"
    r"|\bif\b(?!\sonly)|\b(?:tried|trying|attempted|attempting)\sto\b|\b(?:was|were)\sgoing\sto\b"
    r"|\b(?:nearly|almost)\s(?:\w+ed|hit|fell|ran|lost|caught|got|had|went|struck|broke|came|was|were)\b",
    re.IGNORECASE,
)
OWN_CLAUSE = re.compile(
    r"might|may|could|must|maybe|perhaps|possibly|probably|presumably|likely|if|tried|trying|attempt|was|were|nearly|almost"
    r"|would|should|['’]d|unless|had|supposed|meant|plann|hop|wanted|threatened|promised|offered|intended|about"
    r"|asked|ordered|told|instructed|invited|urged|required|prepared|expected|due|ready|willing|obliged|agreed|decided|vowed"
    r"|undertook|arranged|pretend|will|am|is|are|came|come|accused|suspected|cleared|acquitted|charged"
    r"|usually|normally|generally|typically",
    re.IGNORECASE,
)
HEARSAY = re.compile(
    r"\b(?:i|we|he|she|they)\s(?:was|were|am|had\sbeen|have\sbeen)\s(?:later\s|then\s|also\s)?(?:told|informed|advised)\b"
    r"|\b(?:told|informed|advised)\s(?:me|us|him|her|them)\b|\b(?:i|we|he|she|they)\sheard\sthat\b"
    r"|\b(?:rumou?r|word|talk)\s(?:has|had)\sit\b|\b(?:people|others|neighbou?rs)\s(?:say|said|reckon|think)\b"
    r"|(?-i:\b[A-Z][a-z]+)\s(?:reckon|think|believe|suspect|assume|suppose|guesse?)s\b"
    r"|(?-i:\b[A-Z][a-z]+)\s(?:reckoned|thought|believed|suspected|assumed|guessed)\b"
    r"|\baccording\sto\b|\bis\ssaid\sto\b"
    r"|\b(?:he|she|they|(?-i:[A-Z][a-z]+)|my\s\w+)\s(?:has\s|had\s|also\s|then\s|later\s)?(?:said|says|claimed|claims|told\s(?:my\s)?\w+)\sthat\b"
    r"|(?<!\bi\s)(?<!\bwe\s)\b(?:said|says|claimed|claims|alleged|alleges)\s"
    r"(?=(?:he|she|they|it|i|we|the|an?|my|his|her|their|there|(?-i:[A-Z][a-z]+))\b)",
    re.IGNORECASE,
)
