"""Says what a draft used and what it left out: every source of the case is cited, or listed with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from provenance.containers import stated
from provenance.near import Near
from provenance.records import Coverage, Source, Unused
from provenance.report_words import notices
from provenance.report_words import reason as in_words
from provenance.store.records import NewClaim
from summarise import english
from summarise.material import Material, usable
from summarise.units import legible

_NOT_CHOSEN = "not among the sources that were chosen for this draft"


def cover(
    material: Material,
    retrieved: Iterable[str],
    cited: Iterable[str],
    sources: Iterable[str],
    left: Mapping[str, str],
    near: tuple[Near, ...] = (),
) -> Coverage:
    """The coverage record of a draft.

    `retrieved` and `cited` are ids of passages, `sources` ids of the sources that a claim cites; `left` says
    why sources that could have been cited were not, `near` how near passages were. What was refused, and read when it
    came again, is not listed.
    """
    used = set(sources)
    chosen = [s for s in material.sources if s.id not in material.read_elsewhere]
    apart = [s for s in material.apart if s.id not in material.read_elsewhere]
    unread = [_unused(s, why) for s in (*chosen, *apart) if (why := unread_reason(s, material))]
    unused = [_unused(s, unused_reason(s, material, left)) for s in chosen if s.id not in used]
    unused += [_unused(s, _NOT_CHOSEN if usable(s) else unread_reason(s, material)) for s in apart]
    return Coverage(len(material.passages), len(set(retrieved)), len(set(cited)), tuple(unread), tuple(unused), near)


def held_back(claims: Sequence[NewClaim]) -> dict[str, str]:
    """For the sources of claims that were held back: why such a source is not used, if no other claim cites it."""
    held = [{c.source_id for c in claim.citations if c.role == "cited"} for claim in claims if claim.held_back]
    count = Counter(source for sources in held for source in sources)
    return {s: f"its {'only claim was' if n == 1 else 'claims were'} held back by the checks" for s, n in count.items()}


def unread_reason(source: Source, material: Material) -> str:
    """Why a source was not, or not wholly, searched; "" when all of it was."""
    if source.withheld:
        return _held(source)
    if source.outcome == "refused":
        return in_words(source.reason or "no_text")
    if source.outcome == "duplicate":
        twin = material.by_id.get(_twin_id(source))
        return _twin_words(twin) if twin and not usable(twin) else ""
    pending = material.pending.get(source.id, 0)
    told = [f"{pending} passages are not indexed yet"] if pending else []
    told += [_foreign(source, material)] if source.id in material.foreign else []
    if half := material.partly_foreign.get(source.id):
        told.append(english.told_partly(half))
    if lack := material.lacking.get(source.id):
        told.append(f"{_files(lack)} inside not taken in")
    if source.outcome == "partly":
        told.append("read in part: " + ("; ".join(notices(source.warnings)[:4]) or "see its warnings"))
    else:  # a film that was looked at from end to end was still not listened to
        told += notices(n for n in source.warnings if n.code == "sound_not_heard")
    return "; ".join(told)


def unused_reason(source: Source, material: Material, left: Mapping[str, str]) -> str:
    """Why no claim cites a source."""
    if source.outcome == "duplicate":
        return _twin_words(material.by_id.get(_twin_id(source)))
    if not usable(source):
        return unread_reason(source, material)
    read = [p for p in material.passages if p.source_id == source.id]
    if read and not any(map(legible, read)):
        return "its words were read too uncertainly to quote"
    if len(material.foreign.get(source.id, ())) == len(read) > 0:
        return _foreign(source, material)
    if source.id in left:
        return left[source.id]
    if source.id in material.pending:
        return "its passages are not indexed yet"
    if source.kind == "video":
        return "no movement was found in it"
    if inside := stated(source):
        lack = material.lacking.get(source.id, 0)
        held = f"it holds no text of its own; the files inside it ({inside - lack}) are sources of their own"
        return f"{held}; {_files(lack)} inside not taken in" if lack else held
    return "nothing in it could be read as sentences"


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"


def _foreign(source: Source, material: Material) -> str:
    every = sum(p.source_id == source.id for p in material.passages)
    return english.told(material.foreign[source.id], every)


def _held(source: Source) -> str:
    if source.privilege == "privileged":
        return "legally privileged: held"
    return "may be legally privileged: held until a named person decides"


def _twin_id(source: Source) -> str:
    return source.fields.get("duplicate_of", "") or (source.reason or "").removeprefix("duplicate_of_")


def _twin_words(twin: Source | None) -> str:
    if twin is None:
        return "duplicate of another source"
    if not usable(twin):
        return f"duplicate of {twin.title}, which was not searched"
    return f"duplicate of {twin.title}"


def _unused(source: Source, why: str) -> Unused:
    return Unused(source.id, source.name, source.exhibit, why)
