"""Text that is not English is told of, whole or in part; forms, names, numbers and logs in English are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.items import Fields
from ingest.language import findings, language
from provenance.records import Notice, Part

TESTIMONY = Path(__file__).parents[2].parent / "shared" / "data" / "testimony"
POLISH = (
    "Wyszedłem ze sklepu około godziny osiemnastej i zobaczyłem mężczyznę, który biegł w stronę mostu z torbą w ręku.\n"
    "Nie znam tego człowieka, ale widziałem jego twarz i mogę go opisać.\n"
)
ENGLISH = "I came out of the shop at about six and I saw a man who ran to the bridge with a bag in his hand.\n"
OTHERS = {
    "ro": "Am ieșit din magazin pe la ora șase și am văzut un bărbat care alerga spre pod cu o geantă în mână.",
    "lt": "Išėjau iš parduotuvės apie šeštą valandą ir pamačiau vyrą, kuris bėgo tilto link su krepšiu rankoje.",
    "ur": "میں تقریباً چھ بجے دکان سے نکلا اور میں نے ایک آدمی کو دیکھا جو ہاتھ میں بیگ لیے پل کی طرف بھاگ رہا تھا۔",
    "ar": "خرجت من المحل حوالي الساعة السادسة ورأيت رجلا يركض نحو الجسر وفي يده حقيبة.",
    "pt": "Saí da loja por volta das seis horas e vi um homem que corria para a ponte com um saco na mão.",
    "cy": "Deuthum allan o'r siop tua chwech o'r gloch a gwelais ddyn yn rhedeg tuag at y bont gyda bag yn ei law.",
    "ru": "Я вышел из магазина около шести часов и увидел мужчину, который бежал к мосту с сумкой в руке.",
    "zh": "我大约六点钟从商店出来，看见一个男人手里拿着包朝桥的方向跑去。我不认识他，但是我看清了他的脸。",
}


def of(text: str) -> list[object]:
    return list(findings([Part(0, "block", text)]))


@pytest.mark.parametrize("code", OTHERS)
def test_languages(code: str) -> None:
    assert language(OTHERS[code]) == code


def test_a_document_in_another_language() -> None:
    fields, notice = of(POLISH * 3)
    assert isinstance(fields, Fields) and fields.values == {"language": "pl"}
    assert isinstance(notice, Notice) and notice.detail.startswith("In Polish: ")


def test_a_part_in_another_language_has_its_place() -> None:
    text = ENGLISH * 6 + "\n" + POLISH + "\n" + ENGLISH * 6
    (notice,) = of(text)
    assert isinstance(notice, Notice)
    start, end = map(int, notice.place.removeprefix("text=").split("-"))
    assert text[start:end].strip() == POLISH.strip()


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "",
        "PC 1234 OSMERBY CAD 0312 03/05/2026 14:22 IC1 M RTC A42 NFA\n" * 9,
        "Kowalczyk Tomasz, Nowak Anna, Wisniewski Piotr, Wojcik Maria, Lewandowski Jan, Zielinska Ewa\n",
        "yeah m8 u no wot i mean innit he woz runnin down da road wiv dat bag an dat\n",
        "Name: J Smith\nDOB: 01/02/1990\nAddress: 12 Mill Lane\nOccupation: Baker\nVehicle: Ford Fiesta blue\n",
        "0.1 0.2 0.3\nalpha beta gamma\nid,name,value\n" * 20,
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.\n",
        "restaurant menu: moules frites, crème brûlée\n",
    ],
)
def test_silent(text: str) -> None:
    assert of(text) == []


@pytest.mark.skipif(not TESTIMONY.exists(), reason="shared data absent")
def test_all_testimony_is_english() -> None:
    for file in sorted(TESTIMONY.glob("*.txt")):
        assert of(file.read_text(encoding="utf-8", errors="replace")) == [], file.name
