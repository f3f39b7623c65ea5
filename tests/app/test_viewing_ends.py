"""Where the viewer ends: very large files, what was not read or is held, a child that is killed, what it loads."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

import psutil
import pymupdf
import pytest
from PIL import Image
from viewed_files import QUOTE, image, pdf, read_under
from working_case import take_in, working_case

from ingest.look import MOST_PIXELS
from provenance.errors import TaskError, UsageError
from provenance.records import Source


@pytest.mark.soak
def test_a_page_of_a_long_document_and_of_a_large_sheet(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        for n in range(1000):
            document.new_page().insert_text((72, 100), f"This is page {n + 1} of the log.", fontsize=20)
        document.new_page(width=2384, height=3370).insert_text((200, 900), "This is the plan.", fontsize=90)
        document.save(tmp_path / "log.pdf")
    Image.new("RGB", (7680, 4320), "teal").save(tmp_path / "wall.jpg")
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "log.pdf", tmp_path / "wall.jpg")
        viewer = case.viewer
        assert viewer.outline("S1").pages == 1001
        (start, end), *more = viewer.find("S1", "page 900 of")
        assert not more
        (box,) = viewer.places("S1", start, end)
        assert box.page == 900
        assert read_under(viewer.page("S1", 900, 2), box) == "page 900 of"
        sheet = viewer.page("S1", 1001, 4)
        assert sheet.width * sheet.height <= MOST_PIXELS < 2384 * 3370 * 16
        assert read_under(sheet, viewer.places("S1", *viewer.find("S1", "the plan")[0])[0]) == "the plan"
        wall = viewer.page("S2", 0, 1)
        assert 0.99 * MOST_PIXELS < wall.width * wall.height <= MOST_PIXELS
        assert (wall.points_width, wall.points_height) == (7680, 4320)


def test_a_source_that_intake_could_not_read_can_be_looked_at(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        for _ in range(2):
            document.new_page().draw_rect((100, 100, 300, 300), fill=(0.2, 0.4, 0.8))
        document.save(tmp_path / "drawing.pdf")
    with working_case(tmp_path / "case") as case:
        (source,) = take_in(case, tmp_path / "drawing.pdf")
        assert source.outcome == "refused"
        outline = case.viewer.outline("S1")
        assert (outline.pages, outline.text_length, outline.labels) == (2, 0, ("", ""))
        assert tuple(image(case.viewer.page("S1", 2, 1))[200, 200]) == (51, 102, 204)
        with pytest.raises(UsageError, match="no_layer"):
            case.viewer.page_text("S1", 1)


def test_nothing_is_shown_of_what_is_held(tmp_path: Path) -> None:
    with working_case(tmp_path / "case") as case:
        take_in(case, pdf(tmp_path / "a.pdf"))
        viewer = case.viewer
        assert viewer.page("S1", 1, 1).width == 595 and viewer.find("S1", QUOTE) and len(viewer.page_words("S1", 1)[0])
        case.set("S1", {"privilege": "privileged"}, lambda *_: True)
        calls = (
            lambda: viewer.outline("S1"), lambda: viewer.page("S1", 1, 1), lambda: viewer.places("S1", 0, 5),
            lambda: viewer.page_text("S1", 1), lambda: viewer.page_words("S1", 1), lambda: viewer.find("S1", QUOTE),
            lambda: viewer.span_at("S1", 1, 52, 90, 540, 90), lambda: viewer.footage("S1"),
        )  # fmt: skip
        for call in calls:
            with pytest.raises(UsageError, match="source_held"):
                call()


def test_a_killed_child_is_told_of_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with working_case(tmp_path / "case") as case:
        take_in(case, pdf(tmp_path / "a.pdf"))
        before = set(psutil.Process().children())
        whole = case.viewer.page("S1", 1, 1)
        (child,) = set(psutil.Process().children()) - before
        plainly = case.store.vault.open

        def killing(source: Source) -> BinaryIO:
            """The worker opens the original when the child is on its way."""
            if threading.current_thread().name == "attest-task" and child.is_running():
                child.kill()
                child.wait()
            return plainly(source)

        monkeypatch.setattr(case.store.vault, "open", killing)
        with pytest.raises(TaskError, match="task_crashed"):
            case.viewer.page("S1", 1, 1)
        assert case.viewer.page("S1", 1, 1) == whole


def test_the_viewers_process_stays_light(tmp_path: Path) -> None:
    """A page is shown while nothing heavy is loaded beside the window."""
    with working_case(tmp_path / "case") as case:
        take_in(case, pdf(tmp_path / "a.pdf"))
    code = (
        "import sys\nfrom pathlib import Path\nfrom app.case import Case\n"
        "if __name__ == '__main__':\n"
        "    with Case.open(Path(sys.argv[1]), write=False) as case:\n"
        "        case.viewer.warm()\n"
        "        assert case.viewer.page('S1', 1, 1).width == 595\n"
        "        assert len(case.viewer.page_words('S1', 1)[0])\n"
        "    heavy = {'torch', 'cv2', 'chromadb', 'pymupdf', 'av', 'PIL', 'onnxruntime', 'sentence_transformers'}\n"
        "    assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "case"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
