"""Answers a question with passages above a calibrated threshold, or with none: never with the nearest thing at hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from provenance.ports import Vectors
from summarise import candidates
from summarise.alike import alike
from summarise.asked import ASKING, asked_words, of_a_kind, put_words, rarity, said_words, share, stand_ins
from summarise.candidates import LEAST_WORTH, Floats
from summarise.draft import Chosen, Drafting
from summarise.kinds import OF_ITS_KIND, PERSON, PERSONS, base, named_instead
from summarise.leaving import NOT_AMONG
from summarise.near import nearest_first
from summarise.select import near_brief
from summarise.settings import Settings
from summarise.sought import CLOTHING, sought
from summarise.text import STOP_WORDS, content_words, words
from summarise.units import Unit

NEAREST = "Nearest to the question"
ALSO = "Also near the question"
BESIDE = "Beside it in the same passage"
MENTION = "Also mention “{word}”"
BEYOND_MOST = "above the threshold for this question, but not among the number of passages quoted"
FURTHER = "above the threshold for this question, but much further from it than what is quoted"
PERHAPS = "Perhaps meant by “{asked}”: “{named}”"
MEANING_COUNTS = 0.8  # of the nearness in meaning of a sentence to a point of a statement
LEAST_SAID = 0.35  # the score without that from which it counts
MOST_MENTIONS = 6
MOST_WHOLE = 4
MOST_OF_A_KIND = 20  # passages that are looked at because they name a thing of the kind that is asked for
UNDRESSED = 0.5  # of the share of words, where clothing is asked for and a sentence names none
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_NEARLY = 0.85  # of the best score: what stands under the first heading


def answer_scores(
    asked: Mapping[str, float],
    vector: Vectors,
    found: Sequence[Unit],
    vectors: Vectors,
    around: Vectors,
    settings: Settings,
    states: re.Pattern[str] | None = None,
) -> Floats:
    """How well each unit answers a question (n,), 0..1.

    `asked` are its telling words with their weights (`rarity`), `vectors` (n, d) the units', `around` (n, d) those of
    their passages. By `ask_lexical` the weighed share of the question's words that unit and passage say, where what it
    asks for (`states`: a time, a colour) counts as a word; for the rest cosine, the unit's and, by `ask_passage`, its
    passage's.
    """
    if not found:
        return np.zeros(0)
    said = np.array([share(asked, u.text, states) for u in found])
    if states is CLOTHING:  # the words that say whose clothing it is tell nothing of it by themselves
        said = said * np.array([1.0 if states.search(u.text) else UNDRESSED for u in found])
    near = np.array([share(asked, u.passage.text, states) for u in found])
    own, passage = (np.clip(rows @ vector.ravel(), 0, 1) for rows in (vectors, around))
    meaning = (1 - settings.ask_passage) * own + settings.ask_passage * passage
    scores: Floats = np.round(
        (1 - settings.ask_lexical) * meaning + settings.ask_lexical * (0.5 * said + 0.5 * near), 4
    )
    return scores


def choose_answer(desk: Drafting, question: str, count: int, *, of_a_point: bool = False) -> tuple[Chosen, list[str]]:
    """The units that answer a question, each with its heading; none when no unit reaches the threshold.

    To an answer come passages that hold a rare word of the question, whatever their score: an answer by nearness
    alone can quote one side. The passages retrieved are named nearest first. To a point of a statement, which speaks in
    words of its own, come `count` at most, those too whose meaning is near to it.
    """
    found, vectors, scores, retrieved = scored_units(desk, question)
    if of_a_point and found:
        meaning = np.round(MEANING_COUNTS * (vectors @ desk.embed([question], "Reading the point")[0]), 4)
        scores = np.where(scores >= LEAST_SAID, np.maximum(scores, meaning), scores)
    retrieved = _nearest_first(found, scores, retrieved)
    best = float(scores.max(initial=0))
    above = [
        i
        for i in range(len(found))
        if best >= desk.settings.ask_threshold and scores[i] >= desk.settings.ask_keep * best
    ]
    kept = candidates.Candidates(tuple(found[i] for i in above), vectors[above])
    picked = near_brief(kept, scores[above], count, desk.settings)
    if not of_a_point:
        picked += _whole(question, kept, scores[above], picked)
    units = [kept.units[i] for i in picked]
    more = [(u, BESIDE) for u in beside(question, units, found, scores)] if not of_a_point else []
    if units and not of_a_point:
        more += [(u, MENTION.format(word=word)) for u, word in mentions(desk, question, units)]
    added = desk.embed([u.text for u, _ in more], "Reading what else is mentioned")
    retrieved = tuple(dict.fromkeys([*retrieved, *(u.passage.id for u, _ in more)]))
    stood = stand_ins(desk.material.passages, asked_words(question))
    headings = answer_headings(question, units, scores[above][picked], stood) + [heading for _, heading in more]
    units += [u for u, _ in more]
    offered = frozenset(desk.passages_of)
    vectors = np.concatenate([kept.vectors[picked], added])
    left = _left(desk, found, scores, set(above), units, retrieved)
    return Chosen(tuple(units), vectors, retrieved, offered, near=nearest_first(found, scores), left=left), headings


def _whole(question: str, kept: candidates.Candidates, scores: Floats, picked: Sequence[int]) -> list[int]:
    """At most `MOST_WHOLE` units more that say every word of a question of two or more, the best first: what a source
    says to the point is quoted, however often the source is already."""
    asked, got = dict.fromkeys(asked_words(question), 1.0), list[int]()
    for i in sorted(range(len(kept)), key=lambda i: (-scores[i], i)):
        shown = [kept.units[p] for p in (*picked, *got)]
        fresh = i not in picked and not any(kept.units[i].overlaps(u) for u in shown)
        if len(asked) > 1 and fresh and len(got) < MOST_WHOLE and share(asked, kept.units[i].text) >= OF_ITS_KIND:
            got.append(i)
    return got


def _left(
    desk: Drafting,
    found: Sequence[Unit],
    scores: Floats,
    above: Collection[int],
    quoted: Sequence[Unit],
    retrieved: Sequence[str],
) -> dict[str, str]:
    """Why nothing is quoted of a source, where that is not that all of it is below the threshold."""
    looked = {desk.material.passages[desk.material.place[p]].source_id for p in retrieved}
    far = NOT_AMONG.format(what="the question")
    told = {source_id: far for source_id in desk.passages_of if source_id not in looked}
    for i, unit in enumerate(found):
        if i in above:
            told[unit.source_id] = BEYOND_MOST
        elif scores[i] >= desk.settings.ask_threshold:
            told.setdefault(unit.source_id, FURTHER)
    said = {u.source_id for u in quoted}
    return {source_id: why for source_id, why in told.items() if source_id not in said}


def mentions(desk: Drafting, question: str, cited: Sequence[Unit]) -> list[tuple[Unit, str]]:
    """At most `MOST_MENTIONS` units, one a passage, that hold a rare content word of the question, with that word.

    Rare: in at most three passages or a twentieth of them. Passages cited already are left out; sources take turns.
    """
    passages = desk.material.passages
    told = set(asked_words(question))  # without what names the kind of answer: "which way" seeks no "ways in which"
    asked = {base(w): w for w in reversed(words(question)) if _telling(w, question) and base(w) in told}
    holds = [set(asked) & said_words(p.text) for p in passages]
    count = Counter(s for held in holds for s in held)
    rare = {s for s in asked if 0 < count[s] <= max(3, len(passages) // 20)}
    used = {u.passage.id for u in cited}
    turns: Counter[str] = Counter()
    rows: list[tuple[int, int, Unit, str]] = []
    for row, passage in enumerate(passages):
        held = rare & holds[row]
        if not held or passage.id in used:
            continue
        fit = [(len(held & said_words(u.text)), u.worth, -u.start, u) for u in desk.backdrop.units(passage)]
        shared, _, _, unit = max(fit, key=lambda f: f[:3], default=(0, 0.0, 0, None))
        if shared and unit is not None:
            word = min(held & said_words(unit.text), key=lambda s: (count[s], s))
            rows.append((turns[passage.source_id], row, unit, asked[word]))
            turns[passage.source_id] += 1
    return [(unit, word) for _, _, unit, word in sorted(rows, key=lambda r: r[:2])[:MOST_MENTIONS]]


def beside(question: str, cited: Sequence[Unit], found: Sequence[Unit], scores: Floats) -> list[Unit]:
    """Units of the passage that the best cited unit stands in, where these may hold the answer.

    The nearest one that states what is asked for (a number, a time, a colour), where the cited one does not; and the
    one that follows it, after a question that was put to somebody the reply too: an answer often stands in the sentence
    after the one that repeats the question's words.
    """
    if not cited:
        return []
    best, states = cited[0], sought(question)
    own = [i for i, u in enumerate(found) if u.passage.id == best.passage.id]
    more: list[Unit] = []
    if states and not states.search(best.text):
        more = [found[i] for i in sorted(own, key=lambda i: (-scores[i], i)) if states.search(found[i].text)][:1]
    after = sorted((found[i] for i in own if found[i].start >= best.end), key=lambda u: u.start)
    more += after[: 2 if after and after[0].text.rstrip("\"'”’").endswith("?") else 1]
    kept: list[Unit] = []
    for unit in more:
        if unit.worth >= LEAST_WORTH and not any(unit.overlaps(u) for u in (*cited, *kept)):
            kept.append(unit)
    return kept


def _telling(word: str, question: str) -> bool:
    """Whether a word of a question can be looked for by itself: no stop or question word, no name."""
    if word in STOP_WORDS or word in ASKING or len(word) < 3:
        return False
    return f" {word}" in f" {question[:1].lower()}{question[1:]}"  # a name is written with a capital


def _nearest_first(found: Sequence[Unit], scores: Floats, retrieved: Sequence[str]) -> tuple[str, ...]:
    """Ids of passages by the best score of their units."""
    best: dict[str, float] = {}
    for unit, score in zip(found, scores.tolist(), strict=True):
        best[unit.passage.id] = max(score, best.get(unit.passage.id, 0.0))
    return tuple(sorted(retrieved, key=lambda p: -best.get(p, 0.0)))


def scored_units(desk: Drafting, question: str) -> tuple[list[Unit], Vectors, Floats, tuple[str, ...]]:
    """The units of the passages near a question, their vectors and scores, and the ids of those passages.

    A witness's name stands on the form of a statement and hardly ever in what he says: to the statement of one whom the
    question names it is put without the name as well.
    """
    asides = named_witnesses(desk, question)
    asked = [question, *dict.fromkeys(asides.values())]
    stood = stand_ins(desk.material.passages, asked_words(question))
    weights = rarity(desk.material.passages, [w for put in asked for w in put_words(put, stood)])
    embedded = dict(zip(asked, desk.embed(asked, "Reading the question"), strict=True))
    place, source_of = desk.material.place, {p.id: p.source_id for p in desk.material.passages}
    retrieved = list(desk.retrieve(question, embedded[question]))
    for put in asked[1:]:
        retrieved += [p for p in desk.retrieve(put, embedded[put]) if asides.get(source_of[p]) == put]
    retrieved += of_a_kind(desk.material.passages, put_words(question, stood), MOST_OF_A_KIND)
    retrieved = list(dict.fromkeys(retrieved))
    found = desk.brief_units(question, [desk.material.passages[row] for row in sorted(place[p] for p in retrieved)])
    vectors = desk.embed_once([u.text for u in found], "Reading the nearest passages")
    around = desk.material.vectors[[place[u.passage.id] for u in found]]
    scores = np.zeros(len(found))
    for put in asked:
        own = np.array([put == question or asides.get(u.source_id) == put for u in found], bool)
        words_put = {w: weights[w] for w in put_words(put, stood)}
        put_scores = answer_scores(words_put, embedded[put], found, vectors, around, desk.settings, sought(put))
        scores = np.where(own, np.maximum(scores, put_scores), scores)
    return found, vectors, scores, tuple(retrieved)


def named_witnesses(desk: Drafting, question: str) -> dict[str, str]:
    """Source id → the question without the name of the witness whose statement the source is, where it names him.

    A question that asks of nothing but the name is left as it is.
    """
    found = {}
    for source in desk.material.sources:
        called = {w for w in words(source.fields.get("witness", "")) if w not in STOP_WORDS and _is_name(w)}
        names = sorted({m[0] for m in _WORD.finditer(question) if _names(m[0], called)}, key=lambda n: (-len(n), n))
        put = re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", "they", question) if names else question
        put = re.sub(r"\bthey(?: they)+\b", "they", put)
        if put != question and content_words(put):
            found[source.id] = put
    return found


def _is_name(word: str) -> bool:
    return len(word) > 2 and not any(c.isdigit() for c in word)


def _names(word: str, called: Collection[str]) -> bool:
    """Whether a word of a question is one of these names: a short one only with a capital ("Mark", not "mark")."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    return plain in called and (len(plain) > 4 or word[0].isupper())


def _told_alike(asked: Sequence[str], stood: Collection[str], text: str) -> tuple[str, str] | None:
    """A word `asked` with the words of a text that perhaps stand for it: a like verb, or else a person."""
    put = tuple(PERSON if w in stood else w for w in asked)
    if like := alike(put, text):
        return next(iter(like.items()))
    person = next((w for w in words(text) if w in PERSONS), "")
    return next(((w, person) for w in asked if w in stood and person), None)


def answer_headings(question: str, units: Sequence[Unit], scores: Floats, stood: Collection[str] = ()) -> list[str]:
    """The heading of each unit: near the best, or also above the threshold; where it does not say a word of the
    question, but names a thing of that kind, or tells it by a like verb, that it does. Whoever did it, in words that
    nothing in the case says (`stood`), is perhaps the man who is told of."""
    asked, typed, found = asked_words(question), {base(w): w for w in words(question)}, list[str]()
    for unit, score in zip(units, scores.tolist(), strict=True):
        near = NEAREST if score >= _NEARLY * float(scores.max()) else ALSO
        instead = named_instead(asked, unit.text) or _told_alike(asked, stood, unit.text)
        found.append(PERHAPS.format(asked=typed[instead[0]], named=instead[1]) if instead else near)
    return found
