"""The one error of the installation."""

from __future__ import annotations


class KitError(Exception):
    """The installation cannot go on; the text is the sentence for the person."""
