"""What goes when a source is removed, and what of it lies elsewhere: worked out before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from provenance.errors import UsageError

# Fields of a source by which it says the same as another in other words: it goes with that one.
SAYS_THE_SAME = {
    "translation_of": "a translation of {id}",
    "transcript_of": "a transcript of {id}",
    "working_copy_of": "a working copy of {id}",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What counts of a source here, as it is stored: also of one that is withheld."""

    id: str
    sha256: str
    title: str
    parent: str | None
    same_as: tuple[tuple[str, str], ...]  # (field, id of the other)
    path: str = ""  # of a file that was left where it lies


@dataclass(frozen=True, slots=True)
class Also:
    """A source that goes with the one that is removed, and why, in words."""

    id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The source, the files inside it, and others of the same content, which have to be removed with it (`also`).

    `stays` are files inside it that came in by another way, too. `left` are paths of files outside the case, which
    Attest does not touch. `claims` and `drafts` tell how much of drafts loses its words.
    """

    source_id: str
    title: str
    inside: tuple[Also, ...] = ()
    also: tuple[Also, ...] = ()
    stays: tuple[Also, ...] = ()
    left: tuple[str, ...] = ()
    claims: int = 0
    drafts: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.source_id, *(one.id for one in (*self.inside, *self.also)))


def planned(sources: Sequence[Known], source_id: str) -> Plan:
    """What goes with a source, of `sources` that are there.

    Raises UsageError("unknown_id"), and removal_inside for one that lies in a file that would stay: its bytes are part
    of that file's.
    """
    known = {one.id: one for one in sources}
    if source_id not in known:
        raise UsageError("unknown_id", what="source", id=source_id)
    also = _also(known, source_id)
    inside, stays = _inside(known, {source_id, *(one.id for one in also)})
    gone = {source_id, *(one.id for one in (*inside, *also))}
    for one in (known[source_id], *(known[other.id] for other in also)):
        if one.parent is not None and one.parent in known and one.parent not in gone:
            raise UsageError("removal_inside", id=one.id, container=one.parent)
    left = tuple(sorted({known[id].path for id in gone if known[id].path}))
    return Plan(source_id, known[source_id].title, tuple(inside), tuple(also), tuple(stays), left)


def _also(known: dict[str, Known], source_id: str) -> list[Also]:
    """Other sources with the same bytes, and those that say the same in other words, of these again."""
    found: dict[str, Also] = {}
    waiting = [source_id]
    while waiting:
        at = known[waiting.pop(0)]
        for one in known.values():
            if one.id in found or one.id == source_id:
                continue
            why = _why(one, at)
            if why:
                found[one.id] = Also(one.id, one.title, why)
                waiting.append(one.id)
    return list(found.values())


def _why(one: Known, of: Known) -> str:
    if one.sha256 and one.sha256 == of.sha256:
        return f"the same file as {of.id}"
    return next((SAYS_THE_SAME[name].format(id=of.id) for name, id in one.same_as if id == of.id), "")


def _inside(known: dict[str, Known], roots: Iterable[str]) -> tuple[list[Also], list[Also]]:
    """Files found inside these, and inside those; and which of them stay, as the same file lies elsewhere, too."""
    tree, waiting = list[Known](), list(roots)
    taken = set(waiting)
    while waiting:
        at = waiting.pop(0)
        for one in known.values():
            if one.parent == at and one.id not in taken:
                taken.add(one.id)
                tree.append(one)
                waiting.append(one.id)
    elsewhere = {one.sha256 for one in known.values() if one.id not in taken and one.sha256}
    goes, stays = list[Also](), list[Also]()
    for one in tree:
        into = stays if one.sha256 in elsewhere else goes
        into.append(Also(one.id, one.title, f"inside {one.parent}"))
    return goes, stays


def listed(names: Sequence[str]) -> str:
    """ "S1, S2 and S4"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
