"""Who may do what in a protected case: one table of roles and acts, asked by every use case and never by the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from provenance.errors import UsageError
from provenance.protection.users import CaseUser

NOT_ALLOWED = "act_refused"  # the action in the log


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


# Who can open a case has its key, and so can read all of it: roles say what people may do, not what they may see.
_ALL = frozenset({Act.READ, Act.SEARCH, Act.VERIFY, Act.AUDIT, Act.SELF_TEST})
_WORK = frozenset({Act.DESCRIBE, Act.DRAFT, Act.REVIEW, Act.ENQUIRE, Act.MATERIAL, Act.REDACT, Act.EXPORT})
MAY: dict[Role, frozenset[Act]] = {
    Role.INVESTIGATOR: _ALL | _WORK | {Act.ADD, Act.BACKUP},
    Role.DISCLOSURE: _ALL | _WORK | {Act.PRIVILEGE, Act.SCHEDULE},
    Role.REVIEWER: _ALL | {Act.REVIEW},
    Role.TRAINER: _ALL | {Act.DRAFT, Act.TRAIN},
    Role.ADMINISTRATOR: _ALL
    | {Act.BACKUP, Act.RETAIN, Act.REMOVE, Act.PURGE, Act.REPORT_ACCESS, Act.USERS, Act.PROTECT},
}
ROLE_WORDS = {
    Role.INVESTIGATOR: "investigator",
    Role.DISCLOSURE: "disclosure officer",
    Role.REVIEWER: "reviewer",
    Role.TRAINER: "trainer",
    Role.ADMINISTRATOR: "administrator",
}
ACT_WORDS = {
    Act.READ: "look at evidence and drafts",
    Act.SEARCH: "search",
    Act.ADD: "add evidence",
    Act.DESCRIBE: "describe sources",
    Act.DRAFT: "draft and ask",
    Act.REVIEW: "decide on claims",
    Act.ENQUIRE: "write lines of enquiry",
    Act.MATERIAL: "decide on the use of sources",
    Act.PRIVILEGE: "decide on legal privilege",
    Act.REDACT: "redact",
    Act.SCHEDULE: "write schedules",
    Act.EXPORT: "export",
    Act.VERIFY: "verify citations",
    Act.AUDIT: "read the log",
    Act.BACKUP: "back up the case",
    Act.RETAIN: "set review dates and holds",
    Act.REMOVE: "remove sources",
    Act.PURGE: "purge the case",
    Act.REPORT_ACCESS: "write the data-protection record",
    Act.USERS: "give and withdraw access",
    Act.PROTECT: "change the case's protection",
    Act.SELF_TEST: "run the self-test",
    Act.TRAIN: "make and score exercises",
}


def may(roles: Iterable[str], act: Act) -> bool:
    """Whether one of these roles allows the act; a role of another version allows nothing."""
    return any(act in MAY[Role(role)] for role in roles if role in set(Role))


def not_allowed(user: CaseUser, act: Act, users: Sequence[CaseUser]) -> UsageError:
    """What tells a user that none of their roles allows the act, and who could help."""
    administrators = ", ".join(u.name for u in users if Role.ADMINISTRATOR in u.roles)
    roles = ", ".join(ROLE_WORDS[Role(role)] for role in user.roles if role in set(Role))
    facts = {"user": user.name, "act": ACT_WORDS[act], "roles": roles, "administrators": administrators}
    return UsageError("not_allowed", **facts)


def roles_of(words: Iterable[str]) -> frozenset[Role]:
    """Roles by their names, also with a blank or a hyphen; raises UsageError("bad_value")."""
    found = set()
    for word in words:
        try:
            found.add(Role(word.strip().lower().replace(" ", "_").replace("-", "_")))
        except ValueError as error:
            why = f"choose {', '.join(Role)}"
            raise UsageError("bad_value", value=word, what="a role", why=why) from error
    return frozenset(found)


def table() -> list[tuple[str, tuple[bool, ...]]]:
    """What each role may do: each act in words, with a yes or no for each of `Role` in its order."""
    return [(ACT_WORDS[act], tuple(act in MAY[role] for role in Role)) for act in Act]
