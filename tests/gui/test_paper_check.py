"""核对纸件 by keyboard: a scanner's text, a typed code, what is not ours; the verdict stands in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cjdesk.db.database import Database
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.gui.paper_check import PaperCheckDialog
from cjdesk.services import imports, payroll
from tests.gui.robots import DeskRobot

NOVEMBER = Month(2020, 11)


@pytest.fixture
def run(township: Database, guandong: Path) -> Sheet:
    """A computed run of 护河员."""
    for kind in ("roster", "attendance"):
        plan = township.ask(imports.preview, kind, guandong / f"{kind}.xlsx", month=NOVEMBER)
        township.do("import", imports.apply, plan)
    return township.do("compute", payroll.compute, NOVEMBER, post_type="HH", by="lifang")[0]


@pytest.fixture
def dialog(run: Sheet, robot: DeskRobot) -> PaperCheckDialog:
    robot.window.menus.actions["tools.check_paper"].trigger()
    found = robot.window.findChild(PaperCheckDialog)
    assert found is not None
    return found


def enters(dialog: PaperCheckDialog, text: str) -> str:
    """Type over what stands there, Enter; gives all that is said."""
    QTest.keyClicks(dialog.code, text)
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter looks up and does not close"
    assert dialog.code.hasFocus() or dialog.focusWidget() is dialog.code
    assert dialog.code.selectedText() == text, "the next scan overwrites it"
    words = [dialog.verdict.accessibleName(), dialog.subject.text(), dialog.why.text(), dialog.original.text()]
    return "|".join(words)


def test_a_scanned_code(dialog: PaperCheckDialog, run: Sheet) -> None:
    said = enters(dialog, f"CJ1|F1|{run.number}|1/8|{run.check_code}|1")
    assert "与原件一致" in said
    assert run.number in said
    assert f"{len(run.lines)} 行" in said


def test_one_paper_after_the_other(dialog: PaperCheckDialog, run: Sheet) -> None:
    code = run.check_code
    assert "与原件一致" in enters(dialog, f"{run.number} {code[:4]} {code[4:]}")
    assert "已被改动" in enters(dialog, f"{run.number} {int(code, 16) ^ 1:08X}")
    assert "没有这个编号" in enters(dialog, f"PAY-202011-0999 {code}")
    assert "无法识别" in enters(dialog, "https://example.org")
    assert not dialog.subject.text()
    assert "与原件一致" in enters(dialog, f"{run.number} {code}")


def test_an_empty_field_is_answered_with_words(dialog: PaperCheckDialog) -> None:
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert dialog.why.text()
    assert dialog.isVisible()


def test_escape_leaves(dialog: PaperCheckDialog) -> None:
    QTest.keyClick(dialog.code, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
