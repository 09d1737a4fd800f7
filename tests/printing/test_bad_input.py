"""Bad input on every form: names of forty characters, amounts of nine digits, no data, no font; nothing is cut."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjdesk.domain.errors import NothingToPrint
from cjdesk.printing.measures import PORTRAIT
from tests.printing.measured_canvas import Drawn, Page, drawn, faults
from tests.printing.sample_forms import FORMS

NAME = "觉罗舒穆禄瓜佳钮祜尔德凝勒噶嘎嘛岱嵩魁斡烈哈喇沁塔娜娅琪琳琅玥璐瑶璃瑾璇玑琛珩珂"
"""Forty characters, each once, none of which stands in the words of a form."""

BIG = 123_456_789
"""1,234,567.89: nine digits."""

WORDS = "镇远㵲阳河畔吊脚楼寨门前鼓楼坪第三联户组往东第二岔路口"
SHORT = "镇远㵲阳河畔吊脚楼寨门前鼓楼"
"""For what has a word or two: a team, a trade, a skill."""

PEOPLE = frozenset({"name", "holder", "bank_holder", "payer", "chair", "made_by", "collector"})
PLACES = frozenset({
    "village", "place", "remark", "bank", "bank_name", "employer", "unit",
    "scheme", "cooperative", "purpose", "reason", "contact", "post_name",
})  # fmt: skip
BRIEF = frozenset({"group", "skill", "team", "trade"})

NAMING = frozenset({
    "F1", "F2", "F2A", "F3", "F4", "F5", "F6", "F8", "F9", "F10", "F12", "F13", "F14", "DOS", "TAX",
})  # fmt: skip
"""Forms that name somebody on every page."""


def strained(value: Any, *, name: str = "", words: str = "", fen: int = 0) -> Any:
    """The value with every name, every free word and every amount in it replaced, all the way down."""
    if isinstance(value, tuple):
        return tuple(strained(one, name=name, words=words, fen=fen) for one in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        if name and field.name in PEOPLE and isinstance(old, str) and old:
            changes[field.name] = name
        elif words and field.name in PLACES and isinstance(old, str) and old:
            changes[field.name] = words
        elif words and field.name in BRIEF and isinstance(old, str) and old:
            changes[field.name] = SHORT
        elif fen and field.name.endswith("_fen") and isinstance(old, int) and old:
            changes[field.name] = fen if old > 0 else -fen
        elif isinstance(old, tuple) or dataclasses.is_dataclass(old):
            changes[field.name] = strained(old, name=name, words=words, fen=fen)
    return dataclasses.replace(value, **changes)


def plain(value: Any) -> Any:
    return value


def long_names(value: Any) -> Any:
    return strained(value, name=NAME)


def long_words(value: Any) -> Any:
    return strained(value, words=WORDS)


def big_amounts(value: Any) -> Any:
    return strained(value, fen=BIG)


def everything(value: Any) -> Any:
    return strained(value, name=NAME, words=WORDS, fen=BIG)


@pytest.mark.parametrize("change", [plain, long_names, long_words, big_amounts, everything])
@pytest.mark.parametrize("name", FORMS)
def test_nothing_leaves_its_cell(name: str, change: Callable[[Any], Any]) -> None:
    pages = FORMS[name].pages(change)
    found = [f"{index + 1}: {fault}" for index, page in enumerate(drawn(pages)) for fault in faults(page, pages.paper)]
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("change", [long_names, everything])
@pytest.mark.parametrize("name", FORMS)
def test_a_long_name_stands_there_whole(name: str, change: Callable[[Any], Any]) -> None:
    """Each of its characters is drawn as often as the others: one that was cut off would be missing."""
    pages = FORMS[name].pages(change)
    counted = Counter(character for page in drawn(pages) for character in page.words if character in NAME)
    assert not counted or (len(counted) == len(NAME) and len(set(counted.values())) == 1), counted
    if name.split("-", maxsplit=1)[0] in NAMING:
        assert counted


@pytest.mark.parametrize("name", FORMS)
def test_a_large_amount_stands_there_whole(name: str) -> None:
    """On every form that shows amounts, alone or summed, with or without thousands marks."""
    plainly, words = (
        "\n".join(page.words for page in drawn(FORMS[name].pages(change))) for change in (plain, big_amounts)
    )
    shown = [int(re.sub(r"\D", "", text)) for text in re.findall(r"[\d,]*\d\.\d\d", words)]
    whole = any(fen and fen % BIG == 0 for fen in shown)
    assert whole == bool(re.search(r"\d\.\d\d", plainly)) or name == "F11-no-income"


@pytest.mark.parametrize("name", [name for name, one in FORMS.items() if one.empty is not None])
def test_a_month_without_data_is_refused_in_words(name: str) -> None:
    one = FORMS[name]
    assert one.empty is not None
    with pytest.raises(NothingToPrint) as caught:
        one.layout(one.empty(one.value()))
    assert caught.value.code == "NOTHING_TO_PRINT"


@pytest.mark.parametrize("name", FORMS)
def test_a_person_without_a_village_is_printed(name: str) -> None:
    """Nobody is left out for want of an address, and no page says None."""

    def nowhere(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(nowhere(one) for one in value)
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        changes: dict[str, Any] = {}
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            if field.name in {"village", "group"}:
                changes[field.name] = ""
            elif isinstance(old, tuple) or dataclasses.is_dataclass(old):
                changes[field.name] = nowhere(old)
        return dataclasses.replace(value, **changes)

    pages = FORMS[name].pages(nowhere)
    found = drawn(pages)
    assert not [fault for page in found for fault in faults(page, pages.paper)]
    assert "None" not in "".join(page.words for page in found)


@pytest.mark.parametrize("font", ["", "DejaVuSans.ttf"])
def test_without_a_chinese_font_every_name_is_told(font: str, tmp_path: Path) -> None:
    """On a computer without any font, or with a Latin one alone, forms are still made; each name is listed and 〓."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    if font:
        found = [file for file in Path("/usr/share/fonts").rglob(font) if file.is_file()]
        if not found:
            pytest.skip(f"{font} is not here")
        shutil.copy(found[0], folder / font)
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    script = tmp_path / "without.py"
    script.write_text(WITHOUT_FONTS, encoding="utf-8")
    said = subprocess.run(
        [sys.executable, str(script)],
        cwd=Path(__file__).parents[2],
        env={
            **os.environ, "FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        check=True,
        capture_output=True,
        text=True,
    )  # fmt: skip
    forms = json.loads(said.stdout.splitlines()[-1])
    assert set(forms) == set(FORMS)
    for name, (size, lacking, standins) in forms.items():
        assert size > 1000
        if name.split("-")[0] in NAMING:
            assert lacking, name
            assert standins, name


WITHOUT_FONTS = """
import json
from cjdesk.printing import pdf
pdf.without_window()
from cjdesk.printing.fonts import MISSING, faces
from tests.printing.sample_forms import FORMS
assert not faces().writable("张")
found = {}
for name, form in FORMS.items():
    pages = form.pages()
    content = pdf.pdf_bytes(pages)
    lacking = [one.text for one in pages.lacking()]
    written = [faces().name(text)[0] for text in lacking]
    found[name] = len(content), len(lacking), not any("一" <= one <= "鿿" for text in written for one in text) and all(MISSING in text for text in written)
print(json.dumps(found))
"""


def test_the_measure_finds_what_it_is_for() -> None:
    """A text wider than its cell, one cut by a line, one on another, one off the paper: each is told."""
    good = Drawn("村", 20, 50, 4, 10)
    table = [(18.0, 40.0, 60.0, 40.0), (18.0, 60.0, 60.0, 60.0), (18.0, 40.0, 18.0, 60.0), (60.0, 40.0, 60.0, 60.0)]
    assert not list(faults(Page([good], table), PORTRAIT))
    for bad in (
        dataclasses.replace(good, width=45),
        dataclasses.replace(good, middle=60),
        dataclasses.replace(good, left=196),
        dataclasses.replace(good, size=2),
    ):
        assert faults(Page([bad], table), PORTRAIT)
    assert faults(Page([good, dataclasses.replace(good, left=22, text="寨")], table), PORTRAIT)
    assert faults(Page([good], codes=[(22, 45, 30, 55)]), PORTRAIT)
