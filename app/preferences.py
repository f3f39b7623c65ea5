"""What is remembered between sessions for this user of this machine: how the window looks, cases, limits.

Nothing of the evidence stands in it, apart from the names that cases were given; of a protected case not even these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Literal, TypeVar, cast

import platformdirs

from app.settings import Settings
from ingest.items import MEBI, ReadSettings
from provenance.clock import now
from provenance.errors import AttestError
from provenance.export import write_beside
from provenance.looked import SENSITIVITY
from provenance.ports import GIB
from provenance.protection.keys import is_protected
from provenance.store.records import CaseInfo

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark")
POINTS_SHOWN = ("conflicts", "all")  # of the witness matrix
VERSION = 1
MOST_RECENT = 12
TEXT_PERCENT = (75, 200)
LOCK_MINUTES = (5, 10, 15, 30)  # without a key or the pointer, before a protected case is locked
T = TypeVar("T")
_MOST_BYTES = 1 << 20  # more than this was not written by `save`


@dataclass(frozen=True, slots=True)
class Recent:
    """A case that was opened: where it was then, how it is called, and when (UTC)."""

    folder: str
    reference: str = ""
    title: str = ""
    opened: str = ""
    protected: bool = False  # then neither reference nor title stands here

    def __post_init__(self) -> None:
        if self.protected and (self.reference or self.title):
            raise ValueError("what a protected case is called is not remembered")

    @property
    def named(self) -> str:
        """What it is called where cases are listed: a protected one after its folder."""
        return self.reference or Path(self.folder).name


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one file may use; see `ReadSettings` and `Settings` for the meaning of each."""

    max_pages: int = ReadSettings().max_pages
    max_pixels: int = ReadSettings().max_pixels
    max_megabytes: int = ReadSettings().max_bytes // MEBI
    ocr: bool = True
    reading_seconds: int = int(Settings().reading.seconds)
    memory_gib: float = Settings().reading.memory_bytes / GIB
    max_depth: int = Settings().max_depth
    max_enclosed: int = ReadSettings().max_enclosed
    max_enclosed_gib: float = ReadSettings().max_enclosed_bytes / GIB
    sensitivity: str = "usual"  # to movement in footage: a name in SENSITIVITY

    def _movement(self) -> dict[str, str]:
        """What is not as the analysis has it by itself."""
        if self.sensitivity == "usual":
            return {}
        return {"video_threshold": str(SENSITIVITY[self.sensitivity])}

    def settings(self) -> Settings:
        """The settings with which a case is opened."""
        plain = Settings()
        read = replace(
            plain.read,
            max_pages=self.max_pages,
            max_pixels=self.max_pixels,
            max_bytes=self.max_megabytes * MEBI,
            ocr=self.ocr,
            max_enclosed=self.max_enclosed,
            max_enclosed_bytes=int(self.max_enclosed_gib * GIB),
            extra={**plain.read.extra, **self._movement()},
        )
        memory = int(self.memory_gib * GIB)
        reading = replace(plain.reading, seconds=float(self.reading_seconds), memory_bytes=memory)
        return replace(plain, read=read, reading=reading, max_depth=self.max_depth)


