"""What each role may do: the table as it is meant, every writing method of a case, and every command for every role."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path

import pytest
from command_line import Attest, Result

from app.access import ACT_WORDS, MAY, ROLE_WORDS, Act, Role, may
from app.guarded import FREE, WRITES, GuardedStore
from provenance.protection import passphrase
from provenance.store.case_store import CaseStore

PHRASE = "correct horse battery"
# inv = investigator, dis = disclosure officer, rev = reviewer, tra = trainer, adm = administrator
TABLE = """
act            inv dis rev tra adm
read            x   x   x   x   x
search          x   x   x   x   x
verify          x   x   x   x   x
audit           x   x   x   x   x
self_test       x   x   x   x   x
add             x   .   .   .   .
describe        x   x   .   .   .
draft           x   x   .   x   .
review          x   x   x   .   .
enquire         x   x   .   .   .
material        x   x   .   .   .
privilege       .   x   .   .   .
redact          x   x   .   .   .
schedule        .   x   .   .   .
export          x   x   .   .   .
backup          x   .   .   .   x
retain          .   .   .   .   x
remove          .   .   .   .   x
purge           .   .   .   .   x
report_access   .   .   .   .   x
users           .   .   .   .   x
protect         .   .   .   .   x
train           .   .   .   x   .
"""
COLUMNS = (Role.INVESTIGATOR, Role.DISCLOSURE, Role.REVIEWER, Role.TRAINER, Role.ADMINISTRATOR)
# A call of every command that does something with a case, and the act that it needs; {out} is a new path.
COMMANDS = (
    ("sources {case}", Act.READ),
    ("conflicts {case}", Act.READ),
    ("timeline {case}", Act.READ),
    ("coverage {case} --draft D1", Act.READ),
    ("show {case} S1.1", Act.READ),
    ("enquiries {case}", Act.READ),
    ("searches {case}", Act.READ),
    ("redact {case}", Act.READ),
    ("compare {case} D1 D1", Act.READ),
    ("users {case}", Act.READ),
    ("verify {case}", Act.VERIFY),
    ("audit {case}", Act.AUDIT),
    ("audit {case} --out {out}.csv", Act.AUDIT),
    ("add {case} {text}", Act.ADD),
    ("set {case} S1 exhibit=AB/1", Act.DESCRIBE),
    ("set {case} S1 use=used", Act.MATERIAL),
    ("set {case} S1 privilege=none", Act.PRIVILEGE),
    ("summarise {case}", Act.DRAFT),
    ("ask {case} where", Act.DRAFT),
    ("replay {case} D1", Act.DRAFT),
    ("review {case} D1.1 note --note seen", Act.REVIEW),
    ("review {case} D1.1 reject --note no", Act.REVIEW),
    ("enquiries {case} add where --kind question", Act.ENQUIRE),
    ("redact {case} mark S1 --words gate --reason r", Act.REDACT),
    ("redact {case} copy S1 --out {out}.txt", Act.EXPORT),
    ("schedule {case} mg6c --out {out}.xlsx", Act.SCHEDULE),
    ("export {case} --draft D1 --format md --out {out}.md", Act.EXPORT),
    ("records {case} --out {out}", Act.EXPORT),
    ("backup {case} --out {out}", Act.BACKUP),
    ("searches {case} --csv {out}.csv", Act.EXPORT),
    ("retain {case} --review-date 2031-01-01 --hold cpia --reason r", Act.RETAIN),
    ("purge {case} --source S1 --reason r", Act.REMOVE),
    ("purge {case} --reason r --yes-purge R", Act.PURGE),
    ("access {case} --record --out {out}.html", Act.REPORT_ACCESS),
    ("access {case} --incident --out {out}.csv", Act.REPORT_ACCESS),
    ("users {case} add new --role reviewer", Act.USERS),
    ("users {case} roles rev --role trainer", Act.USERS),
    ("users {case} withdraw rev", Act.USERS),
    ("users {case} recovery --half {out}.a --half {out}.b", Act.USERS),
    ("users {case} rekey", Act.USERS),
    ("protect {case} --remove", Act.PROTECT),
)
SLOW = {"summarise", "ask", "replay", "records"}  # allowed, they are tried elsewhere


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "WORK", 10)
    monkeypatch.setenv("ATTEST_PASSPHRASE", PHRASE)
    monkeypatch.setenv("ATTEST_NEW_PASSPHRASE", "a passphrase of theirs")


@pytest.fixture(scope="module")
def shared(attest: Attest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A protected case with a draft, and one user of each role."""
    folder = tmp_path_factory.mktemp("access")
    (folder / "s.txt").write_text("At 14:30 I stood at the gate. It rained.\n", encoding="utf-8")
    case, first = folder / "case", "a first one for you"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passphrase, "WORK", 10)

        def done(user: str, *words: object, phrase: str = PHRASE, new: str = "") -> None:
            given = {"ATTEST_PASSPHRASE": phrase, "ATTEST_NEW_PASSPHRASE": new}
            assert attest("--user", user, *words, env=given).code == 0, words

        done("chief", "new", case, "--reference", "R", "--protect")
        done("chief", "add", case, folder / "s.txt")
        done("chief", "summarise", case)
        done("chief", "redact", case, "mark", "S1", "--words", "rained", "--reason", "weather")
        for role in COLUMNS:
            name = role.value[:3]
            done("chief", "users", case, "add", name, "--role", role, new=first)
            done(name, "users", case, "passphrase", phrase=first, new=PHRASE)
    return folder


