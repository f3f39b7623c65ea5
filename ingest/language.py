"""Finds text in a language that the embedding model does not serve (it serves English), rather silent than wrong.

Most text is told to be English by its small words alone; only what is not goes to the language identifier py3langid,
whose model is inside its package. Names, numbers, codes and text of a few words have no language here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ingest.items import Fields
from provenance.records import Notice, Part

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SERVED = "en"
_UNIT = 80  # letters that are judged together; fewer, down to the next, where a blank line ends them
_LEAST = 40  # letters below which nothing is said of a unit
_LEAST_PART = 120  # letters of another language that are told of in a document that is mainly English
_MOST_UNITS = 600  # of a long text so many units are looked at, evenly spread
_MAINLY = 0.6  # share of the letters from which a document is in a language
_KNOWN = 0.2  # share of all letters whose language must be told for that
_MOST_FINDINGS = 3
_SURE, _SURE_SHORT = 0.85, 0.95  # probability of a language, and that for less than `_UNIT` letters
_OTHER = 0.03  # probability that may be left for English or for no language at all
_ENGLISH_SHARE = 0.18  # of the words that are small words of English, from which text is English
_SMALL: Final = frozenset((
    "the", "of", "and", "to", "a", "in", "is", "was", "that", "it", "he", "she", "i", "for", "on", "with", "as",
    "his", "her", "they", "at", "be", "this", "have", "from", "or", "had", "by", "not", "but", "what", "all",
    "were", "we", "when", "your", "can", "said", "there", "an", "which", "their", "if", "do", "will", "up", "other",
    "about", "out", "many", "then", "them", "these", "so", "some", "would", "him", "has", "more", "no", "my",
    "than", "been", "who", "did", "me", "are", "you", "our", "us", "could", "into", "off", "over", "after",
    "before", "because", "where",
))  # fmt: skip
NAMES: Final = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "ig": "Igbo", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh",
    "km": "Khmer", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "ln": "Lingala", "lo": "Lao", "lt": "Lithuanian",
    "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "mt": "Maltese", "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian",
    "om": "Oromo", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sdh": "Kurdish", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "yo": "Yoruba", "yue": "Cantonese", "zh": "Chinese", "zu": "Zulu", "arz": "Arabic",
    "ary": "Arabic",
}  # fmt: skip
# Languages so near each other that the likelier one is named for all of them.
_NEAR: Final = (
    {"hr", "bs", "sr"}, {"no", "nn", "da"}, {"id", "ms"}, {"zh", "yue"}, {"ar", "arz", "ary"}, {"cs", "sk"},
    {"ku", "sdh"}, {"hi", "mr", "ne"}, {"fa", "ps", "tg"}, {"es", "gl", "ca"}, {"ru", "uk", "be", "bg", "mk"},
    {"pt", "gl"},
)  # fmt: skip
_NOISE = re.compile(r"\S*[@\d/\\<>{}=_]\S*|\bwww\.\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    letters: int
    language: str  # "" where nothing can be said


def findings(parts: Sequence[Part]) -> Iterator[Fields | Notice]:
    """What to tell of the language of a text: the field "language" (ISO 639) where it is mainly not English, and
    findings "language_not_served", of the whole or of stretches [start, end) in code points of the layer.
    """
    units = list(_units("".join(part.text for part in parts)))
    known = sum(unit.letters for unit in units if unit.language)
    everything = sum(unit.letters for unit in units)
    foreign = [unit for unit in units if unit.language not in ("", SERVED)]
    if not foreign or not known:
        return
    by_language: dict[str, int] = {}
    for unit in foreign:
        by_language[unit.language] = by_language.get(unit.language, 0) + unit.letters
    main = max(by_language, key=lambda name: by_language[name])
    total = sum(by_language.values())
    if total >= max(_MAINLY * known, _KNOWN * everything):
        yield Fields({"language": main})
        yield Notice("language_not_served", _words(main), f"text={foreign[0].start}-{foreign[0].end}")
        return
    told = [run for run in _runs(units) if run.letters >= _LEAST_PART]
    for run in sorted(sorted(told, key=lambda r: -r.letters)[:_MOST_FINDINGS], key=lambda r: r.start):
        yield Notice("language_not_served", "A part is " + _words(run.language, "i"), f"text={run.start}-{run.end}")


def _words(language: str, first: str = "I") -> str:
    what = "search by meaning and summaries may miss what it says; search by exact words works"
    return f"{first}n {NAMES[language]}: {what}"


def _runs(units: Sequence[_Unit]) -> Iterator[_Unit]:
    """Neighbouring units of one language as one, those of no language between them included."""
    run: _Unit | None = None
    for unit in units:
        if not unit.language:
            continue
        if run and unit.language == run.language:
            run = _Unit(run.start, unit.end, run.letters + unit.letters, run.language)
            continue
        if run and run.language != SERVED:
            yield run
        run = unit
    if run and run.language != SERVED:
        yield run


def _units(text: str) -> Iterator[_Unit]:
    """The text, or an even sample of it, in units of some lines, each with its language."""
    spans = list(_spans(text))
    step = max(1, -(-len(spans) // _MOST_UNITS))
    for start, end in spans[::step]:
        words = _NOISE.sub(" ", text[start:end])
        letters = sum(map(len, _WORD.findall(words)))
        yield _Unit(start, end, letters, language(words))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    begin = at = letters = 0
    for line in text.splitlines(keepends=True):
        if letters >= _UNIT or (letters >= _LEAST and not line.strip()):
            yield begin, at
            begin, letters = at, 0
        at += len(line)
        letters += sum(map(len, _WORD.findall(line[:4000])))
    if letters:
        yield begin, at


def language(text: str) -> str:
    """The language of a text (ISO 639), "" where it is too short, no prose, or cannot be told for sure."""
    text = text[:4000]
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    dense = len(_DENSE.findall(text))
    if letters < _LEAST and dense < _LEAST // 2:
        return ""
    small = sum(word.lower() in _SMALL for word in words)
    if small >= max(3, _ENGLISH_SHARE * len(words)):
        return SERVED
    if not _is_prose(words, letters):
        return ""
    return _identified(" ".join(words), letters + 2 * dense)


def _is_prose(words: Sequence[str], letters: int) -> bool:
    """Whether words are more than names and codes: in scripts with capitals, most begin with none."""
    cased = [word for word in words if word.lower() != word.upper()]
    if not cased or letters < 1:
        return bool(words)
    lower = sum(word[0] == word[0].lower() for word in cased)
    capitals = sum(word.isupper() and len(word) > 1 for word in cased)
    return len(cased) >= 6 and (lower >= 0.6 * len(cased) or (capitals >= 0.9 * len(cased) and letters >= 300))


def _identified(text: str, letters: int) -> str:
    found = dict(_identifier().rank(text.lower()))
    best = next(iter(found))
    likely = found[best] + max(
        (sum(found.get(n, 0) for n in near - {best}) for near in _NEAR if best in near), default=0
    )
    if best == SERVED and likely >= _SURE:
        return SERVED
    sure = likely >= (_SURE if letters >= _UNIT else _SURE_SHORT)
    english = found.get(SERVED, 0) + found.get("pcm", 0) + found.get("zxx", 0)
    return best if best in NAMES and sure and english <= _OTHER else ""


@lru_cache(1)
def _identifier() -> LanguageIdentifier:
    """The identifier with its model; about 100 MiB, so only a text that seems to need it loads it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
