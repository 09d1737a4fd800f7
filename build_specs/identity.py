"""What the program is called and which version it is, read from the one place that says so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME, WORDS, PUBLISHER = "CJDesk", "从江乡镇工作台", "CJDesk"


def version() -> str:
    """``cjdesk.__version__``, without importing the program."""
    text = (ROOT / "cjdesk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("cjdesk/__init__.py does not say its version")
    return found[1]


def numbers(text: str | None = None) -> tuple[int, int, int, int]:
    """A version as Windows compares it: four numbers; 1.2.0rc1 counts as 1.2.0.0."""
    digits = [int(part) for part in re.findall(r"\d+", re.split(r"[a-z+-]", text or version())[0])]
    first, second, third, fourth, *_ = [*digits, 0, 0, 0, 0]
    return first, second, third, fourth


def dependencies(extra: str = "") -> list[str]:
    """What pyproject.toml asks for, at run time or under an extra's name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: list[str] = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return found
