"""Transcripts cue by cue: times to the millisecond as pysubs2 reads them, speakers, notes; passages over cues."""

from __future__ import annotations

import io
from pathlib import Path

import pysubs2
import pytest

from ingest.items import Opened, ReadSettings
from ingest.readers import read, reread
from ingest.split import split
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "vtt"
VTT = """WEBVTT - Interview of 3 May

NOTE recorded by camera 2

STYLE
::cue { color: red }

1
00:12.480 --> 00:15.200 align:start
<v DC Dean>Where were you at <b>two</b> o'clock?

00:15.200 --> 00:18.001
<v Ann Hill>I was at home 😀, &amp; then I

00:18.001 --> 00:20.000
<v Ann Hill>went out to the shop in Mill Lane for some bread.</v>

01:02:03.004 --> 01:02:05.500
<v.loud DC Dean>And then?</v> <v Ann Hill>Nothing.
"""
SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<i>Hello</i> there\n\n2\n00:00:03,007 --> 00:00:04,000\nMR SMITH: Yes.\n"
)


def items(text: str) -> list[object]:
    return list(read(io.BytesIO(text.encode()), "x", ReadSettings()))


def parts(text: str) -> list[Part]:
    return [item for item in items(text) if isinstance(item, Part)]


def test_cues_have_times_and_speakers() -> None:
    assert items(VTT)[0] == Opened("vtt")
    found = parts(VTT)
    assert [(p.kind, p.label, p.text) for p in found] == [
        ("note", "note in the transcript", "Interview of 3 May\n"),
        ("note", "note in the transcript", "recorded by camera 2\n"),
        ("cue", "00:12", "DC Dean: Where were you at two o'clock?\n"),
        ("cue", "00:15", "Ann Hill: I was at home 😀, & then I\n"),
        ("cue", "00:18", "Ann Hill: went out to the shop in Mill Lane for some bread.\n"),
        ("cue", "1:02:03", "DC Dean: And then?\nAnn Hill: Nothing.\n"),
    ]
    assert [q.value for p in found for q in p.places] == [
        *("t=12.480,15.200", "t=15.200,18.001", "t=18.001,20.000"),
        *("t=3723.004,3725.500", "t=3723.004,3725.500"),
    ]
    assert list(reread(io.BytesIO(VTT.encode()), "vtt", [3], ReadSettings())) == [found[3]]


@pytest.mark.parametrize("text", [VTT, SRT])
def test_times_are_those_that_pysubs2_reads(text: str) -> None:
    theirs = [(e.start, e.end) for e in pysubs2.SSAFile.from_string(text)]
    own = [p.places[0].value.removeprefix("t=").split(",") for p in parts(text) if p.kind == "cue"]
    assert [(int(a.replace(".", "")), int(b.replace(".", ""))) for a, b in own] == theirs


def test_subrip() -> None:
    assert items(SRT)[0] == Opened("srt")
    assert [p.text for p in parts(SRT)] == ["Hello there\n", "MR SMITH: Yes.\n"]


def test_a_passage_spans_cues_and_each_sentence_cites_its_own() -> None:
    found = parts(VTT)
    layer = "".join(p.text for p in found)
    passages = [p for p in split(found, "vtt") if "bread" in p.text]
    (sentence,) = (s for p in passages for s in p.sentences if "bread" in s.text)
    assert sentence.text == "I was at home 😀, & then I went out to the shop in Mill Lane for some bread."
    assert layer[sentence.start : sentence.end].endswith("for some bread.")
    assert layer[sentence.start :].startswith("I was at home")
    assert all(p.speaker == "Ann Hill" for p in passages)


def test_lost_words_are_told_and_kept() -> None:
    broken = SRT + "\n3\n00:xx --> 00:00:09,000\nNobody knows when.\n"
    assert any(isinstance(i, Notice) and i.code == "cues_not_read" for i in items(broken))
    assert "Nobody knows when." in "".join(p.text for p in parts(broken))
    with pytest.raises(ReadError) as refused:
        items("WEBVTT\n\nNOTE nothing\n")
    assert refused.value.code == "no_text"


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_a_real_file() -> None:
    (file,) = SHARED.glob("*.vtt")
    assert [p.places[0].value for p in parts(file.read_text()) if p.kind == "cue"] == ["t=74.815,78.114"]


def test_a_cue_that_ends_before_it_begins_has_a_place_without_an_end() -> None:
    data = b"1\n00:00:09,000 --> 00:00:08,000\nHello.\n\n2\n00:00:10,000 --> 00:00:11,000\nYes.\n"
    found = list(read(io.BytesIO(data), "x.srt", ReadSettings()))
    assert [p.places[0].value for p in found if isinstance(p, Part)] == ["t=9.000", "t=10.000,11.000"]
