"""Disclosure schedules without a screen: made as drafts, submitted, written again; and what is offered for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import policy
from app.access import Act
from app.schedule_rows import Overview, lines
from app.schedule_writers import FILLERS, WRITERS
from provenance.audience import Audience
from provenance.errors import UsageError
from provenance.export import Replaced, may_write, write_beside
from provenance.material import Material
from provenance.redaction_marks import words_of
from provenance.schedule import (
    FORMS,
    Form,
    ItemWords,
    Schedule,
    Submission,
    given_numbers,
    require_form,
    require_served,
)
from provenance.schedule_build import Standing, build, joined
from provenance.schedule_form import form_text, ranges
from provenance.schedule_made import Made, made
from provenance.serving_bars import same_files
from provenance.store.codec import bytes_sha256

if TYPE_CHECKING:
    from app.case import Case

ACTION = "schedule_written"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the schedule as it stands in the file, what its officer has to see beside it, its hash."""

    schedule: Schedule
    standing: Standing
    format: str
    sha256: str


class Scheduling:
    """Schedules of one case; what is decided and submitted is by the account that runs this process."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def draft(self, form: str, *, only_new: bool = False) -> tuple[Schedule, Standing]:
        """A schedule as it would be submitted now, and what stands beside it. Raises UsageError("bad_value")."""
        return build(self._case.store, require_form(form), policy.current(), self._case.by, only_new=only_new)

    def write(
        self,
        form: str,
        out: Path,
        format: str = "",
        *,
        audience: Audience = "prosecutor",
        submit: bool = False,
        only_new: bool = False,
        template: Path | None = None,
        overwrite: bool = False,
    ) -> Written:
        """Write a schedule as a draft, or `submit` it: then its numbers and words are fixed and kept. It is submitted
        and written, or neither, and what `overwrite` replaces is still there then.

        The format is that of the file's ending where none is named. Raises UsageError(bad_value | schedule_not_served |
        schedule_item_withheld | schedule_item_marked | schedule_numbers_missing | schedule_changed | file_exists |
        no_such_folder), AttestError(export_failed | schedule_not_set), CaseError.
        """
        self._case.require(Act.SCHEDULE)
        chosen, set_by = _ready(form, out, format, audience, template, overwrite)
        schedule, standing = self.draft(chosen, only_new=only_new)
        self._require_open(schedule, audience)
        if not submit:
            return self._written(schedule, standing, out, set_by, audience)
        self._require_numbers(schedule)
        return self._submitted(schedule, standing, out, set_by, audience)

    def again(
        self,
        n: int,
        out: Path,
        format: str = "",
        *,
        audience: Audience = "prosecutor",
        template: Path | None = None,
        overwrite: bool = False,
    ) -> Written:
        """Write a submitted schedule once more, in the words that stood there then.

        Nobody outside the case team gets one with a source that is withheld as privileged now, nor the defence one with
        what is sensitive now. Raises as `write`, and UsageError(unknown_id | schedule_item_withheld).
        """
        self._case.require(Act.SCHEDULE)
        found = next((s for s in self._case.store.submissions() if s.n == n), None)
        if found is None:
            raise UsageError("unknown_id", what="submitted schedule", id=str(n))
        _, set_by = _ready(found.form, out, format, audience, template, overwrite)
        self._require_open(found.schedule, audience)
        return self._written(found.schedule, Standing(), out, set_by, audience)

    def made(self) -> list[tuple[Made, Material]]:
        """What the program made itself in this case, with what a person decided on each piece."""
        decided = self._case.store.made_materials()
        return [(one, decided.get(one.key) or Material(one.key)) for one in made(self._case.store)]

    def decide_made(self, key: str, changes: Mapping[str, str]) -> Material:
        """Decide on a piece of what the program made. Raises UsageError(unknown_id | bad_value)."""
        if key not in (one.key for one in made(self._case.store)):
            raise UsageError("unknown_id", what="piece of the program's own material", id=key)
        return self._case.store.decide_made(key, changes, self._case.by)

    def overview(self) -> Overview:
        """Every line that people decide on, and how the forms stand now."""
        drafts = [self.draft(form) for form in FORMS]
        return Overview(lines(self._case), tuple(d for d, _ in drafts), joined([s for _, s in drafts]))

    def _require_numbers(self, schedule: Schedule) -> None:
        """The items of MG6E must have their numbers by a submitted MG6C or MG6D."""
        if schedule.form == "mg6e":
            given = given_numbers(self._case.store.submissions())
            missing = [i for i in schedule.items if (i.schedule, i.key) not in given]
            if missing:
                named = sorted({i.schedule.upper() for i in missing})
                raise UsageError("schedule_numbers_missing", count=len(missing), forms=" and ".join(named))

    def _require_open(self, schedule: Schedule, audience: Audience) -> None:
        """Raises UsageError("schedule_item_withheld") for items that this audience may not be given, or not any more:
        the decisions on a source and on another with its bytes may differ."""
        if audience == "working":
            return
        store = self._case.store
        held = {s.id for s in store.sources() if s.withheld}
        if audience == "defence":
            decided = {**store.materials(), **store.made_materials()}
            secret = {key for key, material in decided.items() if material.use == "sensitive"}
            held |= secret | same_files(store.sources(), secret)
        if gone := [i.number for i in schedule.items if held & {i.key, *i.words.source_ids}]:
            form = schedule.form.upper()
            raise UsageError("schedule_item_withheld", form=form, audience=audience, items=ranges(gone))
        if audience == "defence":
            self._require_unmarked(schedule)

    def _require_unmarked(self, schedule: Schedule) -> None:
        """Raises UsageError("schedule_item_marked") for items that state words that are marked for redaction."""
        store, marked = self._case.store, set[str]()
        for source in store.sources():
            spans = [] if source.withheld else words_of(store.redactions(source.id))
            text = store.layer(source.id).text() if spans else ""
            marked |= {" ".join(text[start:end].split()) for start, end in spans}
        if not (marked := marked - {""}):
            return
        looked_for = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(marked)))})(?!\w)", re.IGNORECASE)
        found = [i.number for i in schedule.items if looked_for.search(_stated(i.words))]
        if found:
            raise UsageError("schedule_item_marked", form=schedule.form.upper(), items=ranges(found))

    def _submitted(
        self, schedule: Schedule, standing: Standing, out: Path, set_by: _Setter, audience: Audience
    ) -> Written:
        """The file is written while the submission can be undone, and taken back where the case cannot keep it."""
        file, data = Replaced(out), list[bytes]()

        def write(kept: Submission) -> None:
            data.append(set_by.bytes(kept.schedule))
            file.write(data[-1])

        try:
            kept = self._case.store.submit_schedule(schedule, self._case.by, write)
        except Exception:
            file.take_back()
            raise
        file.kept()
        return self._recorded(kept.schedule, standing, data[-1], set_by.format, audience)

    def _written(
        self, schedule: Schedule, standing: Standing, out: Path, set_by: _Setter, audience: Audience
    ) -> Written:
        data = set_by.bytes(schedule)
        write_beside(out, data)
        return self._recorded(schedule, standing, data, set_by.format, audience)

    def _recorded(
        self, schedule: Schedule, standing: Standing, data: bytes, format: str, audience: Audience
    ) -> Written:
        sha256 = bytes_sha256(data)
        detail = {"form": schedule.form, "submission": schedule.submission, "items": len(schedule.items)}
        self._case.record(ACTION, detail | {"format": format, "audience": audience, "sha256": sha256})
        return Written(schedule, standing, format, sha256)


@dataclass(frozen=True, slots=True)
class _Setter:
    """How a schedule becomes a file."""

    format: str
    template: Path | None

    def bytes(self, schedule: Schedule) -> bytes:
        form = form_text(schedule)
        return FILLERS[self.format](self.template, form) if self.template else WRITERS[self.format](form)


def _ready(
    form: str, out: Path, format: str, audience: Audience, template: Path | None, overwrite: bool
) -> tuple[Form, _Setter]:
    """Form and how to set it, once it is clear that this may be written there for this audience."""
    chosen = require_form(form)
    require_served(chosen, audience)
    format = format or out.suffix.lower().removeprefix(".")
    if format not in WRITERS:
        why = f"choose from {', '.join(WRITERS)}, with --format or as the file's ending"
        raise UsageError("bad_value", value=format or "nothing", what="a format", why=why)
    if template and (template.suffix.lower() != f".{format}" or format not in FILLERS):
        why = "a template is filled in its own format: write DOCX from DOCX, XLSX from XLSX"
        raise UsageError("bad_value", value=str(template), what=f"a template of {format}", why=why)
    may_write(out, overwrite)
    return chosen, _Setter(format, template)


def _stated(words: ItemWords) -> str:
    """What a form states of an item, on one line."""
    facts = (value for _, value in words.facts)
    return " ".join(
        " ".join((words.title, words.description, words.location, words.reason, words.assists, *facts)).split()
    )
