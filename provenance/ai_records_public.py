"""The record under the Algorithmic Transparency Recording Standard and the system card, pre-filled from the program.

Section and field names are those of the Standard's template (tier 1, tier 2); its numbering differs between versions
and is left out.
"""

from __future__ import annotations

from provenance.ai_records import LIMITS, NOT_DONE, Document, Facts, Section, Text, blank, model_told
from provenance.report_words import when

WHAT = (
    "Attest takes in the statements, documents, pictures and footage of an investigation and drafts a summary in which "
    "every claim opens the place in the source that it rests on. It runs on one workstation without a network. The "
    "machine drafts and points; a person checks each claim and decides."
)
_HOW = (
    "Files are read into text in which every word has its place; passages are found by words (full-text index) and by "
    "meaning (embedding model). Without a language model, sentences are chosen and quoted; with one, it writes claims "
    "over passages shown to it, and nothing else. Citations are cut from the source by the program. Checks by rules "
    "compare each claim with what it cites; what its own citations do not bear is held back with the reason.",
    "Everything that is done stands in a log whose entries are chained by hashes.",
)
_RISKS = (
    "A claim is wrong or reads more into a source than is there: each claim opens its source; checks hold back what "
    "its citations do not bear; a person opens every citation, and what speaks against the claim, before accepting it.",
    "Something that matters is left out: what was not read, not searched or not cited is listed with each draft, and "
    "what other sources say against a claim stands beside it.",
    "People rely on the machine: drafts are marked as not checked until a person has accepted each claim; amendments "
    "and rejections are kept with who made them.",
    "Privileged or sensitive material is shown: what is marked or shows signs of legal privilege is held before it is "
    "indexed. Signs can be missed.",
    "Evidence leaves the machine: no network is used, and each file is read in a process of its own with limits.",
    "The record is changed afterwards: citations are re-opened from the original bytes, and the log is checked against "
    "receipts kept outside the case.",
)


def transparency_record(facts: Facts) -> Document:
    """Tier 1 and tier 2 of the Standard."""
    note = (
        f"Pre-filled by Attest {facts.version} on {when(facts.made)}. The names of sections and fields follow the "
        "template of the Standard; compare them with the template in force, complete what is marked, and have it "
        "checked before it is published. A record describes the force's use of the tool, not one case."
    )
    sections = (
        Section("Tier 1", ()),
        _overview(),
        Section("Tier 2", ()),
        _owner(),
        _rationale(),
        _decisions(),
        *_specification(facts),
        *_data(facts),
        _impact(),
    )
    return Document("atrs-record", "Algorithmic Transparency Recording Standard: record of Attest", note, sections)


def system_card(facts: Facts) -> Document:
    """What the system is, is for, is made of, and cannot do."""
    note = (
        f"Pre-filled by Attest {facts.version} on {when(facts.made)} from the program and its models as they are here."
    )
    sections = (
        _system(facts),
        Section(
            "Use",
            (
                ("Meant for", _told("Investigators and disclosure officers who find, check and cite what is in "
                                    "evidence.")),
                ("Not meant for", _told(*NOT_DONE)),
                ("Users and their training", (blank("who may use it, and what training they had"),)),
            ),
        ),
        Section("How it works", (("Steps", _told(*_HOW)), ("Models", _models(facts)))),
        Section("Limits and risks", (("Limits", _told(*LIMITS)), ("Risks and what is done", _told(*_RISKS)))),
        _evaluation(),
        Section(
            "Oversight",
            (
                ("Human review", _told("A person decides on every claim; see the page for the case file.")),
                ("Monitoring, faults and changes", (blank("who watches, how faults are reported, how updates are "
                                                          "approved"),)),
            ),
        ),
    )  # fmt: skip
    return Document("system-card", "System card: Attest", note, sections)


def _system(facts: Facts) -> Section:
    built = "; ".join(f"{name} {value}" for name, value in sorted(facts.build.items())) or "not recorded"
    return Section(
        "System",
        (
            ("Name and version", _told(f"Attest {facts.version}")),
            ("What it does", _told(WHAT)),
            ("Build of the last run of this case", _told(built)),
            ("Who runs it", (blank("force, unit and contact"),)),
        ),
    )


def _evaluation() -> Section:
    return Section(
        "Evaluation",
        (
            ("Measured by its makers", _told("What was measured, on what and how, stands in Attest's documents "
             "(support-checks.md, support-score.md). No figure is repeated here.")),
            ("Measured by the force", (blank("own trials: material, method, results, date"),)),
        ),
    )  # fmt: skip


def _told(*words: str) -> tuple[Text, ...]:
    return tuple(Text(one) for one in words)


def _models(facts: Facts) -> tuple[Text, ...]:
    return _told(*map(model_told, facts.known))


def _overview() -> Section:
    return Section(
        "Overview",
        (
            ("Name", _told("Attest")),
            ("Description", (*_told(WHAT), blank("why the force uses it"))),
            ("Website URL", (blank("page of the force on its use of the tool, if there is one"),)),
            ("Contact email", (blank("contact email"),)),
        ),
        level=2,
    )


