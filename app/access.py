"""Who may do what in a protected case: one table of roles and acts, asked by every use case and never by the window."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Act(StrEnum):
    """What can be done with a case, as far as roles tell it apart."""

    READ = "read"  # see sources, drafts, reviews, the timeline, what was left out
    SEARCH = "search"
    ADD = "add"  # take in evidence
    DESCRIBE = "describe"  # exhibit references, marks, statement fields, clocks
    DRAFT = "draft"  # summarise, ask, replay, compare
    REVIEW = "review"  # amend, reject, accept, note, sign off
    ENQUIRE = "enquire"  # lines of enquiry
    MATERIAL = "material"  # used, unused, sensitive; words for schedules
    PRIVILEGE = "privilege"  # decide on what may be legally privileged
    REDACT = "redact"
    SCHEDULE = "schedule"
    EXPORT = "export"
    VERIFY = "verify"
    AUDIT = "audit"  # read the log, records about the machine's part
    BACKUP = "backup"
    RETAIN = "retain"  # review date, holds
    REMOVE = "remove"  # a source and all that was made of it
    PURGE = "purge"  # the whole case
    REPORT_ACCESS = "report_access"  # data-protection record, incident export
    USERS = "users"  # grant, withdraw, roles, recovery key
    PROTECT = "protect"  # protect, take protection away, change the keys
    SELF_TEST = "self_test"
    TRAIN = "train"  # make and score exercises


class Role(StrEnum):
    """What a person is in a case; one person may be several."""

    INVESTIGATOR = "investigator"
    DISCLOSURE = "disclosure_officer"
    REVIEWER = "reviewer"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


_LOOKING = frozenset({Act.READ, Act.SEARCH, Act.VERIFY, Act.SELF_TEST})
MAY: dict[Role, frozenset[Act]] = {
    Role.INVESTIGATOR: _LOOKING
    | {Act.ADD, Act.DESCRIBE, Act.DRAFT, Act.REVIEW, Act.ENQUIRE, Act.MATERIAL, Act.REDACT, Act.EXPORT}
    | {Act.AUDIT, Act.BACKUP},
    Role.DISCLOSURE: _LOOKING
    | {Act.DESCRIBE, Act.DRAFT, Act.REVIEW, Act.ENQUIRE, Act.MATERIAL, Act.PRIVILEGE, Act.REDACT}
    | {Act.SCHEDULE, Act.EXPORT, Act.AUDIT},
    Role.REVIEWER: _LOOKING | {Act.REVIEW, Act.AUDIT},
    Role.TRAINER: _LOOKING | {Act.DRAFT, Act.TRAIN},
    Role.ADMINISTRATOR: frozenset(
        {Act.VERIFY, Act.SELF_TEST, Act.AUDIT, Act.BACKUP, Act.RETAIN, Act.REMOVE, Act.PURGE}
        | {Act.REPORT_ACCESS, Act.USERS, Act.PROTECT}
    ),
}


def may(roles: Iterable[Role], act: Act) -> bool:
    """Whether one of these roles allows the act."""
    return any(act in MAY[role] for role in roles)