# The least and most that a person may set; beyond, a limit would refuse everything or be none.
BOUNDS: Mapping[str, tuple[float, float]] = {
    "max_pages": (1, 100_000),
    "max_pixels": (1_000_000, 1_000_000_000),
    "max_megabytes": (1, 16_384),
    "reading_seconds": (30, 86_400),
    "memory_gib": (1, 256),
    "max_depth": (1, 32),
    "max_enclosed": (1, 1_000_000),
    "max_enclosed_gib": (0.5, 1024),
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """All that is remembered. `keys` holds only the key sequences that were changed, by action; `window` is the
    window's geometry as base64 text; `others` are keys of the file that this version does not know, kept as they are.
    """

    theme: Theme = "system"
    text_percent: int = 100
    single_keys: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    pane_sizes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    hidden_panes: tuple[str, ...] = ()
    recent: tuple[Recent, ...] = ()
    models_folder: str = ""
    limits: ReadingLimits = field(default_factory=ReadingLimits)
    last_folder: str = ""
    last_key: str = ""  # the name of the key that a bundle was signed with last
    last_user: str = ""  # the name under which a protected case was opened last
    lock_minutes: int = 10
    window: str = ""
    advice_seen: bool = False
    points_shown: str = "conflicts"
    go_on: bool = True  # after accepting or rejecting a claim, to the next that is not checked
    others: Mapping[str, object] = field(default_factory=dict)


def path() -> Path:
    """Where they are kept: the place that the system has for programs' settings of this user."""
    return platformdirs.user_config_path("attest", appauthor=False) / "preferences.json"


def load() -> Preferences:
    """What was saved last, or defaults. Never raises.

    A value that cannot be used gives its default. A file that is damaged, or of a newer Attest, is put aside as
    "preferences.json.damaged" and all are defaults.
    """
    file = path()
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError("too long")
        kept = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(kept, dict) or kept.get("version") != VERSION:
            raise ValueError("of another version")
    except OSError:  # there is none yet, or it cannot be read now
        return Preferences()
    except (ValueError, RecursionError):
        with suppress(OSError):  # where it cannot be moved it stays, and is not written over before a change is saved
            file.replace(file.with_name(f"{file.name}.damaged"))
        return Preferences()
    return _preferences(kept)


def save(preferences: Preferences) -> bool:
    """Write them whole or not at all; gives whether they were written (a home may be full, or read only)."""
    known = asdict(preferences)
    others = known.pop("others")
    data = json.dumps({**others, **known, "version": VERSION}, ensure_ascii=True, indent=1).encode()
    file = path()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_beside(file, data)
    except (OSError, AttestError):
        return False
    return True


def remember_case(preferences: Preferences, info: CaseInfo, protected: bool = False) -> Preferences:
    """The same with this case, opened now, at the head of the recent ones."""
    names = ("", "") if protected else (info.reference, info.title)
    opened = Recent(str(info.folder.absolute()), *names, now(), protected)
    older = (one for one in preferences.recent if one.folder != opened.folder)
    return replace(preferences, recent=(opened, *older)[:MOST_RECENT])


def without_names(preferences: Preferences, folders: Collection[str]) -> Preferences:
    """The same without what the cases in these folders are called: they are protected by now."""
    recent = (
        replace(one, reference="", title="", protected=True) if one.folder in folders else one
        for one in preferences.recent
    )
    return replace(preferences, recent=tuple(recent))


def protected_since(recent: Iterable[Recent]) -> frozenset[str]:
    """The folders of those that were plain when they were opened last, and are protected. Looks at the disk."""
    return frozenset(one.folder for one in recent if not one.protected and is_protected(Path(one.folder)))


def forget_case(preferences: Preferences, folder: str) -> Preferences:
    """The same without the case in this folder; the case itself is not touched."""
    return replace(preferences, recent=tuple(one for one in preferences.recent if one.folder != folder))


def exists(recent: Recent) -> bool:
    """Whether the case is still where it was; a drive that is not there now may come back."""
    try:
        return (Path(recent.folder) / "case.db").is_file()
    except (OSError, ValueError):
        return False


def _preferences(kept: dict[str, object]) -> Preferences:
    """Preferences out of what a file holds, value by value."""
    plain = Preferences()
    names = {f.name for f in fields(Preferences)} - {"others"} | {"version"}
    return Preferences(
        theme=_one(kept.get("theme"), lambda v: v in THEMES, plain.theme),
        text_percent=int(_number(kept.get("text_percent"), TEXT_PERCENT, plain.text_percent)),
        single_keys=_one(kept.get("single_keys"), lambda v: isinstance(v, bool), plain.single_keys),
        keys={k: v for k, v in _mapping(kept.get("keys")).items() if isinstance(v, str)},
        pane_sizes={k: tuple(cast(list[int], v)) for k, v in _mapping(kept.get("pane_sizes")).items() if _sizes(v)},
        hidden_panes=tuple(v for v in _list(kept.get("hidden_panes")) if isinstance(v, str)),
        recent=tuple(map(_recent, filter(_is_recent, _list(kept.get("recent")))))[:MOST_RECENT],
        models_folder=_text(kept.get("models_folder")),
        limits=_limits(_mapping(kept.get("limits"))),
        last_folder=_text(kept.get("last_folder")),
        last_key=_text(kept.get("last_key")),
        last_user=_text(kept.get("last_user")),
        lock_minutes=_minutes(kept.get("lock_minutes"), plain.lock_minutes),
        window=_text(kept.get("window")),
        advice_seen=kept.get("advice_seen") is True,
        go_on=_one(kept.get("go_on"), lambda v: isinstance(v, bool), plain.go_on),
        points_shown=_one(kept.get("points_shown"), lambda v: v in POINTS_SHOWN, plain.points_shown),
        others={k: v for k, v in kept.items() if k not in names},
    )


def _limits(kept: Mapping[str, object]) -> ReadingLimits:
    plain = ReadingLimits()
    found: dict[str, float] = {}
    for name, bounds in BOUNDS.items():
        default = getattr(plain, name)
        found[name] = type(default)(_number(kept.get(name), bounds, default))
    sensitivity = _one(kept.get("sensitivity"), lambda v: v in SENSITIVITY, plain.sensitivity)
    return ReadingLimits(**found, ocr=kept.get("ocr") is not False, sensitivity=sensitivity)  # type: ignore[arg-type]


def _recent(kept: object) -> Recent:
    values = _mapping(kept)
    folder, reference, title, opened = (_text(values.get(n)) for n in ("folder", "reference", "title", "opened"))
    if values.get("protected") is True:
        return Recent(folder, opened=opened, protected=True)
    return Recent(folder, reference, title, opened)


def _is_recent(kept: object) -> bool:
    return bool(_text(_mapping(kept).get("folder")))


def _one(value: object, fits: Callable[[object], bool], default: T) -> T:
    return cast(T, value) if isinstance(value, (str, bool)) and fits(value) else default


def _number(value: object, bounds: tuple[float, float], default: float) -> float:
    usable = isinstance(value, (int, float)) and not isinstance(value, bool)
    return cast(float, value) if usable and bounds[0] <= cast(float, value) <= bounds[1] else default


def _minutes(value: object, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value in LOCK_MINUTES else default


def _sizes(value: object) -> bool:
    return isinstance(value, list) and all(type(v) is int and 0 <= v <= 100_000 for v in value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
