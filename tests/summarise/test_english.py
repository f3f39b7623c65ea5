"""Text that the checks cannot read is found by its small words and left to people; English in all its forms is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_case import BY, SHARED, HashEmbedder, add_text, index_all

from provenance.coverage import FOREIGN
from provenance.coverage_map import by_source
from provenance.store.case_store import CaseStore
from summarise import service
from summarise.english import foreign

EMBEDDER = HashEmbedder()
GERMAN = "Der Fahrer hat das Tor aufgebrochen und ist mit dem Wagen weggefahren. Ich habe ihn nicht erkannt."
ENGLISH = "I live opposite the gate. The driver broke the gate open and drove away in the car. I did not know him."


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        "Il est parti avec mon sac et je ne sais pas qui il est.",
        "El hombre estaba en la puerta y no quiso hablar con su mujer.",
        "Nie wiem, kto to był, ale jego samochód stał przed domem.",
        "Nu am văzut nimic, dar el a fost acolo în seara aceea.",
        "Az ember a kapu előtt állt és kiabált, hogy menjünk el.",
        "Я видел, как он ударил женщину и убежал.",
        "رأيت الرجل يهرب نحو المحطة",
        "我看见他打了那个女人然后跑了",
    ],
)
def test_another_language_is_seen(text: str) -> None:
    assert foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "",
        "14:31 IC1 male detained o/s Rossi's, searched neg, dk coat, jeans.",
        "Los Angeles Avenue, Rue de la Paix, Unter den Linden",
        "Van der Berg told Mr De Souza to wait; Señor Núñez and Zoë Müller left.",
        "Item 4 · Black Nokia handset · IMEI 356938035643809 · Seized 3 May",
        "He shouted “nicht schiessen” at me and then he ran off.",
        "Yes. No. I do not know.",
        "u seen him m8? na not 2day lol",
    ],
)
def test_english_is_english_however_it_is_written(text: str) -> None:
    assert not foreign(text)


def test_no_claim_is_made_of_it_and_the_draft_says_who_must_read_what(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        add_text(store, "nachbar.txt", GERMAN, {"witness": "Ilse BRANDT"})
        add_text(store, "neighbour.txt", ENGLISH, {"witness": "Mo PRYCE"})
        add_text(store, "both.txt", f"{ENGLISH} {GERMAN}", {"witness": "Jo KING"})
        add_text(store, "set.txt", "Tor kaputt. Fahrer weg. Polizei da.", {"witness": "Uwe", "language": "de"})
        index_all(store, EMBEDDER)
        for made in (
            service.draft(store, EMBEDDER, None),
            service.draft(store, EMBEDDER, None, brief="The driver and the gate"),
            service.ask(store, EMBEDDER, None, question="Wer hat das Tor aufgebrochen?"),
        ):
            assert not any("aufgebrochen" in c.text or "kaputt" in c.text for c in made.claims)
            unread = {u.source_name: u.reason for u in made.coverage.unread_sources}
            assert unread["nachbar.txt"] == (
                "it is not in English: the checks cannot read it, and nothing was drafted from it; "
                "a person must read line 1"
            )
            assert "some of it is not in English" in unread["both.txt"] and "neighbour.txt" not in unread
            assert unread["set.txt"].startswith("it is not in English")
            assert made.run.settings[FOREIGN] == ["S1.1", "S4.1"]
        draft = store.write_draft(made, BY)
        missed = {s.source_id: dict(s.missed) for s in by_source(draft, store)}
        assert missed["S1"] == {"other_language": 1}


def test_a_person_may_say_that_it_is_english(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        add_text(store, "nachbar.txt", GERMAN, {"witness": "Ilse BRANDT", "language": "en"})
        index_all(store, EMBEDDER)
        made = service.draft(store, EMBEDDER, None)
    assert FOREIGN not in made.run.settings


@pytest.mark.skipif(not (SHARED / "data" / "testimony").is_dir(), reason="no testimony here")
def test_no_sentence_of_real_testimony_is_taken_for_another_language() -> None:
    for file in sorted((SHARED / "data" / "testimony").glob("*.txt"))[:4]:
        lines = file.read_text(encoding="utf-8", errors="replace").split(". ")
        assert not [line for line in lines if foreign(" ".join(line.split()))]