def _owner() -> Section:
    return Section(
        "Owner and responsibility",
        (
            ("Organisation or department", (blank("full name of the force"),)),
            ("Team", (blank("team that is responsible for the tool"),)),
            ("Senior responsible owner", (blank("role title"),)),
            ("External supplier involvement", (blank("yes or no; if yes, supplier, Companies House number, role"),)),
            ("Procurement procedure type", (blank("if it was procured"),)),
            ("Data access terms", (*_told("The tool itself gives no supplier access to data: it uses no network."),
                                   blank("terms of any supplier's access"))),
        ),
        level=2,
    )  # fmt: skip


def _rationale() -> Section:
    return Section(
        "Description and rationale",
        (
            ("Detailed description", _told(*_HOW)),
            ("Scope", (*_told("Not in its scope:", *NOT_DONE), blank("for which cases and units it is used"))),
            ("Benefit", (blank("benefit expected, and how it is measured"),)),
            ("Previous process", (blank("how this was done before"),)),
            ("Alternatives considered", (blank("other ways that were weighed, without algorithms too"),)),
        ),
        level=2,
    )


def _decisions() -> Section:
    review = (
        "A person accepts, amends, rejects or puts aside each claim. Accepting takes that every citation, and what "
        "speaks against the claim, was opened. Decisions are kept with person and time; rejected claims are never "
        "shown as claims."
    )
    shown = (
        "Claims with their citations, the cited words marked on the page or the frame, what other sources say against "
        "them, conflicts between sources, the results of the checks, and what was left out."
    )
    return Section(
        "Decision making process",
        (
            ("Process integration", (*_told("It drafts for a person; it takes no decision."), blank("where in the "
             "investigation it is used"))),
            ("Provided information", _told(shown)),
            ("Frequency and scale of usage", (blank("cases a year, users"),)),
            ("Human decisions and review", _told(review)),
            ("Required training", (blank("training of users and reviewers"),)),
            ("Appeals and review", (blank("how people affected can ask for a review or complain"),)),
        ),
        level=2,
    )  # fmt: skip


def _specification(facts: Facts) -> tuple[Section, ...]:
    architecture = (
        "A program on one workstation: files are read in child processes with limits of time and memory; the record of "
        "a case is one database with a hash-chained log; drafting, checks and review work on that record alone."
    )
    return (
        Section(
            "Tool specification: system architecture",
            (
                ("System architecture", _told(architecture)),
                ("Phase", (blank("such as pre-deployment, pilot, production"),)),
                ("Maintenance", (*_told(f"Version described: {facts.version}."), blank("updates, reviews, their "
                                                                                       "rhythm"))),
            ),
            level=2,
        ),
        Section(
            "Tool specification: model specification",
            (
                ("Models", _models(facts)),
                ("Model task", _told("Embedding model: which passages are near in meaning. OCR models: words in "
                                     "pictures. "
                 "Language model, where one is listed: claims over passages shown to it. Model for checking claims, "
                 "where one is listed: what follows from a passage.")),
                ("Model input and output", _told("In: passages, pictures of pages, a brief or a question. Out: "
                                                 "vectors, "
                 "words with their places, claims with the passages they rest on.")),
                ("Model performance", (*_told("See support-checks.md and support-score.md of Attest; no figure is "
                                              "repeated "
                 "here."), blank("own evaluation"))),
            ),
            level=2,
        ),
    )  # fmt: skip


def _data(facts: Facts) -> tuple[Section, ...]:
    training = [f"{one.role.replace('_', ' ')}, {one.name}: {one.training or 'not known'}" for one in facts.known]
    return (
        Section(
            "Data specification: development and training data",
            (
                ("Development data", _told(*training)),
                ("Made by the force", _told("No model is trained or tuned with a case's material.")),
                ("Sensitive attributes, completeness and representativeness", (blank("as far as the publishers say"),)),
            ),
            level=2,
        ),
        Section(
            "Data specification: inference data",
            (
                ("Data used in operation", _told("The evidence of one case at a time, as it was taken in: statements, "
                 "documents, mail, sheets, pictures, footage.")),
                ("Data access and storage", (*_told("In the case's folder on the workstation; originals are kept "
                 "unchanged with their SHA-256. A case of this version is not encrypted by Attest."), blank("disk "
                 "encryption, access rights, retention and deletion"))),
                ("Data sharing agreements", (blank("if any"),)),
            ),
            level=2,
        ),
    )  # fmt: skip


def _impact() -> Section:
    return Section(
        "Risks, mitigations and impact assessments",
        (
            ("Impact assessment", (blank("data protection, equality and other impact assessments, with dates"),)),
            ("Risks and mitigations", (*_told(*_RISKS), blank("risks of the force's own use"))),
        ),
        level=2,
    )
