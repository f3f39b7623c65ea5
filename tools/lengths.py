"""Checks that files and functions stay short: warns past the aim, fails past the limit of the house rules.

Usage: python tools/lengths.py [FOLDER]; exit code 1 when a limit is broken.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

FILE_AIM, FILE_LIMIT = 300, 400
FUNCTION_AIM, FUNCTION_LIMIT = 40, 60


def main(root: Path) -> int:
    long: list[tuple[bool, str]] = []
    for path in python_files(root):
        long += measure(path, path.relative_to(root))
    for broken, line in sorted(long, reverse=True):
        print(f"{'FAIL' if broken else 'warn'}  {line}")
    failed = sum(broken for broken, _ in long)
    print(f"lengths: {failed} over the limit, {len(long) - failed} over the aim")
    return 1 if failed else 0


def python_files(root: Path) -> list[Path]:
    """All Python files of the project that git knows or would take in; every one below `root` where git is absent."""
    git = ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "--", "*.py"]
    listed = subprocess.run(git, capture_output=True, text=True, check=False)
    names = (
        listed.stdout.splitlines() if listed.returncode == 0 else [str(p.relative_to(root)) for p in root.rglob("*.py")]
    )
    return sorted(root / name for name in names if (root / name).is_file() and not name.startswith(".venv"))


def measure(path: Path, name: Path) -> list[tuple[bool, str]]:
    """What is too long in one file, as (limit broken, words). Tests are held to the file limit only."""
    text = path.read_text(encoding="utf-8")
    found = _judge(len(text.splitlines()), FILE_AIM, FILE_LIMIT, f"{name}")
    if "tests" in name.parts:
        return [(broken, line) for broken, line in found if broken]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            found += _judge(lines, FUNCTION_AIM, FUNCTION_LIMIT, f"{name}:{node.lineno} {node.name}")
    return found


def _judge(lines: int, aim: int, limit: int, what: str) -> list[tuple[bool, str]]:
    return [(lines > limit, f"{what}: {lines} lines (aim {aim}, limit {limit})")] if lines > aim else []


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
