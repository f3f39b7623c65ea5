"""Joins the parts of the stand-alone check into verify_bundle.py, the one file that every bundle carries."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from types import ModuleType

from provenance.bundle.checking import bag, chain, ed25519, media, quotes, run, seal, told

NAME = "verify_bundle.py"
_PARTS: tuple[ModuleType, ...] = (told, bag, chain, quotes, media, ed25519, seal, run)
_OWN = "provenance.bundle.checking"
_HEAD = '''#!/usr/bin/env python3
"""Checks an Attest bundle, on any computer with Python 3.8 or later; nothing else is needed, nor Attest itself.

    python3 verify_bundle.py BAG        (without BAG: the folder in which this file lies)

It checks that every file is the one that was sealed, that the case's log is whole, that every quote stands in the text
it was cut from, and the signature beside the bag. Where PyMuPDF or PyAV is installed, it also looks the quotes up in
the PDF and the frames in the footage; run it with "python3 -I -S" to keep all packages out. It writes nothing, opens
no connection, and says at the end what it checked and what it could not check.

Whoever changes a bundle could change this very file too. Where much depends on it, take it from the force that made the
bundle, or from another bundle, or read it: it is meant to be read.
"""
'''


@cache
def text() -> str:
    """The whole file; the same for every bundle of one version of Attest."""
    imports, bodies = set[str](), list[str]()
    for part in _PARTS:
        source = inspect.getsource(part)
        tree = ast.parse(source)
        lines = source.splitlines()
        for node in tree.body[: _imports_end(tree)]:
            if isinstance(node, ast.Import | ast.ImportFrom) and not _is_own(node):
                imports.add(ast.unparse(node))
        first = tree.body[_imports_end(tree)]
        body = "\n".join(lines[first.lineno - 1 - _decorators(first) :])
        bodies.append(f"# {ast.get_docstring(tree)}\n\n{body.strip()}\n")
    ordered = sorted(imports, key=lambda line: (not line.startswith("from __future__"), line.startswith("from"), line))
    ordered[0] += "\n"
    return f"{_HEAD}\n{chr(10).join(ordered)}\n\n\n" + "\n\n".join(bodies)


def _imports_end(tree: ast.Module) -> int:
    """How many statements the docstring and the imports at the top are."""
    return next(at for at, node in enumerate(tree.body) if at and not isinstance(node, ast.Import | ast.ImportFrom))


def _decorators(node: ast.stmt) -> int:
    found = getattr(node, "decorator_list", [])
    return int(node.lineno - found[0].lineno) if found else 0


def _is_own(node: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_OWN)
