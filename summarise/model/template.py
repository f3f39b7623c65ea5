"""Sets a prompt by the chat template of a model's file: a stranger's program, run in Jinja's sandbox.

Templates are those of Hugging Face's `apply_chat_template`, which GGUF files hold as `tokenizer.chat_template`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from provenance.ports import Prompt

_AIM, _BODY = "AttestAimHere7Q4M", "AttestBodyHere9K2X"  # letters alone: no filter of a template changes them
_SLOTS = re.compile(f"{_AIM}|{_BODY}")
_LONGEST = 200_000  # letters of what a template may make of a prompt


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
        sandbox = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        given = {"bos_token": self.bos, "eos_token": self.eos, "add_generation_prompt": True, "enable_thinking": False}
        try:
            template = sandbox.from_string(self.source)
            text = "".join(template.generate(messages=messages, raise_exception=_refused, **given))
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError):
            return None
        return text if len(text) <= _LONGEST else None


def _refused(message: str) -> None:
    raise TemplateError(message)
