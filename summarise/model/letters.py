"""Turns words into tokens: Attest's own with the model's control tokens, everybody else's as letters alone."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_cpp import Llama


class Tokeniser:
    """The tokens of one loaded model; `special` are the ids that steer it: control tokens and those added by hand."""

    def __init__(self, llama: Llama) -> None:
        from llama_cpp import LLAMA_TOKEN_ATTR_CONTROL, LLAMA_TOKEN_ATTR_USER_DEFINED

        model, steering = llama._model, LLAMA_TOKEN_ATTR_CONTROL | LLAMA_TOKEN_ATTR_USER_DEFINED
        named = {i: model.token_get_text(i) for i in range(llama.n_vocab()) if model.token_get_attr(i) & steering}
        named = {i: text for i, text in named.items() if len(text.strip(" ▁\n\t")) > 1}  # runs of blanks steer nothing
        self._llama = llama
        self.special = frozenset(named)
        texts = sorted({t for text in named.values() for t in (text, text.replace("▁", " "))}, key=len, reverse=True)
        self._spelt: dict[int, bytes] = {}
        self._special = re.compile("|".join(map(re.escape, texts)) or r"(?!)")

    def own(self, text: str) -> list[int]:
        """Tokens of what Attest and the model's template say."""
        tokens: list[int] = self._llama.tokenize(text.encode(), add_bos=False, special=True)
        return tokens

    def others(self, text: str) -> list[int]:
        """Tokens of a brief or of evidence: none of them is special, whatever is written there.

        llama.cpp finds tokens that were added by hand even where control tokens are not looked for, so that the letters
        of such a token are tokenised in two pieces.
        """
        return [
            token
            for piece in self._parted(text)
            for token in self._llama.tokenize(piece.encode("utf-8", "replace"), add_bos=False, special=False)
            if token not in self.special
        ]

    def spelt(self, token: int) -> bytes:
        """The bytes that a token stands for; long ones too, which the library's own call cuts."""
        found = self._spelt.get(token)
        if found is None:
            import llama_cpp

            buffer = ctypes.create_string_buffer(1024)
            size = llama_cpp.llama_token_to_piece(self._llama._model.vocab, token, buffer, 1024, 0, False)
            found = self._spelt[token] = buffer.raw[: max(0, size)]
        return found

    def _parted(self, text: str) -> Iterator[str]:
        begun = 0
        while found := self._special.search(text, begun):
            yield text[begun : found.start() + 1]
            begun = found.start() + 1
        if begun < len(text):
            yield text[begun:]
