"""The tasks of the model's child: what a model is, what words cost it, and an answer within a grammar.

What prompts share is evaluated once and kept in the model's memory; each call cuts the memory back to it. The same
prompt gives the same tokens, whatever was asked before: evaluation is always cut at the same places.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from importlib.metadata import version
from typing import BinaryIO

from provenance.errors import ModelError
from provenance.language import Answer, ModelFacts, Prompt
from summarise.model.letters import Tokeniser
from summarise.model.loading import BATCH, ModelFile, header, open_model, require_same
from summarise.model.sampling import GrammarSampler
from summarise.model.template import ChatTemplate

_TELL_SECONDS = 0.2
TEMPLATE = "tokenizer.chat_template"
Told = tuple[str, int, int]  # letters written since, tokens evaluated, tokens generated


def template(stream: BinaryIO | None, file: Mapping[str, object]) -> Iterator[str]:
    """Run the file's chat template, the weights left alone; yield its SHA-256, "" where none works."""
    yield ChatTemplate(header(ModelFile.of(file)).get(TEMPLATE, "")).sha256


def describe(stream: BinaryIO | None, file: Mapping[str, object]) -> Iterator[ModelFacts]:
    """Load the model and yield what it says of itself; raises what `open_model` raises, as do the other tasks."""
    yield load(ModelFile.of(file)).facts


def count(
    stream: BinaryIO | None, file: Mapping[str, object], prompt: Prompt, texts: Sequence[str]
) -> Iterator[tuple[int, list[int]]]:
    """Yield the number of tokens of the prompt without its body, and of each text as a body."""
    loaded = load(ModelFile.of(file))
    shared, end = loaded.frame(prompt)
    yield len(shared) + len(end), [len(loaded.tokeniser.others(text)) for text in texts]


def write(
    stream: BinaryIO | None,
    file: Mapping[str, object],
    prompt: Prompt,
    grammar: str,
    most: int,
    temperature: float,
    seed: int,
) -> Iterator[Told | Answer]:
    """Yield what is written as it comes, a few times a second and whenever a claim closes; then the whole answer."""
    yield from load(ModelFile.of(file)).answer(prompt, grammar, most, temperature, seed)


def load(file: ModelFile) -> Loaded:
    """The model, loaded once; another takes its place in memory, and never stands beside it."""
    if file not in _loaded:
        _loaded.clear()
        _loaded[file] = Loaded(file)
    return _loaded[file]


class Loaded:
    """A loaded model and what stands in its memory.

    `cuts`: whether its memory can be cut back to a place; where not (recurrent models) it is put back as it was kept.
    """

    def __init__(self, file: ModelFile) -> None:
        self._file = file
        self.llama, told, self.context = open_model(file)
        self.tokeniser = Tokeniser(self.llama)
        model = self.llama._model
        bos, eos = (model.token_get_text(t) if t >= 0 else "" for t in (model.token_bos(), model.token_eos()))
        found = ChatTemplate(told.get(TEMPLATE, ""), bos, eos)
        sha256 = found.sha256
        self.template = found if sha256 else ChatTemplate("")  # one that takes too long is not run with every call
        self.cuts = not (self.llama._is_recurrent or self.llama._is_hybrid)
        runtime = f"llama-cpp-python {version('llama-cpp-python')}"
        kind = told.get("general.architecture", "")
        self.facts = ModelFacts(self.context, sha256, file.threads, kind, runtime)
        self._shared: list[int] = []
        self._kept: ctypes.Array[ctypes.c_uint8] | None = None

    def frame(self, prompt: Prompt) -> tuple[list[int], list[int]]:
        """The tokens before a prompt's body, which calls share, and those after it."""
        pieces = self.template.pieces(prompt)
        own, others = self.tokeniser.own, self.tokeniser.others
        shared = own(pieces.head) + others(prompt.aim) + own(pieces.middle)
        model = self.llama._model
        if model.add_bos_token() and shared[:1] != [model.token_bos()]:
            shared.insert(0, model.token_bos())
        return shared, own(pieces.tail)

    def answer(self, prompt: Prompt, grammar: str, most: int, temperature: float, seed: int) -> Iterator[Told | Answer]:
        """See `write`; raises ModelError("model_changed") where the file is rewritten before its last word."""
        require_same(self._file)
        shared, end = self.frame(prompt)
        tail = self.tokeniser.others(prompt.body) + end
        if len(shared) + len(tail) + most > self.context:
            raise ModelError("context_too_small", context=self.context, least=len(shared) + len(tail) + most)
        evaluated = self._share(shared)
        reused = len(shared) - evaluated
        for start in range(0, len(tail), BATCH):
            yield "", evaluated, 0
            self._evaluate(tail[start : start + BATCH])
            evaluated += len(tail[start : start + BATCH])
        text, generated, whole = "", 0, False
        sampler = GrammarSampler(self.llama, self.tokeniser.spelt, grammar, temperature, seed)
        with closing(sampler):
            for piece, generated, ended in self._written(sampler, most):
                text, whole = text + piece, ended
                yield piece, evaluated, generated
        require_same(self._file)
        yield Answer(text, evaluated, reused, generated, whole)

    def _written(self, sampler: GrammarSampler, most: int) -> Iterator[tuple[str, int, bool]]:
        """(letters written since, tokens generated, whether the answer is whole)."""
        waiting, told = "", time.monotonic()
        for generated in range(1, most + 1):
            token, piece = sampler.next()
            waiting += piece
            whole = "}" in piece and sampler.complete()
            if whole or generated == most or "}" in piece or time.monotonic() - told > _TELL_SECONDS:
                yield waiting, generated, whole
                waiting, told = "", time.monotonic()
            if whole:
                return
            if generated < most:
                self._evaluate([token])

    def _share(self, shared: list[int]) -> int:
        """Have exactly these tokens stand in the memory; gives how many were evaluated for it."""
        llama = self.llama
        if shared == self._shared:
            llama.n_tokens = len(shared)  # what stands behind is dropped at the next evaluation
            if not self.cuts:
                self._put_back()
            return 0
        self._shared = []  # should the evaluation break off
        llama.reset()
        for start in range(0, len(shared), BATCH):
            self._evaluate(shared[start : start + BATCH])
        if not self.cuts:
            self._keep()
        self._shared = shared
        return len(shared)

    def _keep(self) -> None:
        import llama_cpp

        size = llama_cpp.llama_state_seq_get_size(self.llama.ctx, 0)
        self._kept = (ctypes.c_uint8 * size)()
        if llama_cpp.llama_state_seq_get_data(self.llama.ctx, self._kept, size, 0) != size:
            raise ModelError("model_crashed", error="its memory could not be kept")

    def _put_back(self) -> None:
        import llama_cpp

        assert self._kept is not None
        self.llama._ctx.kv_cache_clear()
        if not llama_cpp.llama_state_seq_set_data(self.llama.ctx, self._kept, len(self._kept), 0):
            raise ModelError("model_crashed", error="its memory could not be put back")

    def _evaluate(self, tokens: list[int]) -> None:
        try:
            self.llama.eval(tokens)
        except RuntimeError as error:
            self._shared = []
            raise ModelError("model_crashed", error=str(error)) from error


_loaded: dict[ModelFile, Loaded] = {}
