"""Takes the most likely token that a grammar allows: the model's first choice, where it may stand, else the next best.

To ask the grammar about one token costs nothing; about a vocabulary of 150,000 it costs more than a small model's pass.
So the first choice is tried alone, and the outcome is that of asking about all: the best of those that are allowed.
"""

from __future__ import annotations

import codecs
import ctypes
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from provenance.errors import ModelError

if TYPE_CHECKING:
    from llama_cpp import Llama

Numbers = np.ndarray[tuple[int], np.dtype[np.float32]]
Tokens = np.ndarray[tuple[int], np.dtype[np.void]]
_TOKEN = np.dtype([("id", np.intc), ("logit", np.single), ("p", np.single)], align=True)


class GrammarSampler:
    """Chooses the tokens of one answer; `temperature` 0 takes the best one, more draws by `seed`.

    `spell` gives the bytes of a token. What is no UTF-8 is not chosen, though the runtime's grammar would let it pass:
    it reads a long form of a quotation mark as one.
    """

    def __init__(
        self, llama: Llama, spell: Callable[[int], bytes], grammar: str, temperature: float, seed: int
    ) -> None:
        import llama_cpp

        self._llama, self._api = llama, llama_cpp
        self._spell = spell
        self._letters = codecs.getincrementaldecoder("utf-8")("strict")
        self._temperature = temperature
        self._dice = np.random.default_rng(seed)
        self._vocabulary = llama.n_vocab()
        self._all = np.zeros(self._vocabulary, _TOKEN)
        self._all["id"] = np.arange(self._vocabulary)
        self._one = np.zeros(1, _TOKEN)
        self._end = next((t for t in (llama.token_eos(), llama._model.token_eot()) if t >= 0), 0)
        self._rules = llama_cpp.llama_sampler_init_grammar(llama._model.vocab, grammar.encode(), b"root")
        if not self._rules:
            raise ValueError("the runtime does not take the grammar")

    def close(self) -> None:
        """Give the grammar back to the runtime."""
        if self._rules:
            self._api.llama_sampler_free(self._rules)
            self._rules = None

    def next(self) -> tuple[int, str]:
        """The next token after what was evaluated last, and the letters that it completes.

        Raises ModelError("model_broken") where no token has a number, or none may stand here.
        """
        pointer = self._api.llama_get_logits_ith(self._llama.ctx, -1)
        logits = np.ctypeslib.as_array(pointer, shape=(self._vocabulary,))
        token = int(logits.argmax())
        if not np.isfinite(logits[token]):  # one that is no number is the greatest to argmax
            raise ModelError("model_broken", error="its weights give no numbers")
        if self._temperature > 0 or not (self._allowed(token, logits[token]) and self._readable(token)):
            token = self._among_all(logits)
        self._api.llama_sampler_accept(self._rules, token)
        return token, self._letters.decode(self._spell(token))

    def complete(self) -> bool:
        """Whether the answer may end here; what has to come next is nothing, then."""
        return self._allowed(self._end, np.float32(0))

    def _allowed(self, token: int, logit: np.float32) -> bool:
        self._one[0] = (token, logit, 0)
        return bool(np.isfinite(self._filtered(self._one)[0]))

    def _readable(self, token: int) -> bool:
        """Whether the token goes on with the letters as UTF-8 has them."""
        before = self._letters.getstate()
        try:
            self._letters.decode(self._spell(token))
        except UnicodeDecodeError:
            return False
        finally:
            self._letters.setstate(before)
        return True

    def _among_all(self, logits: Numbers) -> int:
        self._all["logit"] = logits
        left = self._filtered(self._all)
        while np.isfinite(left).any():
            token = int(left.argmax()) if self._temperature <= 0 else self._drawn(left)
            if self._readable(token):
                return token
            left[token] = -np.inf
        raise ModelError("model_broken", error="its vocabulary cannot write an answer")

    def _drawn(self, left: Numbers) -> int:
        weights = np.exp((left.astype(np.float64) - left.max()) / self._temperature)
        return int(self._dice.choice(self._vocabulary, p=weights / weights.sum()))

    def _filtered(self, tokens: Tokens) -> Numbers:
        """The tokens' logits, -∞ where the grammar does not allow them; in the order given."""
        pointer = ctypes.cast(tokens.ctypes.data, self._api.llama_token_data_p)
        listed = self._api.llama_token_data_array(data=pointer, size=len(tokens), selected=-1, sorted=False)
        self._api.llama_sampler_apply(self._rules, ctypes.byref(listed))
        return tokens["logit"]
