"""The start page: recent cases, new case, open case, sample case."""
