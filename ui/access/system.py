"""Hears from the system that it goes to sleep or that the screen is locked, where it tells programs.

Windows tells each window that asks for it; Linux desktops tell it over D-Bus, on this machine; macOS needs a library
that is not kept here. Where nothing is told, `ui.access.away` sees by the clock that the machine slept.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Slot
from PySide6.QtGui import QGuiApplication

Tell = Callable[[], object]
# https://learn.microsoft.com/windows/win32/termserv/wm-wtssession-change and …/power/wm-powerbroadcast
_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 0x0004
_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK = 0x02B1, 0x0007
# https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html
_LOGIN, _MANAGER = "org.freedesktop.login1", "org.freedesktop.login1.Manager"
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
)


class Listening(Protocol):
    """What hears from the system until it is closed."""

    def close(self) -> None: ...


def listen(parent: QObject, screen_locked: Tell, slept: Tell) -> Listening | None:
    """Have these told of what the system tells; None where it tells nothing."""
    if sys.platform == "win32":
        return _Windows(screen_locked, slept)
    if sys.platform.startswith("linux"):
        with suppress(ImportError):  # a Qt without it
            return _Linux(parent, screen_locked, slept)
    return None


class _Linux(QObject):
    """Signals of the login manager and of the desktop's screen saver."""

    def __init__(self, parent: QObject, screen_locked: Tell, slept: Tell) -> None:
        super().__init__(parent)
        from PySide6.QtDBus import QDBusConnection

        self._screen_locked, self._slept = screen_locked, slept
        system = QDBusConnection.systemBus()
        self._joined: list[tuple[Any, tuple[Any, ...]]] = []
        self._join(system, _LOGIN, "/org/freedesktop/login1", _MANAGER, "PrepareForSleep", SLOT("sleeps(bool)"))
        path, own = session_path(os.environ.get("XDG_SESSION_ID", "")), "org.freedesktop.login1.Session"
        if path:
            self._join(system, _LOGIN, path, own, "Lock", SLOT("locks()"))
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return  # asked for all the same, a bus would be started
        session = QDBusConnection.sessionBus()
        for service, at, interface in _SAVERS:
            self._join(session, service, at, interface, "ActiveChanged", SLOT("saves(bool)"))

    def _join(self, bus: Any, *signal: Any) -> None:  # noqa: ANN401 - Qt's connection has no stub
        if bus.isConnected() and bus.connect(*signal[:-1], self, signal[-1]):
            self._joined.append((bus, signal))

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """The machine goes to sleep, or is awake again."""
        self._slept()

    @Slot()
    def locks(self) -> None:
        self._screen_locked()

    @Slot(bool)
    def saves(self, active: bool) -> None:
        if active:
            self._screen_locked()

    def close(self) -> None:
        for bus, signal in self._joined:
            bus.disconnect(*signal[:-1], self, signal[-1])
        self._joined.clear()
        self.deleteLater()


def session_path(session: str) -> str:
    """The object of a session of the login manager: all but letters and digits, and a first digit, as "_" and hex."""
    escaped = (
        c if c.isascii() and c.isalnum() and not (n == 0 and c.isdigit()) else f"_{ord(c):02x}"
        for n, c in enumerate(session)
    )
    return f"/org/freedesktop/login1/session/{''.join(escaped)}" if session else ""


class _Message(ctypes.Structure):
    """MSG: https://learn.microsoft.com/windows/win32/api/winuser/ns-winuser-msg"""

    _fields_ = [
        ("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("w", ctypes.c_size_t), ("l", ctypes.c_ssize_t),
    ]  # fmt: skip


def what_windows_tells(message: int, w: int) -> str:
    """ "slept", "screen_locked" or "", by a window message and its first parameter."""
    if (message, w) == (_WM_POWERBROADCAST, _PBT_APMSUSPEND):
        return "slept"
    return "screen_locked" if (message, w) == (_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK) else ""


class _Windows(QAbstractNativeEventFilter):
    """Messages that Windows sends to the program's windows: of power to all, of the session to who asked for it."""

    def __init__(self, screen_locked: Tell, slept: Tell) -> None:
        super().__init__()
        self._tell = {"screen_locked": screen_locked, "slept": slept}
        self._windows = [int(w.winId()) for w in QGuiApplication.topLevelWindows()]
        for window in self._windows:
            _wts("WTSRegisterSessionNotification", window, 0)
        if (application := QCoreApplication.instance()) is not None:
            application.installNativeEventFilter(self)

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        if bytes(kind) == b"windows_generic_MSG":
            found = _Message.from_address(int(message))
            if what := what_windows_tells(found.message, found.w):
                self._tell[what]()
        return False, 0

    def close(self) -> None:
        if (application := QCoreApplication.instance()) is not None:
            application.removeNativeEventFilter(self)
        for window in self._windows:
            _wts("WTSUnRegisterSessionNotification", window)


def _wts(name: str, *arguments: int) -> None:
    """A function of Windows; where it is missing, or says no, the clock and idle time lock the case all the same."""
    with suppress(OSError, AttributeError):
        library: Any = ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined]
        getattr(library, name)(*arguments)
