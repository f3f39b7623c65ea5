"""Mail as people write it and as programs break it: words and attachments come out, and what is odd is said."""

from __future__ import annotations

import base64
import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from seeds import WORDS, a_mail, a_picture

from ingest.items import Chunk, Enclosed, Fields, Opened, ReadSettings
from ingest.readers import read, reread
from ingest.readers.mail import iso_date, paragraphs
from ingest.readers.mime import decoded_header, parse
from ingest.readers.sniff import sniff
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office"
HEAD = b"From: Ann <ann@example.org>\nTo: ben@example.org\nSubject: x\nMIME-Version: 1.0\n"


def items(data: bytes, settings: ReadSettings | None = None) -> list[object]:
    return list(read(io.BytesIO(data), "mail", settings or ReadSettings()))


def texts(found: list[object]) -> list[tuple[str, str]]:
    return [(part.label, part.text) for part in found if isinstance(part, Part)]


def codes(found: list[object]) -> set[str]:
    return {notice.code for notice in found if isinstance(notice, Notice)}


def files(found: list[object]) -> dict[str, bytes]:
    """Name → bytes of every enclosed file without a problem."""
    out: dict[str, bytes] = {}
    name = ""
    for item in found:
        if isinstance(item, Enclosed):
            name = item.name
            out[name] = b""
        elif isinstance(item, Chunk):
            out[name] += item.data
    return out


def test_headers_body_and_attachments() -> None:
    found = items(a_mail())
    assert found[0] == Opened("eml")
    labels = dict(texts(found))
    assert labels["header From"] == "From: Ann Example <ann@example.org>\n"
    assert labels["header Date"] == "Date: Mon, 01 Jun 2026 10:00:00 +0100\n"
    assert labels["header Subject"] == "Subject: The footbridge – Überwachung\n"
    assert labels["para 1"].startswith(WORDS[:40])
    assert labels["quoted text"] == f"> {WORDS}\n"
    order = [label for label, _ in texts(found)]
    assert order.index("header Subject") < order.index("para 1") < order.index("header Message-ID")
    fields = next(item.values for item in found if isinstance(item, Fields))
    assert fields["date"] == "2026-06-01T10:00:00+01:00"
    assert fields["message_id"] == "<one@example.org>"
    assert files(found)["photo.png"] == a_picture()
    inner = files(found)["forwarded message 2.eml"]
    assert inner in a_mail(), "a forwarded message comes out byte for byte"
    assert sniff(io.BytesIO(inner)) == "eml"
    assert not codes(found), "plain and HTML say the same"


@pytest.mark.parametrize(
    ("subject", "filename", "name"),
    [
        ("Advice: Operation Alder", "", "forwarded message 1.eml"),
        ("Advice: Operation Alder", "Advice_ Operation Alder.eml", "forwarded message 1.eml"),
        ("Advice: Operation Alder and what to say", "Advice- Operation Al.eml", "forwarded message 1.eml"),
        ("Advice: Operation Alder", "older.eml", "older.eml"),
    ],
)
def test_the_subject_of_a_forwarded_message_is_not_its_name(subject: str, filename: str, name: str) -> None:
    """A name stands in the list, the log and reports even of a file that is held; what senders called one stays."""
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"] = outer["From"] = "ann@example.org"
    inner["Subject"] = subject
    inner.set_content(WORDS)
    outer.set_content("See below.")
    outer.add_attachment(inner, **({"filename": filename} if filename else {}))
    assert list(files(items(bytes(outer)))) == [name]


def test_parts_are_extracted_again_alone() -> None:
    whole = [item for item in items(a_mail()) if isinstance(item, Part)]
    assert len(whole) > 6
    assert list(reread(io.BytesIO(a_mail()), "eml", [1, 6], ReadSettings())) == [whole[1], whole[6]]


def test_names_and_headers_in_every_encoding() -> None:
    mail = HEAD.replace(b"Subject: x", b"Subject: =?utf-8?b?w5xiZXI=?= =?utf-8?q?_all?= =?nonsense?x?y?=") + (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        b"Content-Disposition: attachment; filename*0*=utf-8''%E2%82%AC%20; filename*1=rates.txt\n\none\n--b\n"
        b'Content-Type: application/x; name="=?iso-8859-1?q?caf=E9.bin?="\n\ntwo\n--b\n'
        b'Content-Disposition: attachment; filename="..\\..\\C:\\x\\photo\xe2\x80\xaegpj.exe"\n\nthree\n--b--\n'
    )
    found = items(mail)
    assert dict(texts(found))["header Subject"].startswith("Subject: Über all")
    assert list(files(found)) == ["€ rates.txt", "café.bin", "photo\ufffdgpj.exe"]
    assert all("/" not in name and "\u202e" not in name for name in files(found))


