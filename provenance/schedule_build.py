"""Makes a schedule of a case as it stands, and tells its officer what a person has still to decide or to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from provenance.clock import now
from provenance.material import Material
from provenance.policy import Policy
from provenance.records import Notice, Source
from provenance.schedule import BLOCK, LISTED, Form, Item, ItemWords, Schedule, gone_since, numbered
from provenance.schedule_facts import block_facts, facts, machine_description
from provenance.schedule_made import Made, made
from provenance.schedule_points import Pointer, pointers, told
from provenance.serving_bars import same_files
from provenance.store.case_store import CaseStore

_PLACES = 4  # to which drafts point in a source that nobody assessed; the form of an assessed one names more


@dataclass(frozen=True, slots=True)
class Standing:
    """What the officer has to see beside a schedule; it stands on no form.

    `undecided` are sources on which nobody decided; `privileged` and `perhaps` count those kept back as legally
    privileged, and those on which a decision on that is due. `look` are gaps and contradictions that a person should
    mend, `notes` what is only good to know; both name the source, or the item's key, as their place.
    """

    undecided: tuple[Source, ...] = ()
    privileged: int = 0
    perhaps: int = 0
    look: tuple[Notice, ...] = ()
    notes: tuple[Notice, ...] = ()

    @property
    def clear(self) -> bool:
        return not (self.undecided or self.perhaps or self.look)


@dataclass(slots=True)
class _Entry:
    """What may become one item, with the decision on it."""

    key: str
    material: Material
    title: str
    sources: list[Source] = field(default_factory=list)
    made: Made | None = None
    members: list[Material] = field(default_factory=list)  # the decisions on the sources of a block


def build(
    store: CaseStore, form: Form, policy: Policy, by: str, *, only_new: bool = False
) -> tuple[Schedule, Standing]:
    """The schedule as a draft, and what stands beside it. Sources withheld for privilege are on none."""
    before = store.submissions()
    entries, standing = _entries(store)
    points = _points(store, entries) if form == "mg6e" else {}
    items = [_item(store, entry, form, policy, points) for entry in entries if _on(entry, form)]
    gone = gone_since(items, before, form)
    listed = [(LISTED[entry.material.use], entry.key) for entry in entries if entry.material.use in LISTED]
    kept = numbered(items, before, form, listed)
    last = next((s for s in reversed(before) if s.form == form), None)
    schedule = Schedule(
        form, store.info.reference, store.info.title, now(), by,
        tuple(i for i in kept if i.since) if only_new else kept, gone,
        last=last.n if last else None, last_at=last.at if last else "", only_new=only_new,
    )  # fmt: skip
    look, notes = _look(form, entries, kept, points)
    if form == "mg6c":
        look = (*look, *_same_as_sensitive(store, entries))
    return schedule, replace(standing, look=look, notes=notes)


def joined(standings: Sequence[Standing]) -> Standing:
    """What stands beside several forms of one case, each thing once."""
    look = dict.fromkeys(n for s in standings for n in s.look)
    notes = dict.fromkeys(n for s in standings for n in s.notes)
    return replace(standings[0], look=tuple(look), notes=tuple(notes))


def _on(entry: _Entry, form: Form) -> bool:
    listing = LISTED.get(entry.material.use)
    return bool(listing and entry.material.assists) if form == "mg6e" else listing == form


def _entries(store: CaseStore) -> tuple[list[_Entry], Standing]:
    """All that a person decided on, blocks put together, in the order taken in; and what nobody decided."""
    materials, blocks = store.materials(), dict[str, _Entry]()
    found, undecided = list[_Entry](), list[Source]()
    counts = {"privileged": 0, "possible": 0}
    for source in store.sources():
        material = materials[source.id]
        if source.withheld:
            counts["privileged" if source.privilege == "privileged" else "possible"] += 1
            continue
        if source.outcome == "duplicate" and not material.version:
            continue  # the same bytes as a source that is listed
        if material.use == "undecided":
            undecided.append(source)
            continue
        name = block_of(source, material)
        entry = blocks.get(f"{material.use} {name}") if name else None
        if entry is None:
            key = f"block {name}" if name else source.id
            entry = _Entry(key, material, name or source.title)
            found.append(entry)
            if name:
                blocks[f"{material.use} {name}"] = entry
        entry.sources.append(source)
        entry.members.append(material)
    decided = store.made_materials()
    found += [_Entry(one.key, decided[one.key], one.title, made=one) for one in made(store) if one.key in decided]
    return found, Standing(tuple(undecided), counts["privileged"], counts["possible"])


def block_of(source: Source, material: Material) -> str:
    """The block under which a source is listed; "" where it is an item of its own.

    What may undermine the prosecution or assist the defence, or is presumed to, is listed and described singly.
    """
    name = " ".join(source.fields.get(BLOCK, "").split())
    return "" if material.assists or material.rebuttable else name


def _points(store: CaseStore, entries: Sequence[_Entry]) -> Mapping[str, list[Pointer]]:
    return pointers(store, {s.id for e in entries if e.material.use in LISTED for s in e.sources})


def _item(store: CaseStore, entry: _Entry, form: Form, policy: Policy, points: Mapping[str, list[Pointer]]) -> Item:
    """An item with the words for which this form has a place, and no others: MG6C says nothing of what assists."""
    material, listing = entry.material, LISTED[entry.material.use]
    words = ItemWords(entry.title, source_ids=tuple(s.id for s in entry.sources))
    words = _described(store, entry, policy.machine_descriptions and listing == "mg6c", words)
    if form == "mg6e":
        seen = [p for source in entry.sources for p in points.get(source.id, ())]
        return Item(listing, entry.key, replace(words, assists=material.assists, points=told(seen)))
    known = entry.made.facts if entry.made else _facts(store, entry)
    words = replace(words, facts=known, location=_joined(m.location for m in entry.members or [material]))
    if form == "mg6d":
        return Item(listing, entry.key, replace(words, reason=_joined(m.reason for m in entry.members or [material])))
    return Item(listing, entry.key, replace(words, rebuttable=material.rebuttable))


def _facts(store: CaseStore, entry: _Entry) -> tuple[tuple[str, str], ...]:
    if entry.key.startswith(f"{BLOCK} "):
        return block_facts(store, entry.sources)
    return facts(store, entry.sources[0])


def _described(store: CaseStore, entry: _Entry, by_machine: bool, words: ItemWords) -> ItemWords:
    """A person's words; those on the sources of a block stand under its name. The machine's, where that is allowed."""
    if entry.key.startswith(f"{BLOCK} "):
        pairs = zip(entry.sources, entry.members, strict=True)
        single = [f"{source.title}: {m.description}" for source, m in pairs if m.description]
        return replace(words, description="\n".join([entry.title, *single]), described_by="person")
    if entry.material.description:
        return replace(words, description=entry.material.description, described_by="person")
    if by_machine and entry.sources:
        return replace(words, description=machine_description(store, entry.sources[0]), described_by="machine")
    return words


def _look(
    form: Form, entries: Sequence[_Entry], items: Sequence[Item], points: Mapping[str, list[Pointer]]
) -> tuple[tuple[Notice, ...], tuple[Notice, ...]]:
    """What a person should mend on this form, and what is good to know."""
    look, notes = list[Notice](), list[Notice]()
    for entry in entries:
        m = entry.material
        if m.assists and m.use == "not_relevant":
            look.append(Notice("assists_not_relevant", entry.title, entry.key))
        if form == "mg6e" and m.use in LISTED and not m.assists:
            if m.rebuttable:
                look.append(Notice("presumed_not_reported", entry.title, entry.key))
            elif seen := [p.label for s in entry.sources for p in points.get(s.id, ()) if p.label]:
                notes.append(Notice("pointed_not_assessed", f"{entry.title} ({_few(seen)})", entry.key))
        for source in entry.sources:
            if m.use in LISTED and source.fields.get(BLOCK, "").strip() and entry.key == source.id:
                notes.append(Notice("listed_singly", entry.title, entry.key))
    for item in items:
        if not item.words.description:
            look.append(Notice("not_described", item.words.title, item.key))
        if form == "mg6d" and not item.words.reason:
            look.append(Notice("reason_missing", item.words.title, item.key))
    return tuple(look), tuple(notes)


def _same_as_sensitive(store: CaseStore, entries: Iterable[_Entry]) -> Iterator[Notice]:
    """Sources on MG6C that are the same file as one on MG6D: the one would tell what the other keeps back."""
    secret = {s.id for e in entries if e.material.use == "sensitive" for s in e.sources}
    same = same_files(store.sources(), secret)
    for source in (s for e in entries if e.material.use == "unused" for s in e.sources):
        if source.id in same:
            yield Notice("same_as_sensitive", source.title, source.id)


def _few(labels: Sequence[str]) -> str:
    """The first places, and whether there are more: "p. 1, p. 2, p. 5 and more"."""
    told = list(dict.fromkeys(labels))
    return ", ".join(told[:_PLACES]) + (" and more" if len(told) > _PLACES else "")


def _joined(texts: Iterable[str]) -> str:
    """Different words once each, in order."""
    return "; ".join(dict.fromkeys(t for t in texts if t))
