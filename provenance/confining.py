"""Limits that the kernel itself holds on a process, native code included: its sockets, its system calls, its files.

Linux alone has such limits without privileges: seccomp (through libseccomp) and Landlock. What the kernel or a library
lacks is told in `Held`, and the work goes on without it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance import firewall

if TYPE_CHECKING:
    import py_landlock
    import pyseccomp

NATIVE: Final = sys.platform == "linux"  # whether there are such limits at all
AF_UNIX: Final = 1
_AF_NETLINK: Final = 16  # asks the kernel of this machine; reaches no other
_STREAM: Final = 1
# Ways round a filter of calls, into other processes, or into parts of the kernel that no reader of evidence needs.
_ROUND: Final = (
    *("io_uring_setup", "io_uring_enter", "io_uring_register"),  # opens sockets without the call `socket`
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp"),
    *("keyctl", "add_key", "request_key", "bpf", "perf_event_open", "userfaultfd", "fanotify_init", "syslog"),
    *("mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick"),
    *("mount_setattr", "unshare", "setns", "name_to_handle_at", "open_by_handle_at", "quotactl", "acct", "swapon"),
    *("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "sethostname"),
)
_NEW_SPACES: Final = 0x7E020000  # CLONE_NEW* of clone(2)
_NEW_USER: Final = 0x10000000
_NEW_NETWORK: Final = 0x40000000
_CAPABILITIES: Final = 0x20080522  # _LINUX_CAPABILITY_VERSION_3: capset(2)
_TIOCSTI: Final = 0x5412  # types into the terminal as if the person had


@dataclass(frozen=True, slots=True)
class Held:
    """What the kernel holds of a process: no sockets to other machines, by seccomp (`sockets`) or because it has a
    network of its own without interfaces (`namespace`), or by a rule of the Windows firewall; the version of Landlock,
    0 for none.

    `why` is a code for each limit that does not hold: other_system, no_firewall_rule, no_libseccomp, seccomp_refused,
    no_landlock, display_by_network, not_asked.
    """

    sockets: bool = False
    namespace: bool = False
    landlock: int = 0
    why: tuple[str, ...] = ("not_asked",)
    firewall: bool = False

    @property
    def offline(self) -> bool:
        """Whether the system, and not Python alone, keeps the process off every network."""
        return self.sockets or self.namespace or self.firewall


_held = Held()


def held() -> Held:
    """What holds of this process."""
    return _held


def hold_program() -> Held:
    """Have the kernel refuse this process, and all that it starts, every socket of a network; may be called again.

    Local sockets (of the window system, D-Bus) stay. Not to be undone; setuid programs started from here have no
    privileges. Where the display is reached by network, nothing is asked: the window could not be shown.
    """
    global _held
    if sys.platform != "linux":
        _held = _elsewhere()
    elif display_by_network(os.environ):
        _held = Held(why=("display_by_network",))
    elif not _held.sockets:
        why = _filtered(_program_rules)
        _held = Held(sockets=not why, why=why)
    return _held


def _elsewhere() -> Held:
    """What holds on other systems: on Windows a rule of the firewall, if there is one."""
    if firewall.blocked():
        return Held(why=("other_system",), firewall=True)
    return Held(why=("other_system", "no_firewall_rule") if sys.platform == "win32" else ("other_system",))


def display_by_network(environment: Mapping[str, str]) -> bool:
    """Whether windows are shown through X11 on another machine, or through a port of this one (ssh -X)."""
    if environment.get("WAYLAND_DISPLAY") or environment.get("QT_QPA_PLATFORM", "xcb").split(":")[0] != "xcb":
        return False
    host = environment.get("DISPLAY", "").rpartition(":")[0]
    return host not in ("", "unix") and not host.startswith("/")


def hold_child(reads: Iterable[Path], writes: Path | None, *, converts: bool) -> Held:
    """Have the kernel take from this child the network, other processes, and all files but those named.

    Must come before the first thread is started: Landlock holds the thread that asks, and what it starts. Where it
    `converts`, local stream sockets may be opened, but connect to nothing: LibreOffice listens on one.
    """
    global _held
    if sys.platform != "linux":
        _held = _elsewhere()
        return _held
    namespace = not _has_filters() and _own_network()
    _drop_capabilities()
    abi, no_files = _landlocked(reads, writes, converts)
    no_calls = _filtered(lambda calls: _child_rules(calls, converts))
    _held = Held(not no_calls, namespace, abi, (*no_calls, *no_files))
    return _held


def _has_filters() -> bool:
    try:
        with _plain_names():
            import pyseccomp  # noqa: F401 - whether it is there
    except (ImportError, RuntimeError, OSError):
        return False
    return True


def _own_network() -> bool:
    """Leave for a network without interfaces, where the system lets an account without privileges have one."""
    user, group = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    except OSError:
        return True  # off the network all the same, as nobody
    return True


def _drop_capabilities() -> None:
    """Of a child that an administrator's account started: what root may do beyond any account is given up, for good."""
    header, none = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0), (ctypes.c_uint32 * 6)()
    ctypes.CDLL(None, use_errno=True).capset(header, none)


