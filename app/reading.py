"""Gathers what the reading of one file yields, judges how well it was read, and makes its records."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from app.enclosed import COUNT, Allowance, Found, Receiver, summed
from app.misnamed import misnamed
from app.said import advanced, described, fitted, held, noticed, opened
from app.settings import Settings
from ingest import readers
from ingest.items import Advance, Chunk, Enclosed, Fields, Fitted, Held, Opened, PassageSpan
from ingest.video.settings import VideoSettings
from provenance.footage import ClockReading, Frame, MovementEvent, VideoStream
from provenance.ports import Task, TaskRunner
from provenance.records import Notice, Outcome, Part, Source
from provenance.store.records import NewLayer, NewVideo
from provenance.vault import Vault

# Warnings about a file that was read in full all the same; every other warning means that a part was not read.
_REMARKS = frozenset(
    {
        *("bytes_replaced", "body_with_footer", "layers_off", "encoding_guessed", "file_repaired", "tracked_changes"),
        *("page_by_ocr", "picture_by_ocr", "scan_text_layer", "page_turned", "low_confidence", "no_words_found"),
        *("small_letters_missed", "picture_reduced"),
        *("opened_with_password", "facts_unread", "text_covered", "field_values_differ"),
        *(
            "hidden_text",
            "struck_text",
            "white_text",
            "macros_not_run",
            "scripts_not_run",
            "remote_content_not_loaded",
            "tiny_pictures_left_out",
        ),
        *("converted", "name_differs"),
        *("variable_rate", "starts_late", "size_changes", "times_missing", "times_repeat", "times_backwards"),
        *("clock_unread", "events_left_out", "interlaced", "sound_not_heard"),
        *("hidden_sheets", "hidden_rows", "hidden_columns", "formulas", "rows_as_text", "rows_share_passages"),
        *("long_numbers", "unseen_values", "charts_by_words"),
        "cues_backwards",
        *("versions_differ", "signature_not_checked", "nothing_inside", "links_left_out"),  # of mail and archives
    }
)
# What a person should look into: kept as findings of the source, and no sign that it was read in part.
_FINDINGS = frozenset(
    {
        *("pages_missing", "pages_out_of_order", "signature_missing", "date_missing", "witness_missing"),
        *("declaration_missing", "low_ocr_confidence", "language_not_served"),
        *("camera_covered", "camera_frozen", "camera_moved", "picture_blank", "recording_gap", "clock_jumps"),
        *("clock_stops", "clock_rate"),
    }
)


def is_finding(code: str) -> bool:
    """Whether a notice is something to look into, and no warning about how the file was read."""
    return code in _FINDINGS


@dataclass(slots=True)
class Reading:
    """What came out of one file; filled from the runner's thread, read after the future is done."""

    kind: str = ""
    pages: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    passages: list[PassageSpan] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    findings: list[Notice] = field(default_factory=list)
    held: Held | None = None
    stream: VideoStream | None = None
    events: list[MovementEvent] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    clock: ClockReading | None = None
    threshold: float | None = None  # with which movement is sought
    advance: Advance | None = None
    receiver: Receiver | None = None
    fitting: set[str] = field(default_factory=set, repr=False)  # passwords that opened it, or a file inside it
    _passwords: tuple[str, ...] = field(default=(), repr=False)

    def take(self, item: object) -> None:
        """Put one item in its place; an item that nobody knows is a fault of a reader and ends the task."""
        match item:
            case Opened():
                self.kind, self.pages = opened(item)
            case Fields():
                self.fields.update(described(item))
            case Part():
                self.parts.append(item)
            case PassageSpan():
                self.passages.append(item)
            case Notice():
                (self.findings if noticed(item).code in _FINDINGS else self.notices).append(item)
            case Held():
                self.held = held(item)
            case VideoStream():
                self.stream = item
            case MovementEvent():
                self.events.append(item)
            case Frame():
                self.frames.append(item)
            case ClockReading():
                self.clock = item
            case Advance():
                self.advance = advanced(item)
            case Fitted():
                self.fitting.add(fitted(item, self._passwords))
            case Enclosed() | Chunk() if self.receiver is not None:
                self.receiver.take(item)
            case _:
                raise TypeError(f"a reader sent {type(item).__name__}")

    @property
    def found(self) -> list[Found]:
        """The files found inside; asked when the reading is done."""
        if self.receiver is None or self.held:
            return []
        self.receiver.finish()
        return self.receiver.found

    @property
    def allowance(self) -> Allowance | None:
        """What its files inside left over."""
        return self.receiver.allowance if self.receiver else None

    @property
    def orphans(self) -> list[str]:
        """SHA-256 of the files inside that came whole, asked where the reading itself is not kept."""
        return [one.sha256 for one in self.receiver.found if one.sha256] if self.receiver else []

    @property
    def share(self) -> float:
        """How much of the file is read, from 0 to 1."""
        seen = self.advance
        return min(1.0, seen.done / seen.total) if seen and seen.total else 0.0

    @property
    def outcome(self) -> Outcome:
        return "partly" if any(n.code not in _REMARKS for n in self._warnings()) else "read"

    def start(
        self,
        runner: TaskRunner,
        settings: Settings,
        source: Source,
        vault: Vault,
        privilege: str = "",
        allowance: Allowance | None = None,
    ) -> Future[list[object]]:
        """Have a child read the original into this record, the files found inside into the vault.

        See `ingest.take.take` for `privilege`; the `allowance` is for the files inside, None for a whole one.
        """
        allowance = allowance or Allowance.of(settings.read)
        self.receiver = Receiver(vault, allowance)
        read = allowance.left(settings.read)
        self._passwords = read.passwords
        self.threshold = VideoSettings.of(read).threshold
        task = Task("ingest.take:take", {"name": source.name, "settings": read, "privilege": privilege})
        limits = replace(settings.limits(source.size), enclosed_bytes=read.max_enclosed_bytes)
        future = runner.submit(task, vault.opener(source), limits, self.take)
        future.add_done_callback(self._over)
        return future

    def _over(self, done: Future[list[object]]) -> None:
        """A file inside whose bytes did not all come leaves nothing behind."""
        if self.receiver is not None and (done.cancelled() or done.exception() is not None):
            self.receiver.drop()

    def describe(self, source: Source) -> Source:
        """The source with what was found out by reading it; of one that is held, only the signs of privilege."""
        held = self.held is not None or source.withheld
        signs = self.held.signs if self.held else ()
        return replace(
            source,
            kind=self.kind or "unknown",
            outcome="held" if held else self.outcome,
            reason="privilege" if held else None,
            privilege="possible" if held and source.privilege == "none" else source.privilege,
            warnings=signs if held else (*self._warnings(), *misnamed(source.name, self.kind)),
            findings=() if held else tuple(self.findings),
            fields=source.fields if held else {**self.fields, **self._inside(), **source.fields},
            pages=self.pages,
        )

    def _warnings(self) -> list[Notice]:
        """What the reader told, and that files inside were left out: once, by whomever they were."""
        return summed([*self.notices, *(self.receiver.told() if self.receiver else ())])

    def _inside(self) -> dict[str, str]:
        return {COUNT: str(len(self.found))} if self.found else {}

    def layer(self) -> NewLayer | None:
        """The text layer, or None where the file has no text or must not show it."""
        if self.held or not self.parts:
            return None
        return NewLayer(readers.extractor(self.kind), tuple(self.parts))

    def video(self) -> NewVideo | None:
        """The table of frames with events and keyframes, or None."""
        if self.held or not self.stream:
            return None
        return NewVideo(self.stream, tuple(self.events), tuple(self.frames), self.clock, self.threshold)
