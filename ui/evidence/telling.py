"""What is known of a source, in words: for the details beside the list, and to be copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app import messages
from app.taking_in import why
from provenance.records import Source
from provenance.report_words import KINDS, OUTCOME, PRIVILEGE, counted, notices
from ui.evidence.rows import item_of
from ui.strings import evidence as words
from ui.when import local_time

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A heading, the sentences that say how the source was read, and facts in groups under headings."""

    title: str
    item: str
    state: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    findings: tuple[str, ...]
    facts: tuple[Fact, ...]
    fields: tuple[Fact, ...]

    def text(self) -> str:
        """All of it as plain lines."""
        lines = [f"{self.title} {self.item}".strip(), self.state, *self.sentences]
        for head, found in ((words.WARNINGS_HEAD, self.warnings), (words.FINDINGS_HEAD, self.findings)):
            lines += [f"{head}: {one}" for one in found]
        return "\n".join([*lines, *(f"{name}: {value}" for name, value in (*self.facts, *self.fields))])


def tell(source: Source, title_of: Callable[[str], str | None], clock: str = "", later: str = "") -> Told:
    """`title_of` gives what people call a source; `clock` is the camera's at the first frame, `later` the id of the
    source as which it was read when it was added again."""
    closed = source.outcome in ("refused", "held", "duplicate")
    said = [why(source, title_of)] if closed and source.reason else []
    if later:
        said.append(words.READ_LATER_MORE.format(title=title_of(later) or later))
    if source.withheld and (source.outcome != "held" or not source.reason):
        said.append(messages.sentence("privilege"))
    fields = [(words.field_name(name), value) for name, value in source.fields.items()]
    if clock:
        fields.insert(0, (words.CAMERA_CLOCK, clock))
    return Told(
        title=source.title,
        item=item_of(source),
        state=OUTCOME[source.outcome],
        sentences=tuple(s for s in said if s),
        warnings=tuple(notices(source.warnings)),
        findings=tuple(notices(source.findings)),
        facts=tuple(_facts(source)),
        fields=tuple(fields),
    )


def _facts(source: Source) -> list[Fact]:
    values = {
        "exhibit": source.exhibit,
        "name": source.name,
        "kind": KINDS.get(source.kind, source.kind),
        "size": size(source.size),
        "pages": f"{source.pages:,}" if source.pages else "",
        "passages": f"{source.passages:,}" if source.passages else "",
        "frames": f"{source.frames:,}" if source.frames else "",
        "sha256": source.sha256,
        "added": words.ADDED_BY.format(at=local_time(source.added), by=source.added_by),
        "producer": source.producer,
        "dated": source.dated,
        "mark": source.mark,
        "privilege": PRIVILEGE[source.privilege],
        "path": source.path,
        "by_reference": words.BY_REFERENCE if source.by_reference else words.IN_CASE,
    }
    return [(words.FACT_NAMES[name], value) for name, value in values.items() if value]


def size(count: int) -> str:
    """ "5,430 bytes", "52.8 kB", "1.2 GB": decimal units, as file managers have them."""
    if count < 10_000:
        return counted(count, "byte")
    value, unit = count / 1e3, "kB"
    for larger in ("MB", "GB", "TB"):
        if value >= 1000:
            value, unit = value / 1000, larger
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:,.1f} {unit}"
