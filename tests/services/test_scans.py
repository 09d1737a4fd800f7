"""Signed paper back in the file: found by its printed number, checked, kept once, withdrawn, never lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from cjdesk.db import backup, keys, restore
from cjdesk.db.database import Database, open_township
from cjdesk.db.models import AuditEntry, Scan
from cjdesk.domain import errors
from cjdesk.domain.awards import Half
from cjdesk.printing import bank_sheet, payroll_sheet, qr
from cjdesk.printing.bank_sheet import BankOptions
from cjdesk.printing.payroll_sheet import SheetOptions
from cjdesk.services import awards, check, fees, payments, payroll, prints, publicity, scans
from cjdesk.services.publicity import Poster
from cjdesk.services.scans import Kind, Picture
from tests.printing.sample_sheets import STAMP
from tests.services import desk
from tests.services.desk import MONTH

TODAY = date(2020, 12, 8)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = desk.new_desk(tmp_path / "data", "522633101", "GD")
    made.do("fill", desk.fill, people=5)
    yield made
    made.close()


@pytest.fixture
def sheet(database: Database):
    """The approved run of the road wardens."""
    return database.ask(payroll.sheet, desk.run_month(database))


def picture(mark: int = 1, size: int = 200) -> Picture:
    content = b"\xff\xd8" + os.urandom(size)
    return Picture(f"IMG_{mark:04d}.jpg", content, 2000, 1413, 3_000_000, f"{mark:064d}")


def add(database: Database, *pictures: Picture, **facts: object) -> tuple[scans.Added, ...]:
    return database.do("Add a scan", scans.add, pictures or (picture(),), by="lifang", **facts)  # type: ignore[arg-type]


def printed_code(pages, index: int) -> str:
    """The text of the QR code on a page, from what the page is printed with."""
    (imprint,) = pages.imprints
    return qr.content(imprint, index + 1, pages.count)


# Found by the number


def test_a_scan_stands_with_the_run_whose_number_it_carries(database: Database, sheet) -> None:
    (one,) = add(database, number=f" {sheet.number.lower()} ", page=1)
    found = database.ask(scans.of_paper, sheet.number)
    assert found.paper.kind is Kind.RUN
    assert found.paper.record_id == sheet.run_id
    assert [(scan.id, scan.page, scan.added_by, scan.month) for scan in found.scans] == [(one.id, 1, "李芳", MONTH)]
    assert one.warnings == ()


def test_every_kind_of_paper_is_found(database: Database, sheet) -> None:
    made = database.do("List", payments.make, [sheet.run_id], template_code="UTF8-CSV", by="lifang")
    poster = Poster(date(2020, 12, 1), "公示栏")
    notice = database.do("Open", publicity.open_for_run, sheet.run_id, poster, by="lifang")
    round_id = database.do("Round", awards.add_round, half=Half(2020, 2))
    scheme = database.ask(fees.schemes, MONTH.last)[0]
    numbers = {
        Kind.RUN: sheet.number,
        Kind.LIST: made.made.number,
        Kind.NOTICE: database.ask(publicity.notice, notice, today=TODAY).number,
        Kind.LEDGER: database.ask(fees.ledger, scheme.id, MONTH).number,
        Kind.AWARDS: database.ask(awards.award_list, round_id).number,
    }
    for place, (kind, number) in enumerate(numbers.items(), start=1):
        add(database, picture(place), number=number)
        found = database.ask(scans.of_paper, number)
        assert (found.paper.kind, len(found.scans)) == (kind, 1), number
    assert len(database.ask(scans.of_month, MONTH)) == 3
    assert check.run(database).sound


@pytest.mark.parametrize("number", ["PAY-209901-0001", "FEE-202011-9999", "FEE-202013-0001", "随便", "YH-202011-99"])
def test_a_number_that_no_paper_has(database: Database, sheet, number: str) -> None:
    with pytest.raises(errors.ScanNumberUnknown):
        add(database, number=number)


def test_without_a_number_it_is_asked_for(database: Database) -> None:
    with pytest.raises(errors.ScanNumberMissing):
        add(database, number="  ")


# The code on the page


def test_the_code_of_a_printed_page_gives_number_page_and_form(database: Database, sheet) -> None:
    pages = payroll_sheet.layout(sheet, SheetOptions(STAMP))
    (one,) = add(database, qr=printed_code(pages, 0))
    (scan,) = database.ask(scans.of_paper, sheet.number).scans
    assert (one.number, scan.form, scan.page, scan.pages, scan.revision) == (sheet.number, "F1", 1, pages.count, 1)
    assert one.warnings == ()


def test_what_is_no_code_is_refused(database: Database, sheet) -> None:
    with pytest.raises(errors.PaperCodeForeign):
        add(database, qr="http://example.org")
    with pytest.raises(errors.ScanPageWrong):
        add(database, qr=f"CJ1|F1|{sheet.number}|9/8|{sheet.check_code}|1")


def test_a_hand_scanner_behind_an_input_method_is_understood(database: Database, sheet) -> None:
    wide = f"ＣＪ１｜F1｜{sheet.number}｜3／8｜{sheet.check_code.lower()}｜1"
    (one,) = add(database, qr=wide)
    assert (one.page, one.warnings) == (3, ())


def test_a_code_that_was_never_printed_is_said(database: Database, sheet) -> None:
    round_id = database.do("Round", awards.add_round, half=Half(2020, 2))
    number = database.ask(awards.award_list, round_id).number
    (one,) = add(database, qr=f"CJ1|F15|{number}|1/6|0123ABCD|1")
    assert [warned.code for warned in one.warnings] == ["SCAN_UNPROVEN"]


def test_the_code_of_a_bank_list_is_checked_by_its_rows(database: Database, sheet) -> None:
    made = database.do("List", payments.make, [sheet.run_id], template_code="UTF8-CSV", by="lifang")
    value = database.ask(payments.listed, made.made.list_id)
    pages = bank_sheet.layout(value, BankOptions(STAMP))
    (one,) = add(database, qr=printed_code(pages, 0))
    assert (one.number, one.warnings) == (value.number, ())
    (other,) = add(database, picture(2), qr=f"CJ1|F5|{value.number}|1/1|12345678|1")
    assert [warned.code for warned in other.warnings] == ["SCAN_ALTERED", "SCAN_PAGE_TWICE"]


def test_paper_of_an_earlier_version_is_kept_with_its_warning(database: Database) -> None:
    run_id = desk.run_month(database, approved=False)
    before = database.ask(payroll.sheet, run_id)
    old = printed_code(payroll_sheet.layout(before, SheetOptions(STAMP)), 0)
    database.do("Unlock", payroll.unlock, run_id, by="李芳", reason="改考勤")
    database.do("Compute", payroll.compute, MONTH, post_type="HL", by="李芳")
    database.do("Lock", payroll.lock, run_id, by="李芳")
    (one,) = add(database, qr=old)
    assert [warned.code for warned in one.warnings] == ["SCAN_SUPERSEDED"]
    found = database.ask(scans.of_paper, before.number)
    assert found.scans[0].warnings == ("SCAN_SUPERSEDED",)
    assert found.progress.here == 0  # nobody signed the version that stands


def test_without_a_code_a_scan_is_of_the_version_that_stands(database: Database) -> None:
    run_id = desk.run_month(database, approved=False)
    number = database.ask(payroll.sheet, run_id).number
    add(database, number=number, page=1)
    assert database.ask(scans.progress, number).here == 1
    database.do("Unlock", payroll.unlock, run_id, by="李芳", reason="改考勤")
    assert database.ask(scans.progress, number).here == 0
    (second,) = add(database, picture(2), number=number, page=1)
    assert second.warnings == ()  # page 1 of the second version is no page twice
    found = database.ask(scans.of_paper, number)
    assert sorted(one.revision for one in found.scans) == [1, 2]
    assert found.progress.here == 1


def test_an_altered_code_and_a_void_run_are_said(database: Database) -> None:
    run_id = desk.run_month(database, approved=False)
    number = database.ask(payroll.sheet, run_id).number
    (altered,) = add(database, qr=f"CJ1|F1|{number}|1/1|00000000|1")
    assert [warned.code for warned in altered.warnings] == ["SCAN_ALTERED"]
    database.do("Void", payroll.void, run_id, by="李芳", reason="整批不对")
    (void,) = add(database, picture(2), number=number, page=2)
    assert [warned.code for warned in void.warnings] == ["SCAN_OF_VOID"]


def test_a_code_of_another_paper_is_refused(database: Database, sheet) -> None:
    with pytest.raises(errors.ScanOfOtherPaper):
        add(database, number="PAY-202011-0099", qr=f"CJ1|F1|{sheet.number}|1/1|{sheet.check_code}|1")


# Pages


def test_pages_follow_each_other_and_are_counted(database: Database, sheet) -> None:
    assert database.ask(scans.progress, sheet.number) == scans.Progress(0, None)
    database.do("Print", prints.record, "F1", [sheet.run_id], copy=1, pages=8, purpose="pdf")
    add(database, picture(1), picture(2), picture(3), number=sheet.number, page=2)
    found = database.ask(scans.of_paper, sheet.number)
    assert [one.page for one in found.scans] == [2, 3, 4]
    assert found.progress == scans.Progress(3, 8)
    assert not found.progress.whole


def test_pages_printed_together_with_other_runs_say_nothing_of_this_one(database: Database, sheet) -> None:
    database.do("Print", prints.record, "F1", [sheet.run_id], copy=1, pages=3, purpose="pdf")
    database.do("Print", prints.record, "F1", [sheet.run_id, "another"], copy=2, pages=24, purpose="pdf")
    assert database.ask(scans.progress, sheet.number).pages == 3


def test_a_page_twice_is_kept_and_counted_once(database: Database, sheet) -> None:
    add(database, picture(1), number=sheet.number, page=1)
    (again,) = add(database, picture(2), number=sheet.number, page=1)
    assert [warned.code for warned in again.warnings] == ["SCAN_PAGE_TWICE"]
    assert database.ask(scans.progress, sheet.number).here == 1


@pytest.mark.parametrize("page", [0, -1, 10_000])
def test_no_such_page(database: Database, sheet, page: int) -> None:
    with pytest.raises(errors.ScanPageWrong):
        add(database, number=sheet.number, page=page)


def test_more_pictures_than_the_code_has_pages(database: Database, sheet) -> None:
    with pytest.raises(errors.ScanPageWrong):
        add(database, picture(1), picture(2), qr=f"CJ1|F1|{sheet.number}|1/1|{sheet.check_code}|1")
    assert database.ask(scans.of_paper, sheet.number).scans == ()


def test_a_coarse_picture_is_said(database: Database, sheet) -> None:
    (one,) = add(database, replace(picture(), width=800, height=600), number=sheet.number)
    assert [warned.code for warned in one.warnings] == ["SCAN_TOO_COARSE"]


# Once, whole, never lost


def test_the_same_picture_is_refused_and_says_where_it_is(database: Database, sheet) -> None:
    add(database, number=sheet.number, page=3)
    with pytest.raises(errors.ScanKnown) as stop:
        add(database, number=sheet.number, page=4)
    assert (stop.value.facts["number"], stop.value.facts["page"]) == (sheet.number, 3)


def test_one_known_picture_keeps_the_whole_file_out(database: Database, sheet) -> None:
    add(database, picture(2), number=sheet.number)
    with pytest.raises(errors.ScanKnown):
        add(database, picture(1), picture(2), number=sheet.number)
    assert len(database.ask(scans.of_paper, sheet.number).scans) == 1


def test_a_wrong_scan_is_withdrawn_stays_and_may_be_added_where_it_belongs(database: Database, sheet) -> None:
    (one,) = add(database, number=sheet.number, page=1)
    with pytest.raises(errors.ReasonMissing):
        database.do("Withdraw", scans.withdraw, one.id, reason=" ", by="lifang")
    database.do("Withdraw", scans.withdraw, one.id, reason="别的批次的", by="lifang")
    with pytest.raises(errors.ScanWithdrawnAlready):
        database.do("Withdraw", scans.withdraw, one.id, reason="再撤", by="lifang")
    assert database.ask(scans.of_paper, sheet.number).scans == ()
    (kept,) = database.ask(scans.of_paper, sheet.number, with_withdrawn=True).scans
    assert kept.withdrawn == "别的批次的（李芳）"
    assert database.ask(scans.picture, one.id)[1]
    add(database, number=sheet.number, page=2)


def test_the_trail_holds_who_added_what_but_not_the_picture(database: Database, sheet) -> None:
    content = picture(1, 5000)
    add(database, content, number=sheet.number)
    entry = database.ask(
        lambda session: session.scalars(select(AuditEntry).where(AuditEntry.record == "scan")).one().new
    )
    assert str(entry["content"]).startswith("sha256:")
    assert entry["number"] == sheet.number


def test_the_picture_comes_out_as_it_went_in_and_that_is_noted(database: Database, sheet, tmp_path: Path) -> None:
    content = picture(1, 5000)
    (one,) = add(database, content, number=sheet.number)
    scans.save(database, one.id, tmp_path / "out.jpg", action="Save a scan to a file")
    assert (tmp_path / "out.jpg").read_bytes() == content.content
    noted = select(AuditEntry.record_id).where(AuditEntry.record == "scan_export")
    assert database.ask(lambda session: list(session.scalars(noted))) == [one.id]


def test_a_picture_that_cannot_be_written_is_not_noted(database: Database, sheet, tmp_path: Path) -> None:
    (one,) = add(database, number=sheet.number)
    with pytest.raises(errors.FolderIsGone):
        scans.save(database, one.id, tmp_path / "gone" / "out.jpg", action="Save a scan to a file")
    noted = select(AuditEntry.record_id).where(AuditEntry.record == "scan_export")
    assert database.ask(lambda session: list(session.scalars(noted))) == []


def test_check_finds_a_picture_that_was_changed(database: Database, sheet) -> None:
    (one,) = add(database, number=sheet.number, page=5)
    assert check.run(database).sound
    database.do("Damage", lambda session: session.execute(text("UPDATE scan SET content = x'00'")))
    report = check.run(database)
    assert [(found.where, found.facts["page"]) for found in report.findings] == [(sheet.number, 5)]
    with pytest.raises(errors.ScanDamaged):
        database.ask(scans.picture, one.id)


def test_a_restored_backup_has_the_pictures(database: Database, sheet, tmp_path: Path) -> None:
    content = picture(1, 90_000)
    (one,) = add(database, content, number=sheet.number)
    assert database.path is not None
    assert database.key is not None
    made = backup.make(database.path, database.key, backup.Kind.MANUAL)
    restore.restore(
        tmp_path / "new", made.path, lambda found: keys.open_with_passphrase(found, "lifang", desk.PASSPHRASE)
    )
    again = open_township(tmp_path / "new", "lifang", desk.PASSPHRASE)
    try:
        assert again.ask(scans.picture, one.id)[1] == content.content
    finally:
        again.close()


def test_pictures_are_not_readable_in_the_file(database: Database, sheet) -> None:
    """The data file is encrypted; a picture in it is no exception."""
    content = replace(picture(), content=b"\xff\xd8" + b"SIGNED-BY-HAND" * 400)
    add(database, content, number=sheet.number)
    assert database.path is not None
    files = [file for file in database.path.parent.iterdir() if file.is_file()]
    assert not any(b"SIGNED-BY-HAND" in file.read_bytes() for file in files)


def test_lists_do_not_read_the_pictures(database: Database, sheet) -> None:
    """A list of a hundred scans must not carry thirty megabytes."""
    add(database, picture(1, 50_000), number=sheet.number)

    def unread(session) -> bool:
        row = session.scalars(select(Scan)).one()
        return "content" not in row.__dict__

    assert database.ask(unread)


def test_a_hundred_pages_grow_the_file_by_what_they_are(database: Database, sheet) -> None:
    assert database.path is not None
    sizes = [200_000 + 997 * number for number in range(100)]
    before = _size(database)
    add(database, *(picture(number, size) for number, size in enumerate(sizes, start=1)), number=sheet.number, page=1)
    grown = _size(database) - before
    assert sum(sizes) < grown < sum(sizes) * 1.03


def _size(database: Database) -> int:
    def pages(session) -> int:
        return int(session.execute(text("PRAGMA page_count")).scalar()) * int(
            session.execute(text("PRAGMA page_size")).scalar()
        )

    return database.ask(pages)
