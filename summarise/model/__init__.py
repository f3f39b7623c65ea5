"""Drafts by a local language model: claims over given passages, held by a grammar, checked as every drafter's."""
