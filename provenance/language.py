"""What a language model offers a drafter: prompts whose shared part is read once, and answers held by a grammar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is asked: `system`, `opening` and `closing` are Attest's own words.

    `aim` (a brief, a question) and `body` (passages) are others' words: letters to the model, whatever they hold. All
    before `body` is the shared part, which calls that differ in `body` and `closing` alone evaluate once.
    """

    system: str
    opening: str
    aim: str
    body: str
    closing: str


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a loaded language model says of itself: how many tokens it holds at once, and what prompts are set with.

    `template` is the SHA-256 of the chat template in its file; "" where there is none that can be used, and prompts are
    set plainly. `threads` is how many it computes with, `architecture` and `runtime` are names.
    """

    context: int
    template: str
    threads: int
    architecture: str
    runtime: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a language model wrote, and the tokens it cost: prompt tokens evaluated and taken over, tokens generated.

    `whole` is False where the answer was cut off by its limit.
    """

    text: str
    evaluated: int
    reused: int
    generated: int
    whole: bool


class Writing(Protocol):
    """Told a few times a second what a model has written since, and how many tokens it has evaluated and generated;
    while it loads, that it has written nothing.

    What it raises stops the model.
    """

    def __call__(self, text: str, evaluated: int, generated: int) -> None: ...


class LanguageModel(Protocol):
    """A language model from a file that is known by its hash; it can be killed at any moment.

    Raises ModelError(model_no_runtime | model_broken | model_not_writing | context_too_small | model_crashed |
    model_out_of_memory | model_timed_out), or TaskError("cancelled") when it is ended.
    """

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str: ...

    def facts(self, writing: Writing) -> ModelFacts:
        """What the model says of itself; loads it."""
        ...

    def count(self, prompt: Prompt, texts: Sequence[str], writing: Writing) -> tuple[int, list[int]]:
        """How many tokens the prompt has without its body, and each of the texts as a body."""
        ...

    def write(
        self, prompt: Prompt, grammar: str, writing: Writing, *, most: int, temperature: float, seed: int
    ) -> Answer:
        """Have the model answer within `grammar` (GBNF, root rule "root"), in `most` tokens at most.

        `temperature` 0 takes the likeliest token each time; above it tokens are drawn, by `seed`.
        """
        ...
