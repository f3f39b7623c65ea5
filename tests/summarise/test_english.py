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


LOG = """
14:02 White van, red van and blue van at the lights. / 14:05 Red van followed white van down Quarry Road.
Two vans, one con, no plates. / Van doors open. Van empty. / He met Lee. Lee met Kim. Kim met Jo.
Neil met Una. Una met Les. / PC Day met con man Les Mas o/s Las Palmas bar. / Con man, con woman, con trick.
Det con attended, att scene 10:12, det Mr Po. / Sub van, van sub. Van hire van. / Op Hat: op van, op cars, op pan.
Ale and ale glasses in van. / No era, no tape; ale can, ale jug, ale cask. / 12 volt kit, 24 volt kit, volt meter.
Van der Hoek met von Halle, van der Hoek ran. / Ms de la Cruz, Mr del Rey, Mrs di Maio. / Die cut, die stamp, die set.
Per diem, per head, per van. / Est 6ft, est 90 kg, est 40 yrs. / Mi see dem man dere, dem tief di van, im gone.
Dat man, dem boys, dat van, yo. / Ja man, na man, no man. / Im ok u ok? Cu l8r, im at gym. / Et al. v Les Mans Ltd
Para 4, para 9, para 12 of exhibit AC/2. / Hon. Mr Justice Han, Hon. Mrs Justice Nie / DC Ir, DC Ho, PC Ai, Sgt Och
IC4 male, blk hat, grn hat, tan hat, ran off. / Sgt Mit and PC Auf saw Ms Ich. / Le Roux, Le Brun, La Salle, Los Reyes
O/s no 9: van. O/s no 12: van, pan, bin. / Nan met Ken, nan met Sue, nan sat. / Suspect met van, van sped off north.
Bin men, bin bags, bin lid, bin fire. / En route. En suite. En bloc. / Non-stop, non-fatal, non IC1.
A la carte, a la mode. / Ho met Han. Han met Ho. / Mio and Ella saw Che.
""".replace("\n", " / ").split(" / ")
STATEMENTS = {
    "German": "Gegen neun Uhr hörte ich einen Knall. Zwei Leute liefen aus dem Laden und stiegen in ein Auto. Das "
    "Auto war rot. Das Kennzeichen habe ich nicht gelesen.",
    "French": "Vers neuf heures une dispute a éclaté dans la cour. Le plus grand avait un couteau. Il est parti "
    "avec son ami. Je n'ai pas vu la suite.",
    "Spanish": "A las nueve hubo gritos en la calle. El chico alto tenía un palo en la mano. Mi vecina llamó a la "
    "policía. Después se fue por el parque con su hermano.",
    "Polish": "O dziewiątej usłyszałem krzyki na klatce. Sąsiad stał przy drzwiach i trzymał nóż. Nie wiem, co się "
    "stało później. Moja żona zadzwoniła na policję.",
    "Turkish": "Saat dokuzda sokakta bir kavga vardı. Uzun boylu adam bana vurdu ve kaçtı. Polisi komşum aradı. "
    "Başka bir şey görmedim.",
    "Dutch": "Om negen uur hoorde ik een knal. De man met de pet rende naar het station. Hij had een tas bij zich."
    " Meer heb ik niet gezien.",
    "Romanian": "La ora nouă am auzit țipete în curte. Un bărbat înalt a lovit femeia și a fugit. Nu știu cum îl "
    "cheamă.",
    "Portuguese": "Às nove horas ouvi um barulho. Ele estava com uma faca na mão. Não sei o nome dele. Depois fugiu "
    "para a estação.",
    "Italian": "Alle nove ho sentito delle urla nel cortile. Il ragazzo è scappato con la borsa della signora. Non "
    "lo conosco.",
}


@pytest.mark.parametrize("line", [line.strip() for line in LOG if line.strip()])
def test_lines_of_police_logs_and_names_are_english(line: str) -> None:
    assert not foreign(line)


def test_so_are_they_all_together() -> None:
    assert not foreign(" ".join(LOG))


@pytest.mark.parametrize("language", STATEMENTS)
def test_a_statement_in_another_language_is_seen(language: str) -> None:
    text = STATEMENTS[language]
    assert foreign(text)
    after = "I then asked him where he had been and what he had seen there, and he said that he was at home all night."
    assert not foreign(f"The interpreter read this out: {text.split('. ')[0]}. {after}")


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
    dialect = "Ich und du nicht auf der bus. I was at the stop and it was wet when they ran off with the bag."
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        add_text(store, "nachbar.txt", GERMAN, {"witness": "Ilse BRANDT", "language": "en"})
        add_text(store, "stop.txt", dialect, {"witness": "Del WADE", "language": "en-GB"})
        index_all(store, EMBEDDER)
        made = service.draft(store, EMBEDDER, None)
        asked = service.ask(store, EMBEDDER, None, question="Wer hat das Tor aufgebrochen?")
        named = service.ask(store, EMBEDDER, None, question="ich und du nicht auf der bus?")
    assert FOREIGN not in made.run.settings and not made.coverage.unread_sources
    assert any("aufgebrochen" in c.text for c in made.claims) and any("aufgebrochen" in c.text for c in asked.claims)
    assert any("nicht auf der bus" in c.text for c in named.claims)


@pytest.mark.skipif(not (SHARED / "data" / "testimony").is_dir(), reason="no testimony here")
def test_no_sentence_of_real_testimony_is_taken_for_another_language() -> None:
    for file in sorted((SHARED / "data" / "testimony").glob("*.txt"))[:4]:
        lines = file.read_text(encoding="utf-8", errors="replace").split(". ")
        assert not [line for line in lines if foreign(" ".join(line.split()))]
