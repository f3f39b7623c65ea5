"""Small cases of a few accounts each, written for the tests of points: what differs in them, and what only seems to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from draft_case import BY, add_text, index_all

from provenance.ports import Embedder
from provenance.store.case_store import CaseStore
from summarise.draft import Drafting


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts by witness, and the conflicts between them: kind and the values that have to stand on either side."""

    texts: dict[str, str]
    conflicts: tuple[tuple[str, str, str], ...]


PUB = Accounts(
    {
        "Mary TILL": (
            "I was working behind the bar at the Plough on Saturday 9 May 2026. At about quarter to eleven in the "
            "evening I heard glass smash by the pool table. I went over to look. Lee HOBBS threw the first punch, I "
            "am certain about that. He was wearing a black shirt and jeans. There were three lads with him. Somebody "
            "held the door. Then he went out and ran off down Mill Lane. He was bleeding from his left hand. I have "
            "worked there for two years and I have two children."
        ),
        "Adam REED": (
            "On Saturday 9 May 2026 I was in the Plough with my wife. I heard the glass smash. I looked at my watch "
            "and it was 11.20 pm. Danny COLE threw the first punch. He had been looking for trouble all night. Lee "
            "HOBBS was wearing a white shirt. There were two lads with him, both younger. Lee ran off up Castle "
            "Street towards the church, holding his right hand, which was bleeding. I drove home afterwards. I have "
            "three children."
        ),
        "Lee HOBBS": (
            "I went to the Plough on Saturday 9 May 2026. I did not start it. Danny COLE came over to the pool table "
            "and hit me first. I have been asked if I ran off down Mill Lane. I walked home."
        ),
    },
    (
        ("time", "22:45", "23:20"),
        ("person", "HOBBS", "COLE"),
        ("colour", "black", "white"),
        ("number", "three", "two"),
        ("direction", "Mill Lane", "Castle Street"),
        ("direction", "left", "right"),
    ),
)
BURGLARY = Accounts(
    {
        "Joan PIKE": (
            "I live at 14 Elm Rise. On Tuesday 12 May 2026 the alarm at number 12 went off at ten past two in the "
            "morning. I looked out and saw a silver car outside. A man came out of the side gate. He was about six "
            "feet tall and he had a red cap on. He got into the car and it drove off towards the ring road."
        ),
        "Tom BRYANT": (
            "I live opposite number 12. In the early hours of Tuesday 12 May 2026 I was awake with the baby. The "
            "alarm at number 12 went off at twenty to three in the morning, I saw it on the cooker. There was a dark "
            "green car outside. The man who came out of the side gate had no hat. He was short, 5 feet 5 inches tall "
            "at most. The car drove off the other way, towards the village."
        ),
    },
    (
        ("time", "02:10", "02:40"),
        ("colour", "silver", "green"),
        ("denial", "cap", "no hat"),
        ("number", "six", "5 feet 5"),
        ("direction", "ring road", "village"),
    ),
)
ROBBERY = Accounts(
    {
        "Iris VANE": (
            "On 2 June 2026 I was in the queue at the post office in Hart Street. Two men came in. The taller one had "
            "a knife in his hand. He pushed the lady at the counter. A lad in a green anorak ran after them. I heard "
            "three shots when they were outside. They got on a motorbike."
        ),
        "Paul OKORO": (
            "On 2 June 2026 I was at the counter of the post office. Two men came in wearing helmets. The taller man "
            "did not have a knife, he had a bottle. He punched the lady at the counter. The security guard chased "
            "them. I heard a single shot when they were outside."
        ),
    },
    (
        ("denial", "knife", "no knife"),
        ("action", "pushed", "punched"),
        ("person", "lad", "guard"),
        ("number", "three shots", "single shot"),
    ),
)
COLLISION = Accounts(
    {
        "Ruth AMIS": (
            "On 20 May 2026 I was waiting to cross at the junction of Bell Road. The traffic lights were red. The van "
            "was doing at least 50 miles an hour. It turned left into Bell Road. It was a white van. The collision "
            "was at 8.05 am. The driver had a phone in his hand."
        ),
        "Neil FOSS": (
            "On 20 May 2026 I was walking along the High Street. The traffic lights were green. The van was doing 30 "
            "miles an hour. The van turned right into Bell Road. The collision was at 08:25."
        ),
    },
    (
        ("colour", "red", "green"),
        ("number", "50", "30"),
        ("direction", "left", "right"),
        ("time", "08:05", "08:25"),
    ),
)
# A statement as it was drafted and as it was signed.
VERSIONS = Accounts(
    {
        "Gail HART": (
            "On 7 May 2026 I was outside the bank in Cheap Street. A silver car pulled up at the kerb with its engine "
            "running. I saw two men get out of it and go into the bank. The passenger was wearing gloves. I wrote "
            "down the registration, which was KV61 OPL. I did not see their faces. I think the car was there for ten "
            "minutes."
        ),
        "Gail HART, signed": (
            "On 7 May 2026 I was outside the bank in Cheap Street. A grey car pulled up at the kerb with its engine "
            "running. I saw three men get out of it and go into the bank. The passenger was not wearing gloves. I "
            "wrote down the registration, which was KV61 OPJ. I did not see their faces. I think the car was there "
            "for ten minutes."
        ),
    },
    (
        ("colour", "silver", "grey"),
        ("number", "two", "three"),
        ("denial", "wearing gloves", "no gloves"),
        ("number", "OPL", "OPJ"),
    ),
)
DENIALS = Accounts(
    {
        "Kim LOWE": (
            "On 8 May 2026 I was in the car with Dean ROSS. He stopped at the garage in Link Road and got out. He "
            "locked the door of the office. He threatened the cashier. Sam PITT was at the garage that night."
        ),
        "Dean ROSS": (
            "On 8 May 2026 I drove to the garage in Link Road with Kim LOWE. I never threatened the cashier. I did "
            "not lock the door of the office. I have been asked whether I knew Sam PITT. Sam PITT was not at the "
            "garage that night."
        ),
    },
    (
        ("denial", "threatened", "never threatened"),
        ("denial", "lock", "not lock"),
        ("denial", "PITT", "not"),
    ),
)
# Nothing in these differs: less exact, on another thing, of another person, planned, or a witness's own life.
QUIET = Accounts(
    {
        "Ann COPE": (
            "On Sunday 3 May 2026 I heard a bang at about 14:25. I saw a man in a dark coat. He was in his twenties. "
            "He walked quickly towards the station. There were two or three lads by the wall. A woman in a red coat "
            "helped me. I have two brothers. My own coat is white. He had a blue bag."
        ),
        "Bill DRAY": (
            "On Sunday 3 May 2026 I heard a bang at 14:26. The man had a dark blue jacket on and he was about 25 "
            "years old. He ran off in the direction of the railway station. I saw two lads by the wall. I have four "
            "brothers. We will meet again at 16:00. My coat is black. I did not see a bag. There was a yellow bin by "
            "the wall."
        ),
        "Cath EVES": (
            "On Monday 4 May 2026 I heard three bangs at 9.15 am. A man in a green coat came to the door of my house. "
            "He ran off towards the canal. The wall has a red door in it."
        ),
    },
    (),
)
# Two men, two women and two vans that are told apart by what the accounts say of them.
APART = Accounts(
    {
        "Eve SOUL": (
            "On 9 May 2026 I was in the park. A woman in a yellow dress was walking a dog. The man who hit me had a "
            "black jacket. A lad in a red hoody was on a bicycle. There was a white van by the gate. I took two "
            "photographs. I got home at 6 pm."
        ),
        "Ray DOLE": (
            "On 9 May 2026 I was in the park with my son. A man in a white coat was selling ice cream. I heard a "
            "woman scream. Then I saw a man in a black jacket run to the gate. I had parked my blue van in Wood "
            "Street. I made three calls. I got home at 7 pm."
        ),
    },
    (),
)
CASES = {
    "pub": PUB,
    "burglary": BURGLARY,
    "robbery": ROBBERY,
    "collision": COLLISION,
    "versions": VERSIONS,
    "denials": DENIALS,
    "quiet": QUIET,
    "apart": APART,
}


def make(folder: Path, accounts: Accounts, embedder: Embedder) -> CaseStore:
    """A case of the accounts, with vectors."""
    store = CaseStore.create(folder, "OP TEST", "", BY)
    for name, text in accounts.texts.items():
        fields = {"witness": name, "statement_date": "2026-06-05"}
        add_text(store, f"{name}.txt", text, fields, exhibit=f"{name[0]}{name.split()[-1][0]}/1")
    index_all(store, embedder)
    return store


def desk(store: CaseStore, embedder: Embedder) -> Drafting:
    return Drafting(store, embedder, None, None, lambda *_: True)
