"""Ids of records: S3 a source, S3.12 a passage, S3.f2 a frame, D2 a draft, D2.14 a claim, D2.14.1 a citation.

D2.K3 is a conflict of a draft, D2.K3.1 the citation of one of its sides.
"""

from __future__ import annotations

import re

from provenance.errors import UsageError

_NUMBER = r"([1-9][0-9]{0,17})"
_SOURCE = re.compile(f"S{_NUMBER}")
_PASSAGE = re.compile(rf"S{_NUMBER}\.{_NUMBER}")
_FRAME = re.compile(rf"S{_NUMBER}\.f{_NUMBER}")
_DRAFT = re.compile(f"D{_NUMBER}")
_CLAIM = re.compile(rf"D{_NUMBER}\.{_NUMBER}")
_CITATION = re.compile(rf"D{_NUMBER}\.{_NUMBER}\.{_NUMBER}")


def source_number(source_id: str) -> int:
    """3 for "S3"; raises UsageError("unknown_id")."""
    return _numbers(_SOURCE, "source", source_id)[0]


def passage_key(passage_id: str) -> tuple[int, int]:
    """(3, 12) for "S3.12"; raises UsageError("unknown_id")."""
    source, ordinal = _numbers(_PASSAGE, "passage", passage_id)
    return source, ordinal


def frame_key(frame_id: str) -> tuple[int, int]:
    """(3, 2) for "S3.f2"; raises UsageError("unknown_id")."""
    source, number = _numbers(_FRAME, "frame", frame_id)
    return source, number


def draft_number(draft_id: str) -> int:
    """2 for "D2"; raises UsageError("unknown_id")."""
    return _numbers(_DRAFT, "draft", draft_id)[0]


def claim_key(claim_id: str) -> tuple[int, int]:
    """(2, 14) for "D2.14"; raises UsageError("unknown_id")."""
    draft, number = _numbers(_CLAIM, "claim", claim_id)
    return draft, number


def citation_key(citation_id: str) -> tuple[int, int, int]:
    """(2, 14, 1) for "D2.14.1"; raises UsageError("unknown_id")."""
    draft, claim, number = _numbers(_CITATION, "citation", citation_id)
    return draft, claim, number


def _numbers(pattern: re.Pattern[str], what: str, record_id: str) -> tuple[int, ...]:
    match = pattern.fullmatch(record_id)
    if not match:
        raise UsageError("unknown_id", what=what, id=record_id)
    return tuple(int(group) for group in match.groups())
