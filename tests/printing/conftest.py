"""Paper in tests: offscreen Qt, PDF text read back by poppler."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cjdesk.printing import pdf
from cjdesk.printing.pages import Pages

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _qt(qapp: QApplication) -> None:
    """Fonts need an application."""


@pytest.fixture
def read_back(tmp_path: Path) -> Callable[[Pages[Any]], list[str]]:
    """Writes the PDF and gives the text of each page, compatibility forms folded, blanks out."""

    def read(pages: Pages[Any]) -> list[str]:
        path = pdf.write_pdf(pages, tmp_path / "read.pdf")
        return texts(path)

    return read


def texts(path: Path) -> list[str]:
    """The text of each page as poppler finds it, blanks out."""
    raw = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    ).stdout.decode()
    return [folded(page) for page in raw.split("\f")[:-1]]


def folded(text: str) -> str:
    """A text as `texts` gives it; the radical of 户 folds into 戶."""
    return "".join(unicodedata.normalize("NFKC", text).replace("戶", "户").split())
