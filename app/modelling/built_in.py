"""The models that come with Attest, and what their publishers say of licence and training data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.modelling.files import fingerprint
from app.modelling.records import Known, Listed
from ingest.embed import PUBLISHED_SHA256, packaged
from ingest.embedding_model import WEIGHTS
from ingest.readers import ocr
from provenance.ports import Progress


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of a model's licence and training data."""

    licence: str
    training: str


EMBEDDER = Terms(
    "Apache-2.0",
    "By its model card (sentence-transformers/all-MiniLM-L6-v2): MiniLM-L6-H384-uncased, tuned on 1.17 billion pairs "
    "of English sentences, among them Reddit comments, S2ORC, WikiAnswers, PAQ, Stack Exchange, MS MARCO, GOOAQ, Yahoo "
    "Answers, CodeSearchNet, COCO captions, SNLI and MultiNLI, Natural Questions, SQuAD 2.0 and TriviaQA.",
)
OCR = Terms(
    "Apache-2.0",
    "Not listed with the models. The paper on the first of their line (PP-OCR, 2020) names public sets of pictures of "
    "text, pictures of an image search and made-up text; what these were trained on is not known.",
)


def models(progress: Progress) -> list[Listed]:
    """Embedding model and OCR models as they lie on this machine, hashed; raises ModelError("model_missing")."""
    embedder = packaged()
    found = [_listed("embedder", embedder.name, Path(embedder.folder) / WEIGHTS, PUBLISHED_SHA256, EMBEDDER, progress)]
    for role, path in ocr.model_paths().items():
        found.append(_listed(f"ocr {role.lower()}", path.stem, path, "", OCR, progress))
    return found


def terms(role: str, sha256: str) -> Terms | None:
    """What is known of a built-in model that took part in a run; None for any other."""
    if sha256 == PUBLISHED_SHA256:
        return EMBEDDER
    return OCR if role.startswith("ocr ") else None


def _listed(role: str, name: str, file: Path, published: str, known: Terms, progress: Progress) -> Listed:
    """A model beside the SHA-256 that it must have, where one is known."""
    found = fingerprint(file, progress)
    one = Known(role, name, str(file), published or found.sha256, found.size, known.licence, known.training)
    changed = one.sha256 != found.sha256
    return Listed(one, "changed" if changed else "ok", found.sha256 if changed else "", built_in=True)
