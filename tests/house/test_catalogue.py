"""Every word that is shown is in the Chinese catalogue, with the same places, and nothing else is."""

import ast
import inspect
import re
from collections import defaultdict
from pathlib import Path

import polib
import pytest

import cjdesk
from cjdesk import i18n
from cjdesk.domain import errors

PACKAGE = Path(cjdesk.__file__).parent
PLACE = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})")


def marked_ids() -> dict[str, set[str]]:
    """Message id -> files that mark it by tr(…) or N_(…)."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            first = node.args[0]
            if name in {"tr", "N_"} and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found[first.value].add(str(path.relative_to(PACKAGE)))
    return found


def error_classes() -> list[type[errors.UserError]]:
    return [
        cls
        for _, cls in inspect.getmembers(errors, inspect.isclass)
        if issubclass(cls, errors.UserError) and cls is not errors.UserError
    ]


def wanted_ids() -> dict[str, set[str]]:
    wanted = marked_ids()
    for cls in error_classes():
        wanted[cls.template()].add("domain/errors")
    wanted[errors.UserError.template()].add("domain/errors")
    return wanted


def entries() -> list[tuple[str, polib.POEntry]]:
    return [
        (path.name, entry)
        for path in i18n.catalogue_files("zh_CN")
        for entry in polib.pofile(str(path), encoding="utf-8")
        if not entry.obsolete
    ]


def test_every_shown_word_has_its_chinese() -> None:
    known = {entry.msgid for _, entry in entries() if entry.msgstr}
    missing = {text: sorted(files) for text, files in wanted_ids().items() if text and text not in known}
    assert not missing, f"{len(missing)} ids have no Chinese: {missing}"


def test_the_catalogue_holds_nothing_unused() -> None:
    wanted = wanted_ids()
    assert not [(file, entry.msgid) for file, entry in entries() if entry.msgid not in wanted]


def test_one_id_has_one_translation() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for _, entry in entries():
        said[entry.msgid].add(entry.msgstr)
    assert not {text: words for text, words in said.items() if len(words) > 1}


def test_places_are_the_same_in_both_languages() -> None:
    assert not [
        (file, entry.msgid)
        for file, entry in entries()
        if sorted(set(PLACE.findall(entry.msgid))) != sorted(set(PLACE.findall(entry.msgstr)))
    ]


def test_no_entry_is_fuzzy() -> None:
    assert not [(file, entry.msgid) for file, entry in entries() if entry.fuzzy]


def test_error_codes_are_stable_words_and_unique() -> None:
    codes = [cls.code for cls in error_classes() if "code" in vars(cls)]
    assert not [code for code in codes if not re.fullmatch(r"[A-Z][A-Z0-9_]+", code)]
    assert len(codes) == len(set(codes)), sorted(code for code in codes if codes.count(code) > 1)


def test_words_are_never_put_together_before_they_are_translated() -> None:
    """A tr(f"…") or N_("…" + x) could not be found by any catalogue tool."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"tr", "N_"}
                and node.args
                and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            ):
                wrong.append(f"{path.name}:{node.lineno}")
    assert not wrong


@pytest.mark.parametrize(("fen", "shown"), [(0, "0.00"), (5, "0.05"), (-13664, "-136.64"), (123456789, "1,234,567.89")])
def test_fen_are_shown_in_yuan(fen: int, shown: str) -> None:
    assert i18n.yuan(fen) == shown
    i18n.set_language("en")
    try:
        assert i18n.tr("{net_fen} in all", net_fen=fen) == f"{shown} in all"
    finally:
        i18n.set_language("zh_CN")
