"""核对纸件 by keyboard: a scanner's text, a typed code, what is not ours; the verdict stands in words."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cjdesk.db.database import Database
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.gui.paper_check import PaperCheckDialog
from cjdesk.printing import payroll_sheet, pdf, pdf_objects
from cjdesk.printing.payroll_sheet import SheetOptions
from cjdesk.printing.pdf_objects import PdfFile
from cjdesk.services import imports, payroll
from tests.gui.robots import DeskRobot
from tests.printing.sample_sheets import STAMP
from tests.printing.test_pdf_check import attachment_number

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


# PDF


@pytest.fixture
def saved(run: Sheet, tmp_path: Path) -> Path:
    """The run as a PDF."""
    return pdf.write_pdf(payroll_sheet.layout(run, SheetOptions(STAMP)), tmp_path / "花名册.pdf")


def said_of(dialog: PaperCheckDialog, path: Path, qtbot: QtBot) -> str:
    dialog.check_pdf(path)
    assert not dialog.open_button.isEnabled()
    qtbot.waitUntil(dialog.open_button.isEnabled, timeout=20_000)
    words = [dialog.verdict.accessibleName(), dialog.subject.text(), dialog.why.text(), dialog.original.text()]
    return "|".join(words)


def test_a_pdf_is_proved(dialog: PaperCheckDialog, saved: Path, run: Sheet, qtbot: QtBot) -> None:
    said = said_of(dialog, saved, qtbot)
    assert said.startswith("与原件一致|花名册.pdf|")
    assert f"共 {len(run.lines)} 行" in said
    assert run.number in said


def test_a_changed_pdf_is_named_with_the_row(dialog: PaperCheckDialog, saved: Path, run: Sheet, qtbot: QtBot) -> None:
    saved.write_bytes(forged(saved.read_bytes(), run.lines[2].id_no))
    said = said_of(dialog, saved, qtbot)
    assert said.startswith("已被改动|花名册.pdf|")
    assert "第 3 行" in said


def test_a_pdf_of_another_office_is_unknown(dialog: PaperCheckDialog, run: Sheet, tmp_path: Path, qtbot: QtBot) -> None:
    other = dataclasses.replace(run, number="PAY-202011-0999")
    path = pdf.write_pdf(payroll_sheet.layout(other, SheetOptions(STAMP)), tmp_path / "外乡.pdf")
    assert said_of(dialog, path, qtbot).startswith("没有这个编号|外乡.pdf|")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04"])
def test_what_is_no_pdf_of_ours_is_said(dialog: PaperCheckDialog, tmp_path: Path, content: bytes, qtbot: QtBot) -> None:
    path = tmp_path / "别的.pdf"
    path.write_bytes(content)
    said = said_of(dialog, path, qtbot)
    assert said.startswith("无法识别|")
    assert "别的.pdf" in said


def test_a_pdf_is_dropped_on_the_window(dialog: PaperCheckDialog, saved: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(saved))])
    way = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(20, 20), *way)
    dialog.dragEnterEvent(entered)
    assert entered.isAccepted()
    dialog.dropEvent(QDropEvent(QPoint(20, 20), *way))
    qtbot.waitUntil(dialog.open_button.isEnabled, timeout=20_000)
    assert dialog.verdict.accessibleName() == "与原件一致"


def test_a_scan_meanwhile_waits_in_the_field(dialog: PaperCheckDialog, saved: Path, run: Sheet, qtbot: QtBot) -> None:
    dialog.check_pdf(saved)
    QTest.keyClicks(dialog.code, f"{run.number} {int(run.check_code, 16) ^ 1:08X}")
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.open_button.isEnabled, timeout=20_000)
    assert (dialog.verdict.accessibleName(), dialog.subject.text()) == ("与原件一致", "花名册.pdf")
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert dialog.verdict.accessibleName() == "已被改动"


def test_the_check_of_a_pdf_is_cancelled(dialog: PaperCheckDialog, saved: Path, qtbot: QtBot) -> None:
    dialog.check_pdf(saved)
    dialog.strip.cancel.click()
    qtbot.waitUntil(dialog.open_button.isEnabled, timeout=20_000)
    assert dialog.verdict.accessibleName() == "已取消"


def forged(content: bytes, id_no: str) -> bytes:
    """The carried data with another amount for one person; the page still shows the true one."""
    file = PdfFile(content)
    number = attachment_number(file)
    data = json.loads(file.stream(number))
    line = next(one for one in data["lines"] if one["id_no"] == id_no)
    line["net_fen"] += 10_000
    return content + pdf_objects.update(file, [(number, json.dumps(data).encode())])
