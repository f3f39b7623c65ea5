"""How far a bar stands that never goes back: where more work is found, it fills what is left of the bar."""

from __future__ import annotations


class Onward:
    """Of one job; the shares told are from 0 to 1, and may fall when files are found inside others."""

    def __init__(self) -> None:
        self.shown = 0.0
        self._told = self._from = self._stood = 0.0

    def tell(self, share: float) -> float:
        """Gives how far the bar stands, now that this share of all that is known is done."""
        if share < self._told:
            self._from, self._stood = share, self.shown
        self._told = share
        left = 1.0 - self._from
        whole = self._stood + (1.0 - self._stood) * (share - self._from) / left if left > 0 else 1.0
        self.shown = max(self.shown, min(1.0, whole))
        return self.shown
