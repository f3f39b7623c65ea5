"""Counts what a model's calls cost, and tells how far a drafting is, so that the time left can be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from provenance.language import Answer

Tick = Callable[[str, float, float], None]
_GENERATED = 8  # what a token written costs, where one read costs 1: reading goes many tokens at a time
_MORE = 1.1  # a call that writes more than was planned is never nearly done
_EACH = 50  # tokens that a claim takes, before anything is known of this model


class Meter:
    """Progress in tokens read and written; both planned from what is known, the latter better with every call."""

    def __init__(self, tick: Tick, name: str) -> None:
        self._tick = tick
        self._name = name
        self._planned: list[tuple[int, int]] = []  # of each call: tokens to read, tokens to write
        self._spent = 0.0
        self._written: list[tuple[int, int]] = []  # of each call done: tokens written, those planned
        self.calls = self.evaluated = self.reused = self.generated = 0

    def plan(self, reads: Sequence[int], claims: Sequence[int]) -> None:
        """What calls will follow: the tokens of their passages, and how many claims they may well write."""
        self._planned = [(read, _EACH * count) for read, count in zip(reads, claims, strict=True)]

    def loading(self, text: str, evaluated: int, generated: int) -> None:
        """Told while the model loads or counts; raises when it is to stop, as `tell` does."""
        self._tick(f"Loading {self._name}", 0, 0)

    def tell(self, what: str, evaluated: int, generated: int) -> None:
        """Told while a call goes on: what it has read and written."""
        now = self._spent + evaluated + _GENERATED * generated
        left = self._planned[self.calls :]
        rate = sum(w for w, _ in self._written) / max(1, sum(p for _, p in self._written)) if self._written else 1.0
        expected = [read + _GENERATED * rate * write for read, write in left]
        total = self._spent + sum(expected[1:]) + max(sum(expected[:1]), _MORE * (now - self._spent))
        self._tick(f"{what}: part {min(self.calls + 1, len(self._planned))} of {len(self._planned)}", now, total)

    def done(self, answer: Answer) -> None:
        """A call has ended."""
        if self.calls < len(self._planned):
            self._written.append((answer.generated, self._planned[self.calls][1]))
        self.calls += 1
        self.evaluated += answer.evaluated
        self.reused += answer.reused
        self.generated += answer.generated
        self._spent += answer.evaluated + _GENERATED * answer.generated