@pytest.mark.parametrize("said", ["", "iso-8859-1", "us-ascii", "nonsense", "zlib", "utf-8"])
def test_bodies_in_charsets_that_are_wrong(said: str) -> None:
    kind = f"Content-Type: text/plain; charset={said}\n\n".encode()
    assert "café costs £3" in dict(texts(items(HEAD + kind + "café costs £3".encode("cp1252"))))["para 1"]


def test_a_hard_charset_keeps_its_text_with_one_broken_byte() -> None:
    body = ("目撃者は青いコートの男を見た。" * 5).encode("shift_jis") + b"\xff\n"
    found = items(HEAD + b"Content-Type: text/plain; charset=shift_jis\n\n" + body)
    assert "青いコート" in dict(texts(found))["para 1"]


def test_plain_and_html_that_differ_are_both_read() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "a@example.org", "b@example.org", "<1@example.org>"
    mail.set_content("Nothing to see here.")
    mail.add_alternative("<p>Transfer the money to account 12345678 by Friday evening.</p>", subtype="html")
    found = items(mail.as_bytes())
    assert dict(texts(found))["para 1"] == "Nothing to see here.\n"
    assert "12345678" in dict(texts(found))["HTML version"]
    assert codes(found) == {"versions_differ"}


def test_html_alone_is_the_body_and_its_pictures_come_along() -> None:
    body = f'<html><body><p>{WORDS}</p><img src="cid:one"></body></html>'
    mail = HEAD + b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n' + body.encode()
    mail += b"\n--b\nContent-Type: image/png\nContent-ID: <one>\nContent-Transfer-Encoding: base64\n\n"
    found = items(mail + base64.encodebytes(a_picture()) + b"\n--b--\n")
    assert any(text.strip() == WORDS.strip() for _, text in texts(found))
    assert files(found) == {"attachment 1.png": a_picture()}
    assert not codes(found)


def test_what_is_broken_is_read_and_said() -> None:
    two = b"--b\n\nthe body\n--b\nContent-Disposition: attachment; filename=a.bin\n"
    mixed = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
    cut = items(mixed + two + b"\nabc")
    assert files(cut) == {"a.bin": b"abc"}
    assert codes(cut) == {"file_cut_off"}
    coding = b"Content-Transfer-Encoding: base64\n\n"
    bad = items(mixed + two + coding + b"QUJD!!!!\n" + b"REVG\n--b--\n")
    assert files(bad) == {"a.bin": b"ABCDEF"}
    assert codes(bad) == {"attachment_damaged"}
    unsaid = HEAD + b"Content-Type: multipart/mixed\n\n"
    lost = items(unsaid + two.replace(b"--b", b"--boundary-7\nContent-Type: text/plain") + b"\nx\n--boundary-7--\n")
    assert codes(lost) >= {"file_repaired"}
    assert any("the body" in text for _, text in texts(lost))
    assert any("words\n" in text for _, text in texts(items(unsaid + b"no parts at all, only words\n")))


def test_text_outside_the_parts_is_not_lost() -> None:
    mail = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\nhidden before\n--b\n\nbody\n--b--\nhidden after\n"
    outside = [text for label, text in texts(items(mail)) if label == "outside the parts"]
    assert outside == ["hidden before\n", "hidden after\n"]


def test_locked_and_signed_mail_says_so() -> None:
    smime = b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nxyz\n"
    found = items(HEAD + smime)
    assert codes(found) == {"encrypted_not_read"}
    assert list(files(found)) == ["smime.p7m"]
    signed = b"Content-Type: multipart/signed; boundary=b\n\n--b\n\nhello\n--b\n"
    signed += b"Content-Type: application/pgp-signature; name=signature.asc\n\nabc\n--b--\n"
    assert codes(items(HEAD + signed)) == {"signature_not_checked"}
    inline = b"\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    assert codes(items(HEAD + inline)) == {"encrypted_not_read"}