def _filtered(rules: Callable[[pyseccomp.SyscallFilter], None]) -> tuple[str, ...]:
    """Load a filter of system calls; gives why not."""
    if not _has_filters():
        return ("no_libseccomp",)
    import pyseccomp

    try:
        calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        calls.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.ERRNO(errno.ENOSYS))  # calls of 32-bit programs
        calls.set_attr(pyseccomp.Attr.CTL_TSYNC, 1)  # all threads that there are
        rules(calls)
        calls.load()
    except OSError:
        return ("seccomp_refused",)
    return ()


def _program_rules(calls: pyseccomp.SyscallFilter) -> None:
    import pyseccomp

    refused = pyseccomp.ERRNO(errno.EACCES)
    for family in range(2, _AF_NETLINK):
        calls.add_rule(refused, "socket", pyseccomp.Arg(0, pyseccomp.EQ, family))
    calls.add_rule(refused, "socket", pyseccomp.Arg(0, pyseccomp.GT, _AF_NETLINK))
    for name in ("io_uring_setup", "io_uring_enter", "io_uring_register"):
        calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), name)


def _child_rules(calls: pyseccomp.SyscallFilter, converts: bool) -> None:
    import pyseccomp

    refused, forbidden = pyseccomp.ERRNO(errno.EACCES), pyseccomp.ERRNO(errno.EPERM)
    if converts:
        calls.add_rule(refused, "socket", pyseccomp.Arg(0, pyseccomp.NE, AF_UNIX))
        # the kind in the low bits, flags above
        for kind in range(16):
            if kind != _STREAM:
                calls.add_rule(refused, "socket", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xF, kind))
    else:
        calls.add_rule(refused, "socket")
    calls.add_rule(refused, "socketpair", pyseccomp.Arg(0, pyseccomp.NE, AF_UNIX))
    for name in ("connect", "sendmsg", "sendmmsg"):
        calls.add_rule(refused, name)
    calls.add_rule(refused, "sendto", pyseccomp.Arg(4, pyseccomp.NE, 0))  # with an address
    for name in _ROUND:
        calls.add_rule(forbidden, name)
    for bit in (1 << n for n in range(32) if _NEW_SPACES >> n & 1):
        calls.add_rule(forbidden, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, bit, bit))
    calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags lie in memory; libraries take `clone` then
    calls.add_rule(forbidden, "ioctl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, _TIOCSTI))
    calls.add_rule(forbidden, "prlimit64", pyseccomp.Arg(0, pyseccomp.NE, 0))  # of another process


def _landlocked(reads: Iterable[Path], writes: Path | None, converts: bool) -> tuple[int, tuple[str, ...]]:
    """Close the file system but for these; gives the kernel's version of Landlock, or 0 and why.

    What `converts` may also make a local socket where LibreOffice does, and see what runs.
    """
    try:
        with _plain_names():
            import py_landlock
            from py_landlock import AccessFs

            rules = py_landlock.Landlock(strict=False)
            abi = int(rules.abi_version)
            for path in (*_system(), *reads):
                _open(rules, path, AccessFs.READ_FILE | AccessFs.READ_DIR | AccessFs.EXECUTE)
            for device in _DEVICES:
                _open(rules, Path(device), AccessFs.READ_FILE | AccessFs.WRITE_FILE | AccessFs.TRUNCATE)
            if writes is not None:
                _open(
                    rules, writes, ~(AccessFs.MAKE_CHAR | AccessFs.MAKE_BLOCK | AccessFs.EXECUTE | AccessFs.IOCTL_DEV)
                )
            if converts:
                _open(rules, _SOCKET_FOLDER, AccessFs.MAKE_SOCK)
                _open(rules, _PROCESSES, AccessFs.READ_FILE | AccessFs.READ_DIR)
            rules.apply()
    except (ImportError, OSError):
        return 0, ("no_landlock",)
    except py_landlock.LandlockError:
        return 0, ("no_landlock",)
    return abi, ()


def _open(rules: py_landlock.Landlock, path: Path, access: py_landlock.AccessFs) -> None:
    """Allow this below a path, if it is there; of a file, what a file can have."""
    from py_landlock import AccessFs

    of_files = AccessFs.READ_FILE | AccessFs.WRITE_FILE | AccessFs.EXECUTE | AccessFs.TRUNCATE
    if path.exists():
        rules.add_path_rule(path, access=access if path.is_dir() else access & of_files)


_SOCKET_FOLDER: Final = Path("/tmp")
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_SYSTEM: Final = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store"),
    *(
        "/etc/ld.so.cache",
        "/etc/ld.so.conf",
        "/etc/ld.so.conf.d",
        "/etc/alternatives",
        "/etc/fonts",
        "/etc/libreoffice",
    ),
    *("/etc/localtime", "/etc/timezone", "/etc/locale.alias", "/etc/mime.types", "/etc/nsswitch.conf", "/etc/passwd"),
    *("/etc/group", "/etc/os-release", "/etc/papersize", "/etc/ssl/openssl.cnf", "/var/cache/fontconfig"),
    *("/var/spool/libreoffice", "/var/lib/libreoffice", "/sys/dev/block"),
    *("/sys/devices/system", "/sys/fs/cgroup", "/sys/kernel/mm", "/proc/self", "/proc/sys", "/proc/cpuinfo"),
    *("/proc/meminfo", "/proc/stat", "/proc/filesystems", "/proc/version", "/proc/loadavg", "/proc/uptime"),
)
_PROCESSES: Final = Path("/proc")  # for a child that watches over what it started


def _system() -> Iterator[Path]:
    """What programs and libraries of the system need to run; no home, and nothing below it but fonts."""
    yield from map(Path, _SYSTEM)
    for fonts in (".fonts", ".local/share/fonts"):
        yield Path("~", fonts).expanduser()


def python_paths(path: Sequence[str], packages: Sequence[Path]) -> Iterator[Path]:
    """Where Python and its packages lie. Of a folder with Attest's own source, which may hold cases too, only the
    `packages`."""
    yield from (Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix), *packages)
    own = {package.parent.resolve() for package in packages}
    for entry in map(Path, path):
        if entry.resolve() not in own or entry.name in ("site-packages", "dist-packages"):
            yield entry


@contextmanager
def _plain_names() -> Iterator[None]:
    """Have the two libraries find libc and libseccomp by the names that Linux gives them.

    The standard look-up starts programs (ldconfig, a compiler), and finds nothing where those are not installed.
    """
    known, looked_up = {"c": "libc.so.6", "seccomp": "libseccomp.so.2"}, ctypes.util.find_library

    def find(name: str) -> str | None:
        return known.get(name) or looked_up(name)

    ctypes.util.find_library = find
    try:
        yield
    finally:
        ctypes.util.find_library = looked_up
