"""The English phrases by which a sentence is known as form text, court procedure, observation, doubt or denial."""

from __future__ import annotations

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


FORM = _any(
    r"true to the best of my (?:knowledge|belief)|liable to prosecution|wilfully stated|over (?:18|eighteen)",
    r"^age(?: if under 18)?\b|\bsigned?\s*[:(….]|signature|page \d+ of \d+",
    r"\bwitness statement\b.*\b(?:section|rule|cj act|mc act)|identification reference|victim personal statement",
    r"\bexhibit(?:ed)? (?:this|it|them|the same|these)\b",
    r"(?:identify|produce|exhibit) (?:this|it|the same|a copy)\b.*\bexhibit",
    r"willing to attend court|contact (?:details|telephone)|date of birth|i (?:make|made) this statement",
    r"this statement (?:was taken|consisting|is true)|official[- ]sensitive|restricted when complete",
    r"\bi am the (?:above[- ]named|person named)|certificate|table of contents|all rights reserved",
    r"^(?:tel|fax|e-?mail)\b|dear (?:sir|madam)|^(?:from|to|b?cc|date|sent|subject|reply-to)\s?:",
    r"^(?:>\s?)*on\s.{5,140}\bwrote\s?:[\s>]*$",  # the head of a message that is quoted in its answer
    r"further to my (?:previous|earlier|first) statement|i have been asked (?:to|whether|by)",
    r"(?-i:^(?:[A-Z][a-z]+(?: [a-z]+)?:\s[^.?!:]+\s)+[A-Z][a-z]+(?: [a-z]+)?:\s\S)",  # captions of a form
    r"mechanical stenography|transcript produced|certify that the foregoing",
)
PROCEDURE = _any(
    r"your honou?r|be seated|all rise|pass the witness|approach the (?:witness|bench)",
    r"may (?:i|we|it) (?:approach|please)",
    r"objection|sustained|overruled|cross-examination|redirect|direct examination|case-in-chief|side ?bar|recess\b",
    r"ladies and gentlemen|members of the jury|the jury (?:is|will|has|can|may|should|in|out)\b|bring in the jury",
    r"counsel,? (?:you may|approach|please|is)|you may (?:proceed|continue|step|approach)|go ahead|next slide",
    r"\beasel\b",
    r"(?:pull|blow|put|bring) (?:up|that up|this up|it up)|let's (?:go|turn|look|see|take|move)|in chambers|courtroom",
    r"can (?:we|you) (?:please )?(?:see|go to|turn|look|pull|put|bring|highlight)|as (?:you|we) (?:can )?see",
    r"on the screen",
    r"(?:turn|go|going) (?:to|back to) (?:slide|page|tab|exhibit|plaintiff|defendant|[pd]t?x)|court security officer",
    r"do you (?:see|recall|recognize) (?:that|this|it)|housekeeping|motions? in limine|pre-?admitted",
    r"moved into evidence",
    r"(?:read into|on|off) the record|strike that|no further questions|have a seat|raise your right hand|\bsworn\b",
    r"good (?:morning|afternoon|evening),|thank you|what exhibit|demonstrative|juror|jury (?:questionnaire|duty|room)",
    r"instructions i(?:'ve| have) given|hours? and \d+ minutes|answer out loud|previously marked|are you familiar with",
    r"spell(?:ed)? (?:your|my|as)|(?:your|my) (?:formal |full |last |first )+name|ask you some questions|hear me okay",
    r"if you look (?:on|at)|is that what it says|i'm showing you|let me (?:show|ask|hand) you",
    r"(?:repeat|rephrase) (?:the|your)",
)
_ADVERBS = r"(?:\w+ly |then |also |could |can |did |had |just )*"
OBSERVED = _any(
    rf"\bi {_ADVERBS}(?:saw|see|heard|hear|noticed|watched|recogni[sz]ed|remember)\b",
    rf"\bi {_ADVERBS}(?:recall|smelt|felt|found|spoke|asked|told|said|called|rang|ran|went|walked)\b",
    rf"\b(?:i|we) {_ADVERBS}(?:drove|left|arrived|opened|took|gave|picked|developed|designed|wrote)\b",
    rf"\b(?:i|we) {_ADVERBS}(?:invented|created|decided|concluded|tested|built|met|sold|made)\b",
    r"\b(?:wearing|carrying|holding|carried|ran|running|driving|drove|shouted|shouting|punched|hit|kicked|pushed|stabbed)\b",
    r"\b(?:threw|grabbed|climbed|crossed|turned|headed|stole|broke|smashed|parked|registration|scar|tattoo|tall|build)\b",
    r"\b(?:jacket|hood(?:y|ie)?|coat|colou?r|limp|accent|knife|blood|alarm|alley|doorway|stood|standing|walking|noise|bang)\b",
    r"\b(?:minutes|hours?|seconds) (?:fast|slow|early|late|behind|ahead)\b",
)
BACKGROUND = _any(
    r"^i (?:am|was|have been|have lived|live|work|have worked) (?:a|an|in|by|on my own|employed|married|retired)\b",
    r"\b(?:i am \w+ years of age|i have lived|by occupation|all my life|my exhibit|this statement is about)",
    r"\bon (?:duty|the (?:early|late|night) (?:turn|shift))",
    r"read (?:this|my|the) statement|corrected (?:one|two|three)|willing to attend|need\b.*\breturned",
)
# How officers and callers begin: why they were there, not what they saw.
OPENING = _any(
    r"^i was on (?:\w+ ){0,3}patrol|^i am a (?:police|special) (?:officer|constable)",
)
# What a case turns on: acts against people and things, what came of them, what people did and said about them.
ACT = _any(
    r"\b(?:punch|kick|push|slap|shov|attack|assault|strangl|chok|stamp|head-?butt|threaten|robb?|burgl|snatch|smash"
    r"|vandali[sz]|harass|kidnapp?|murder)(?:s|es|ed|ing|d)?\b",
    r"\b(?:hit|hits|hitting|struck|beaten|stab|stabs|stabbed|stabbing|shot|shooting|grabs?|grabbed|grabbing|raped|spat)\b",
    r"\bbit(?:ten)? (?:me|him|her|them|by)\b|\bforc(?:ed|ing)\b|\bset fire\b|\bset (?:\w+ ){1,3}alight\b",
    r"\b(?:knocked|threw|thrown|dragged|pulled|pinned|fell) (?:\w+ ){0,3}(?:down|over|to the (?:floor|ground))\b",
    r"\b(?:stole|stolen|steal|stealing)\b|\b(?:took|taken|taking|ripped) (?:\w+ ){0,4}(?:off|from|away)\b",
    r"\b(?:pulled|pulling) (?:\w+ ){0,4}(?:off|from|away|bag|phone|knife|gun|hair|hood)\b",
    r"\b(?:ran|run|running|went|sped|drove|rode|cycled|walked|made) (?:\w+ ){0,2}(?:off|away|after)\b|\bfled\b",
    r"\b(?:chased|chasing|(?:followed|following) (?:me|him|her|them|us|the))\b",
    r"\b(?:swerved|crashed|collided|skidded|overtook|reversed|mounted the (?:kerb|pavement)|ran over|failed to stop)\b",
    r"\b(?:i['’]?ll|i will|we['’]?ll|gonna|going to) (?:get|find|kill|hurt|burn|cut|smash) (?:you|him|her|them)\b",
)
OUTCOME = _any(
    r"\b(?:bleeding|blood|bruis\w*|swelling|swollen|fractur\w*|stitch(?:es|ed)|unconscious|injur(?:y|ies|ed))\b",
    r"\b(?:cut|wound|lump|mark|scratch|burn)s? (?:\w+ ){0,2}(?:over|above|below|to|on|across) (?:my|his|her|the)\b",
    r"\b(?:missing|stolen|emptied|empty|damaged|torn|snapped|smashed|ransacked|broken)\b|[£$€]\s?\d",
    r"\b(?:arrest|detain|search|seiz|recover|handcuff)(?:ed|ing)\b|\bcautioned\b|\bcharged with\b",
    r"\b(?:he|she|they|(?-i:[A-Z][A-Za-z]+)) (?:replied|admitted|denied|confessed|shouted|screamed|yelled)\b",
    r"\b(?:said|shouted|replied|answered|shouting|screamed)[,:]? [“\"‘]",
)
DESCRIBED = _any(
    r"\b(?:describe|wearing|dressed|wore|tattoo|scar|limp|accent|beard|moustache|glasses|balaclava|(?:his|her) face)\b",
    r"\b(?:\w+ hair|(?:slim|heavy|medium|stocky|average|normal|large) build|\d cm|tall|in (?:his|her) \w+ties)\b",
    r"\b(?:coat|jacket|hood(?:y|ie)|top|jeans|trousers|trainers|cap|hat|gloves|mask|vest|rucksack|tracksuit|bottoms)\b",
    r"(?-i:\b[A-Z]{2}\d\d ?[A-Z]{3}\b)|\bregistration\b|\bnumber ?plate\b|\b(?:car|van|moped|motorbike|lorry)\b",
)
HEARSAY = _any(
    r"\b(?:people|somebody|someone|they|everybody) (?:\w+ )?(?:say|said|told)\b",
    r"\b(?:i|we) (?:\w+ )?(?:been|was|were) told\b",
    r"\bi (?:have )?heard (?:that|people|it said|since)\b|\bapparently\b|\brumou?r\b|\bread (?:in|on|online)\b",
)
DISSENT = _any(
    r"\b(?:not|never|nobody|no[- ]one|nothing|nowhere|neither|cannot|\w+n['’]t|however|although|though|but|contrary)\b",
    r"\b(?:different(?:ly)?|instead|rather|wrong|mistaken|certain|sure|definite(?:ly)?|only|except|unlike|deny|denied|denies)\b",
    r"\b(?:with me|at home|could not have|no way)\b",
)
# Words by which somebody sets what they say against what others may say.
INSISTENCE = _any(
    r"\b(?:definite(?:ly)?|certain(?:ly)?|positive|no doubt|adamant|i am sure|i'm sure|quite sure|i insist)\b",
    r"\b(?:not right|wrong|mistaken|not the (?:man|woman|person|same|one)|the other way|the opposite)\b",
    r"\b(?:could not have|can't have|cannot have|couldn't have|was with me|were with me|different from|i deny)\b",
    r"\bi do(?: not|n['’]t) (?:accept|agree|believe) ",
    r"\b(?:minutes|hours?) (?:fast|slow)\b|\bshould be read as\b|\bcorrection\b",
    r"\b(?:was(?: not|n['’]t) (?:even )?there|did(?: not|n['’]t) do (?:it|that|anything))\b",
    r"\b(?:never touched|denied|no comment)\b",
    r"\b(?:nothing to do with me|(?:was(?: not|n['’]t)) me\b|threw the first|started it|came at|swung at)\b",
    r"\bself-?defen[cs]e\b|\bdefend(?:ing|ed) (?:him|her|my|them)sel(?:f|ves)\b",
    r"\bat my (?:sister|brother|mother|mum|father|dad|girlfriend|boyfriend|friend|mate)['’]s\b|\bstayed until\b",
    r"\bi (?:recovered|seized|recogni[sz]ed)\b|\bwould know (?:him|her|them) again\b",
)
LEANING = re.compile(
    r"^(?:he|she|it(?! must| was (?:about|just|nearly|approximately|around)| is (?:about|possible))"
    r"|i (?:am|was) (?:\w+ )?(?:definite|certain|sure|positive|clear) (?:about|of) (?:that|this|it)"
    r"|they|this|that|these|those|his|her|their|its|both|such|and|but|so|then|which|who|there)\b",
    re.IGNORECASE,
)
BARE = re.compile(
    r"^(?:(?:yes|no|yeah|yep|correct|right|okay|ok|sure|uh-huh|i do|i did|that's (?:right|correct|it|true)"
    r"|it is|it does|i don't know|i don't recall|absolutely|exactly|sir|ma'am)\b[\s,.!-]*)+$",
    re.IGNORECASE,
)
# A turn of testimony: "Q.", "A.", or a name in capitals with a colon; "(By Mr. Re)" belongs to it.
TURN = re.compile(r"^(?:[QA]\s?[.:]|[A-Z][A-Z.,’' -]{2,40}:)\s*(?:\(By [^)]*\)\s*)?")
EXCHANGE = re.compile(r"(?:^|\s)Q\s?[.:]\s.*\sA\s?[.:]\s", re.DOTALL)

# Headers of a message that machines write to each other.
TRANSPORT = re.compile(
    r"(?:Received|Return-Path|Delivered-To|Message-ID|References|In-Reply-To|MIME-Version|Content-[\w-]+|DKIM-[\w-]+"
    r"|ARC-[\w-]+|Authentication-Results|Received-SPF|List-[\w-]+|X-[\w-]+|Precedence|Auto-Submitted|User-Agent)\s?:",
    re.I,
)