def rows() -> dict[Act, dict[Role, bool]]:
    lines = [line.split() for line in TABLE.split("\n")[2:-1]]
    return {Act(act): dict(zip(COLUMNS, [cell == "x" for cell in cells], strict=True)) for act, *cells in lines}


def test_the_table_is_as_it_is_meant() -> None:
    assert rows() == {act: {role: act in MAY[role] for role in COLUMNS} for act in rows()}
    assert set(rows()) == set(Act) and set(COLUMNS) == set(Role)
    assert set(ACT_WORDS) == set(Act) and set(ROLE_WORDS) == set(Role)


def test_roles_add_up_and_unknown_ones_allow_nothing() -> None:
    assert may(("reviewer", "administrator"), Act.USERS) and may(("reviewer", "administrator"), Act.REVIEW)
    assert not may(("reviewer",), Act.USERS) and not may(("chief",), Act.READ) and not may((), Act.READ)


def test_every_method_that_writes_is_guarded_or_known_to_be_free() -> None:
    def writes(name: str) -> bool:
        method = getattr(CaseStore, name)
        return not name.startswith("_") and callable(method) and "_db.write" in inspect.getsource(method)

    methods = {name for name in dir(CaseStore) if callable(getattr(CaseStore, name)) and not name.startswith("__")}
    writing = {name for name in methods if writes(name)}
    assert len(writing) > 25 and writing <= set(WRITES) | FREE, writing - set(WRITES) - FREE
    assert set(WRITES) <= methods and all(getattr(GuardedStore, n) is not getattr(CaseStore, n) for n in WRITES)


@pytest.mark.parametrize("role", COLUMNS)
@pytest.mark.parametrize(("command", "act"), COMMANDS, ids=[c for c, _ in COMMANDS])
def test_every_command_for_every_role(
    shared: Path, attest: Attest, tmp_path: Path, command: str, act: Act, role: Role
) -> None:
    allowed = rows()[act][role]
    name = command.split()[0]
    if allowed and name in SLOW:
        pytest.skip("allowed; what it does is tried elsewhere")
    case = Path(shutil.copytree(shared / "case", tmp_path / "case")) if changes(act) else shared / "case"
    result = call(attest, role, command, case, tmp_path)
    refused = result.code == 2 and "not_allowed" in result.out
    assert refused is not allowed, (result.code, result.out[-300:], result.err[-300:])
    if allowed:
        assert result.code in (0, 1), (result.out[-300:], result.err[-300:])


def changes(act: Act) -> bool:
    return act not in (Act.READ, Act.VERIFY, Act.AUDIT)


def call(attest: Attest, role: Role, command: str, case: Path, folder: Path) -> Result:
    (folder / "new.txt").write_text("It was dark.\n", encoding="utf-8")
    places = {"case": str(case), "out": str(folder / "out"), "text": str(folder / "new.txt")}
    return attest("--user", role.value[:3], *[word.format(**places) for word in command.split()], "--json")


def test_a_refusal_stands_in_the_log(shared: Path, attest: Attest, tmp_path: Path) -> None:
    case = Path(shutil.copytree(shared / "case", tmp_path / "case"))
    assert call(attest, Role.REVIEWER, "set {case} S1 exhibit=AB/1", case, tmp_path).code == 2
    told = attest("--user", "chief", "audit", case, "--action", "act_refused")
    assert told.code == 0 and "describe" in told.out and "reviewer" in told.out
