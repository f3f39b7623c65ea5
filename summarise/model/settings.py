"""Every number that the model's drafter uses, in one record that goes into the run."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from summarise.model.grammar import GRAMMAR
from summarise.prompts import PROMPTS

GENERATOR = "attest-model/1"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Tokens are the model's own; counts are of passages, claims or letters."""

    temperature: float = 0.0
    answer_tokens: int = 1024  # of one call at most; a quarter of a small memory
    passages_of_a_call: int = 12  # weak models lose sight of more
    claims_beyond: int = 2  # a call may write one claim a passage, and so many more
    cites_of_a_claim: int = 3
    letters_of_a_claim: int = 320
    same_words: float = 0.8  # share of words that two claims over the same place have in common: more is one claim

    def recorded(self) -> dict[str, object]:
        """The settings as they are kept with a run."""
        return {f"model_{name}": value for name, value in asdict(self).items()} | {
            "grammar": GRAMMAR,
            "prompts": PROMPTS,
        }


DEFAULT = ModelSettings()
