"""A rule of the Windows firewall counts where it blocks all that the program sends, and not where it blocks a part."""

from __future__ import annotations

import sys

import pytest

from provenance import firewall

PYTHON = r"C:\Program Files\Python311\python.exe"
BLOCK = rf"v2.31|Action=Block|Active=TRUE|Dir=Out|App={PYTHON}|Name=Attest offline|"


def test_a_rule_that_blocks_the_whole_program_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert firewall.blocks(["v2.31|Action=Allow|Active=TRUE|Dir=In|", BLOCK], PYTHON)
    assert firewall.blocks([BLOCK.upper().replace("BLOCK", "Block").replace("OUT", "Out").replace("V2", "v2")], PYTHON)
    if sys.platform != "win32":  # what expands there is written with percent signs
        monkeypatch.setenv("ProgramFiles", r"C:\Program Files")
        assert firewall.blocks([BLOCK.replace(r"C:\Program Files", "${ProgramFiles}")], PYTHON)


@pytest.mark.parametrize(
    "rule",
    [
        BLOCK.replace("Block", "Allow"),
        BLOCK.replace("TRUE", "FALSE"),
        BLOCK.replace("Dir=Out", "Dir=In"),
        BLOCK.replace("python.exe", "pythonw.exe"),
        BLOCK + "Protocol=6|",
        BLOCK + "RA4=192.0.2.0/24|",
        BLOCK + "RPort=443|",
        BLOCK + "Profile=Public|",
        BLOCK + "Svc=*|",
        BLOCK + "IFType=Wireless|",
        BLOCK + "Unheard=1|",
        "v2.31|Action=Block|Active=TRUE|Dir=Out|Name=No program named|",
        "",
    ],
)
def test_a_rule_for_a_part_does_not(rule: str) -> None:
    assert not firewall.blocks([rule], PYTHON)


def test_in_a_virtual_environment_both_programs_count() -> None:
    assert sys.executable in firewall.programs() and len(firewall.programs()) in (1, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="a machine with Windows may have such a rule")
def test_elsewhere_nothing_is_claimed() -> None:
    assert not firewall.blocked()
