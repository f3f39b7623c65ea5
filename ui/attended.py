"""For how long cited places were before the person since it was last written."""

from __future__ import annotations

_SECOND = 1000  # milliseconds


class Attended:
    """Milliseconds by citation id; whole seconds are taken, the rest is kept for the next time."""

    def __init__(self) -> None:
        self._spent: dict[str, int] = {}

    def add(self, citation_id: str, milliseconds: int) -> None:
        self._spent[citation_id] = self._spent.get(citation_id, 0) + milliseconds

    def take(self) -> dict[str, int]:
        """Whole seconds by citation id; taken, they are not given again."""
        taken = {citation: spent // _SECOND for citation, spent in self._spent.items() if spent >= _SECOND}
        self._spent = {citation: spent % _SECOND for citation, spent in self._spent.items() if spent % _SECOND}
        return taken

    def give_back(self, taken: dict[str, int]) -> None:
        """What was taken could not be written."""
        for citation, seconds in taken.items():
            self.add(citation, seconds * _SECOND)
