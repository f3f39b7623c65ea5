"""What was found of footage (covered, frozen, gaps, jumps of the clock), as links to the moments where it was."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal

from provenance.records import Notice, Source
from provenance.report_words import notices
from ui.source.flow import FlowBox
from ui.strings import footage as words
from ui.widgets.basics import button, label, tip

MOST = 3  # links; the details of the source list them all
_TIME = re.compile(r"t=(\d+(?:\.\d+)?)(?:,\d+(?:\.\d+)?)?")


class FindingsLine(FlowBox):
    """Hidden where nothing was found."""

    asked = Signal(float)  # stream seconds

    def __init__(self) -> None:
        super().__init__(gap=6, between=2)
        self._shown: tuple[Notice, ...] = ()
        self.hide()

    def show_of(self, source: Source | None) -> None:
        """Of a source; of none, nothing."""
        findings = source.findings if source is not None and not source.withheld else ()
        if findings == self._shown:
            return
        self._shown = findings
        self.clear()
        if findings:
            self.flow.addWidget(label(words.FINDINGS, "amber"))
        for finding in findings[:MOST]:
            self._add(finding)
        if len(findings) > MOST:
            self.flow.addWidget(label(words.MORE_FINDINGS.format(count=len(findings) - MOST), "muted"))
        self.setVisible(bool(findings))

    def _add(self, finding: Notice) -> None:
        said = "".join(notices([finding]))
        seconds = time_of(finding)
        if seconds is None:
            self.flow.addWidget(label(said, "amber"))
            return
        made = button(words.FINDING.format(code=words.finding(finding.code), seconds=f"{seconds:.1f}"),
                      lambda: self.asked.emit(seconds), "link")  # fmt: skip
        made.setToolTip(tip(said))
        made.setAccessibleName(words.FINDING_LINK.format(finding=said, seconds=f"{seconds:.1f}"))
        self.flow.addWidget(made)


def time_of(finding: Notice) -> float | None:
    """The stream time in seconds at which a finding begins, where it has one: "t=12.480,15.2"."""
    found = _TIME.fullmatch(finding.place)
    return float(found[1]) if found else None
