"""Sets a prompt by the chat template of a model's file: a stranger's program, run in Jinja's sandbox.

Templates are those of Hugging Face's `apply_chat_template`, which GGUF files hold as `tokenizer.chat_template`. One may
be written to go on for ever: it is ended after so many lines of Python, the same on every machine, not after a time.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING

from jinja2 import TemplateError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from provenance.language import Prompt

if TYPE_CHECKING:
    from _typeshed import TraceFunction

_AIM, _BODY = "AttestAimHere7Q4M", "AttestBodyHere9K2X"  # letters alone: no filter of a template changes them
_SLOTS = re.compile(f"{_AIM}|{_BODY}")
_LONGEST = 200_000  # letters of a template, and of what it may make of a prompt
_MOST_STEPS = 3_000_000  # lines of Python that a template may run; one of 10,000 letters was seen to take 1,250,000
_LONGEST_NUMBER = 4_096  # bits


@dataclass(frozen=True, slots=True)
class Pieces:
    """A prompt as it is set: between the template's `head`, `middle` and `tail` stand aim and body."""

    head: str
    middle: str
    tail: str


@dataclass(frozen=True, slots=True)
class ChatTemplate:
    """The chat template of a model's file ("" for none) and what it calls the ends of a text."""

    source: str
    bos: str = ""
    eos: str = ""

    @property
    def sha256(self) -> str:
        """Of the template that is used; "" where prompts are set plainly, for there is none that works."""
        working = self.source and self._set("system", "opening", "closing") is not None
        return hashlib.sha256(self.source.encode()).hexdigest() if working else ""

    def pieces(self, prompt: Prompt) -> Pieces:
        """The prompt's own words as set; plainly, where the template fails or loses a part of them."""
        found = self._set(prompt.system, prompt.opening, prompt.closing) if self.source else None
        return found or Pieces(f"{prompt.system}\n\n{prompt.opening}", "\n\n", f"{prompt.closing}\n\nAnswer:\n")

    def _set(self, system: str, opening: str, closing: str) -> Pieces | None:
        user = f"{opening}{_AIM}\n\n{_BODY}{closing}"
        asked = {"role": "user", "content": user}
        forms = [[{"role": "system", "content": system}, asked], [{**asked, "content": f"{system}\n\n{user}"}]]
        for messages in forms:  # some templates know of no system's words, and lose them or refuse
            text = self._rendered(messages)
            parts = _SLOTS.split(text) if text is not None else []
            if text and _SLOTS.findall(text) == [_AIM, _BODY] and system.strip() in text and closing.strip() in text:
                return Pieces(*parts)
        return None

    def _rendered(self, messages: list[dict[str, str]]) -> str | None:
        """None where the template cannot be run. No date is given: a prompt is the same every day."""
        if len(self.source) > _LONGEST:
            return None
        sandbox = _Sandbox(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
        given = {"bos_token": self.bos, "eos_token": self.eos, "add_generation_prompt": True, "enable_thinking": False}
        try:
            with _steps(_MOST_STEPS):
                template = sandbox.from_string(self.source)
                return _joined(template.generate(messages=messages, raise_exception=_refused, **given))
        except (Exception, _TooLong):  # noqa: BLE001 - a stranger's program raises what it likes, when compiled, too
            return None


class _TooLong(BaseException):
    """No Exception, for Jinja takes those that rise while it compiles for its own."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's, which also refuses products that take for ever to work out, or all memory."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        if operator == "**" or _size(left) + _size(right) > _LONGEST_NUMBER or _length(left, right) > _LONGEST:
            raise TemplateError("a product too large")
        return super().call_binop(context, operator, left, right)


def _size(value: object) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _length(left: object, right: object) -> int:
    """Of a text or list that a product makes."""
    many = next((n for n in (left, right) if isinstance(n, int)), 0)
    return max((len(one) * many for one in (left, right) if isinstance(one, str | list | tuple)), default=0)


@contextmanager
def _steps(most: int) -> Iterator[None]:
    """Raise _TooLong in what runs within, on this thread, after `most` lines of Python."""
    left = most

    def trace(frame: FrameType, event: str, given: object) -> TraceFunction:
        nonlocal left
        left -= 1
        if left < 0:
            raise _TooLong
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


def _joined(pieces: Iterator[str]) -> str | None:
    """None as soon as there are too many letters."""
    text: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > _LONGEST:
            return None
        text.append(piece)
    return "".join(text)


def _refused(message: str) -> None:
    raise TemplateError(message)