def test_parts_within_parts_without_end() -> None:
    deep = HEAD
    for n in range(3000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
    assert "nested_too_deep" in codes(items(deep + b"\nhello\n"))
    wide = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 30_000 + b"--b--\n"
    assert "nested_too_deep" in codes(items(wide))


def test_a_mail_gives_no_more_files_than_allowed() -> None:
    part = b"--b\nContent-Disposition: attachment; filename=a.txt\n\nabc\n"
    mail = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * 5 + b"--b--\n"
    found = items(mail, ReadSettings(max_enclosed=2))
    assert len([item for item in found if isinstance(item, Enclosed)]) == 2
    assert "enclosed_left_out" in codes(found)
    tight = items(mail, ReadSettings(max_enclosed_bytes=7))
    assert [item.problem for item in tight if isinstance(item, Enclosed)] == ["", "", *["too_large"] * 3]


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"\nhello\n",
        b"\r\n" + HEAD.replace(b"\n", b"\r\n") + b"\r\nhello\r\n",
        b"From: a@b.example\nDate: Mon, 1 Jun 2026 10:00:00 +0100\nTo: c@d.example\n\nhello\n",
        b"%d\n" % len(HEAD + b"\nhello\n") + HEAD + b"\nhello\n" + b"<?xml version='1.0'?><plist>flags</plist>",
    ],
)
def test_weak_headers_and_apple_mail_are_mail(data: bytes) -> None:
    found = items(data)
    assert found[0] == Opened("eml")
    assert dict(texts(found))["para 1"] == "hello\n"


def test_dates_with_zones_and_without() -> None:
    assert iso_date("Mon, 1 Jun 2026 10:00:00 +0530 (IST)") == "2026-06-01T10:00:00+05:30"
    assert iso_date("1 Jun 2026 10:00 BST") == "2026-06-01T10:00:00+01:00"
    assert iso_date("Mon, 1 Jun 2026 10:00:00") == "2026-06-01T10:00:00"
    assert iso_date("Mon, 99 Jun 2026 10:00:00 +9999") == iso_date("soon") == ""


def test_paragraphs_keep_every_character_and_every_voice_apart() -> None:
    text = "One.\nTwo.\n\n\nI agree.\n> You said\n> > he said\nNo.\n \n> so\n"
    found = list(paragraphs(text))
    assert "".join(piece for _, piece in found) == text
    labels = [label for label, _ in found]
    assert labels == ["para 1", "para 2", "quoted text", "quoted text (level 2)", "para 5", "quoted text"]


def test_hostile_headers_end_quickly() -> None:
    assert decoded_header("=?utf-8?q?" * 5000)
    assert parse(b"Subject: " + b"\n x" * 100_000).get("subject")
    assert parse(b"Content-Type: multipart/mixed; boundary=" + b'"' * 5000 + b"\n\nx").parts == []


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_mail() -> None:
    found = items((SHARED / "eml" / "testRFC822_multipart_attachments.eml").read_bytes())
    assert files(found) == {n: f"This is Test {n[5:-4].upper()} File for parser".encode() for n in files(found)}
    assert len(files(found)) == 2
    pdf = files(items((SHARED / "eml" / "test-incremental-updates.eml").read_bytes()))
    assert sniff(io.BytesIO(pdf["testPDF_incrementalUpdates.pdf"])) == "pdf"


def test_a_mailboxes_mark_on_the_writers_own_words_is_no_quote() -> None:
    body = "Hello.\n>From here on we met daily.\n\n>From Ann:\n>we did not.\n> Never.\n"
    assert [label for label, _ in paragraphs(body)] == ["para 1", "quoted text"]
    assert [label for label, _ in paragraphs("Hi.\n> one\n>From two\n")] == ["para 1", "quoted text"]


def test_paragraphs_are_numbered_over_all_parts_of_a_mail() -> None:
    part = "--b\nContent-Type: text/plain\n\n{}\n"
    body = part.format("One.\n\nTwo.") + part.format("Three.") + "--b\nContent-Type: text/html\n\n<p>Four.</p>\n--b--\n"
    data = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + body.encode()
    found = [(label, text.strip()) for label, text in texts(items(data)) if label.startswith("para")]
    assert found == [("para 1", "One."), ("para 2", "Two."), ("para 3", "Three."), ("para 4", "Four.")]


def test_long_headers_are_read_whole_and_what_is_beyond_a_mebibyte_is_said() -> None:
    people = ", ".join(f"Person {n} <p{n}@example.org>" for n in range(5000))
    found = items(HEAD + b"Cc: " + people.encode() + b"\n\nHello.\n")
    assert "".join(text for label, text in texts(found) if label == "header Cc") == f"Cc: {people}\n"
    assert not codes(found)
    cut = items(HEAD + b"Cc: " + b"someone@example.org,\n " * 60_000 + b"last@example.org\n\nHello.\n")
    assert codes(cut) == {"header_cut"}


def test_long_encoded_headers_are_decoded_without_a_seam() -> None:
    words = " ".join(f"=?utf-8?Q?=C3=A4_{n}_?=" for n in range(4000))
    assert decoded_header(words) == "".join(f"ä {n} " for n in range(4000)).strip()
    mixed = " ".join(f"plain =?utf-8?Q?=C3=A4{n}?=" for n in range(4000))
    assert decoded_header(mixed) == " ".join(f"plain ä{n}" for n in range(4000))
