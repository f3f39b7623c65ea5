"""What the intake record tells of a source for a schedule: facts alone, none of its content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from provenance.enquiries import day
from provenance.kinds import KINDS
from provenance.records import Source
from provenance.report_words import counted
from provenance.store.case_store import CaseStore

Facts = tuple[tuple[str, str], ...]


def facts(store: CaseStore, source: Source) -> Facts:
    """(label, value) of a source that is not withheld; what is not known is left out."""
    told = (
        ("Exhibit", source.exhibit),
        ("File", "" if source.exhibit else source.name),
        ("Kind", kind(source)),
        ("Date", day(dated(source))),
        ("Witness", source.fields.get("witness", "")),
        ("Producer", source.producer if source.producer != source.fields.get("witness", "") else ""),
        ("Author", source.fields.get("author", "")),
        ("Pages", f"{source.pages:,}" if source.pages else ""),
        ("Length", length(store, source)),
    )
    return tuple((label, " ".join(value.split())) for label, value in told if value.strip())


def block_facts(store: CaseStore, sources: Sequence[Source]) -> Facts:
    """The same of several sources that are listed as one item."""
    kinds = Counter(kind(s) for s in sources)
    dates = sorted({found for s in sources if (found := dated(s))})
    span = day(dates[0]) if len(dates) == 1 else f"{day(dates[0])} to {day(dates[-1])}" if dates else ""
    pages = sum(s.pages for s in sources)
    told = (
        ("Items in this block", f"{len(sources):,}"),
        ("Exhibits", ", ".join(s.title for s in sources)),
        ("Kind", ", ".join(f"{name} ({count:,})" if len(kinds) > 1 else name for name, count in kinds.items())),
        ("Dates", span),
        ("Pages", f"{pages:,}" if pages else ""),
    )
    return tuple((label, value) for label, value in told if value)


def machine_description(store: CaseStore, source: Source) -> str:
    """A description drafted by the machine out of the intake record alone: "PDF, witness Adaeze OKAFOR, dated …"."""
    known = dict(facts(store, source))
    parts = [known.get("Kind", "")]
    parts += [f"{label.lower()} {known[label]}" for label in ("Witness", "Producer", "Author") if label in known]
    parts += [f"dated {known['Date']}"] if "Date" in known else []
    parts += [counted(source.pages, "page")] if source.pages else []
    parts += [f"{known['Length']} long"] if "Length" in known else []
    return f"{', '.join(filter(None, parts))}."


def kind(source: Source) -> str:
    return KINDS.get(source.kind, source.kind or KINDS["unknown"])


def dated(source: Source) -> str:
    """The date on record: that of the exhibit list or a person, else that which a statement bears."""
    return source.dated or source.fields.get("statement_date", "")


def length(store: CaseStore, source: Source) -> str:
    """How long footage or a recording lasts: "00:01:30"; "" for anything else."""
    if source.kind != "video":
        return source.fields.get("duration", "")
    stream = store.video(source.id)
    if stream is None or not stream.times:
        return ""
    seconds = round((max(stream.times) - min(stream.times)) * Fraction(stream.time_base))
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
