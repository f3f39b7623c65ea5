"""Says in words what was seen of the network, and by which means; never more than that."""

from __future__ import annotations

from datetime import datetime

from app.badge import LastTest, Seen
from app.selftest.result import STEP_WORDS, WHY_WORDS
from ui.strings import offline as words
from ui.strings.common import counted
from ui.when import local_time

_MOST = 5  # addresses that are named


def badge(since: datetime, seen: Seen, tested: LastTest | None, running: bool) -> str:
    """The line of the badge: "No outside connection since 08:55 · self-test passed 09:12"."""
    parts = [words.SINCE.format(since=f"{since:%H:%M}")]
    if seen.refused:
        parts.append(words.REFUSED.format(count=len(seen.refused)))
    if running:
        parts.append(words.RUNNING)
    elif tested is None:
        parts.append(words.NOT_RUN)
    else:
        parts.append((words.PASSED if tested.passed else words.FAILED).format(when=short(tested.at)))
    return " · ".join(parts)


def short(stamp: str) -> str:
    """The time of day where it was today, else day and time."""
    whole = local_time(stamp)
    then = datetime.fromisoformat(stamp).astimezone()
    return f"{then:%H:%M}" if then.date() == datetime.now().astimezone().date() else whole


def saw(since: datetime, seen: Seen) -> str:
    """What was seen since when."""
    at = f"{since:%H:%M}"
    if not seen.refused:
        return words.SEEN_NONE.format(since=at)
    named = list(dict.fromkeys(seen.refused))
    more = f" and {len(named) - _MOST} more" if len(named) > _MOST else ""
    count = counted(len(seen.refused), "connection was", "connections were")
    return words.SEEN_REFUSED.format(since=at, count=count, addresses=f"{', '.join(named[:_MOST])}{more}")


def means(seen: Seen) -> str:
    """By which means it was seen."""
    if seen.held:
        return words.MEANS_HELD
    if seen.children and all(one.offline for one in seen.children):
        return words.MEANS_CHILDREN
    return words.MEANS_WATCHED


def files(seen: Seen) -> str:
    """Whether the processes that read evidence can open files of the account."""
    if not seen.children:
        return words.FILES_UNKNOWN
    abi = min(one.landlock for one in seen.children)
    return words.FILES_HELD.format(abi=abi) if abi else words.FILES_OPEN


def not_held(seen: Seen) -> list[str]:
    """A sentence for each limit that does not hold here."""
    told = (WHY_WORDS.get(code, code) for code in seen.why)
    return [f"{text[0].upper()}{text[1:]}." for text in told]


def test(tested: LastTest | None) -> str:
    """What the last self-test found, and what it could not test."""
    if tested is None:
        return words.TEST_NONE
    when = short(tested.at)
    if tested.passed:
        parts = [words.TEST_PASSED.format(when=when)]
    else:
        failed = ", ".join(STEP_WORDS.get(str(one), str(one)) for one in _list(tested, "failed"))
        parts = [words.TEST_FAILED.format(when=when, failed=failed or words.TEST_SOMETHING)]
    if tested.counted:
        parts.append(words.TEST_COUNTED.format(count=tested.detail["calls_outside"]))
    else:
        parts.append(words.TEST_NOT_COUNTED)
    parts.append(words.TEST_NAMESPACE if tested.detail.get("namespace") is True else words.TEST_NO_NAMESPACE)
    return " ".join(parts)


def _list(tested: LastTest, name: str) -> list[object]:
    found = tested.detail.get(name)
    return list(found) if isinstance(found, list | tuple) else []
