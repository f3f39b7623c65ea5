"""Icons by what they mean, drawn from the Phosphor set of QtAwesome in the colours of the palette in use."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QPixmap

from ui.theme.theme import theme

# One meaning, one picture: the only place in which names of the icon set stand.
_NAMES = {
    "good": "ph.check",
    "look": "ph.warning",
    "finding": "ph.flag",
    "link": "ph.link-simple",
    "key": "ph.key",
    "bad": "ph.x-circle",
    "new": "ph.circle",
    "accepted": "ph.check-circle",
    "rejected": "ph.x-circle",
    "amended": "ph.pencil-simple",
    "aside": "ph.bookmark-simple",
    "note": "ph.note",
    "undo": "ph.arrow-counter-clockwise",
    "add": "ph.plus",
    "find": "ph.magnifying-glass",
    "offline": "ph.shield-check",
    "settings": "ph.gear",
    "keys": "ph.keyboard",
    "help": "ph.question",
    "export": "ph.export",
    "pause": "ph.pause",
    "resume": "ph.play",
    "cancel": "ph.x",
    "retry": "ph.arrow-clockwise",
    "save": "ph.floppy-disk",
    "copy": "ph.copy",
    "back": "ph.caret-left",
    "forward": "ph.caret-right",
    "up": "ph.caret-up",
    "down": "ph.caret-down",
    "first": "ph.skip-back",
    "last": "ph.skip-forward",
    "larger": "ph.plus",
    "smaller": "ph.minus",
    "width": "ph.arrows-out-line-horizontal",
    "text": "ph.text-aa",
    "page": "ph.file-text",
    "statement": "ph.user",
    "document": "ph.file-text",
    "picture": "ph.image",
    "video": "ph.video-camera",
    "unknown": "ph.file",
    "held": "ph.lock-key",
    "refused": "ph.prohibit",
    "duplicate": "ph.copy-simple",
    "folder": "ph.folder-open",
    "case": "ph.briefcase",
    "sample": "ph.flask",
    "draft": "ph.list-bullets",
    "question": "ph.chat-text",
    "machine": "ph.cpu",
    "person": "ph.user",
    "evidence": "ph.files",
    "close": "ph.x",
    "menu": "ph.list",
    "clock": "ph.clock",
    "used": "ph.check-square",
    "unused": "ph.archive-box",
    "sensitive": "ph.eye-slash",
    "show": "ph.eye",
    "lock": "ph.lock",
    "not_relevant": "ph.minus-circle",
    "undecided": "ph.circle-dashed",
}


def icon(name: str, colour: str = "muted") -> QIcon:
    """The icon of a meaning, in a colour of the palette by its name; raises KeyError for a meaning without one."""
    import qtawesome  # takes a third of a second: after the window is on screen wherever that can be had

    palette = theme().palette
    return qtawesome.icon(
        _NAMES[name], color=getattr(palette, colour), color_disabled=palette.edge, color_active=palette.text
    )


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` pixels (of a screen with `ratio` device pixels each), for painting."""
    drawn = icon(name, colour).pixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def meanings() -> tuple[str, ...]:
    """Every meaning that has an icon."""
    return tuple(_NAMES)
