"""Every number that the drafter uses, in one record that goes into the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

GENERATOR = "attest-extractive/2"
SEED = 7  # where nobody chose one


@dataclass(frozen=True, slots=True)
class Settings:
    """Scores are cosines or shares of 0..1 unless said otherwise; counts are of passages, sentences or claims."""

    # Retrieval. k = 60 is the value of Cormack, Clarke and Büttcher (SIGIR 2009).
    fusion_k: int = 60
    retrieve_each: int = 100
    retrieve_kept: int = 40
    relevance_weight: float = 0.7  # λ of maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998)
    # LexRank (Erkan and Radev, JAIR 2004): random jump 0.15, edges above a threshold.
    lexrank_jump: float = 0.15
    lexrank_threshold: float = 0.30
    lexrank_degree: int = 64
    lexrank_limit: int = 12_000
    # Choosing sentences.
    base_claims: int = 24
    embedded_sentences: int = 300
    sentences_of_a_passage: int = 4
    novelty_weight: float = 0.25
    spread_penalty: float = 0.06
    repeat_cosine: float = 0.90  # above this a sentence says again what is already in the draft
    repeat_in_source: float = 0.80
    brief_floor: float = 0.22
    # Calibrated by bench/ask_threshold.py on real testimony.
    ask_threshold: float = 0.49
    ask_lexical: float = 0.70  # share of the question's own words in the score, against meaning
    ask_passage: float = 0.30  # share of the passage's meaning, against the sentence's
    ask_keep: float = 0.70  # of the best score: what is quoted beside the best
    ask_claims: int = 8
    # Like passages of other sources.
    similar_threshold: float = 0.60
    similar_count: int = 3
    # Cameras.
    events_of_a_camera: int = 8

    def recorded(self) -> dict[str, object]:
        """The settings as they are kept with a run."""
        return asdict(self)

    @classmethod
    def of(cls, recorded: Mapping[str, object]) -> Settings:
        """The settings that a run recorded; those that it did not know have their defaults."""
        known: dict[str, Any] = {f.name: recorded[f.name] for f in fields(cls) if f.name in recorded}
        return cls(**known)


DEFAULT = Settings()
