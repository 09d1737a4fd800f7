"""Every printed form, filled with sample data: what golden pictures and the tests of bad input are made from.

To add a form, put one line into ``FORMS``: its name (the form's number, then what is particular), a function that gives
the frozen value that is printed, and the layout of that value. From then on every test of ``test_bad_input.py`` holds
for it: its longest names, its largest amounts, and a value without lines. A value that is printed one record a time
is given as a tuple; a form that may be printed without any line says ``empty=None``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cjdesk.domain.attendance_sheet import AttendanceSheet
from cjdesk.domain.clawback_notice import ClawbackNotice, Overpaid
from cjdesk.domain.fee_receipt import Receipt, Receipts
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet, Step
from cjdesk.printing import (
    attendance_sheet,
    award_list,
    bank_control,
    bank_sheet,
    batch_cover,
    clawback_notice,
    exit_notice,
    fee_ledger,
    fee_receipts,
    members_register,
    monthly_report,
    notice_poster,
    objection_notice,
    payroll_poster,
    payroll_sheet,
    payslips,
    person_dossier,
    post_agreement,
    post_application,
    recovery_sheet,
    tax_sheet,
    year_sheet,
)
from cjdesk.printing.bank_sheet import BankOptions
from cjdesk.printing.pages import Pages
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.payroll_poster import PosterOptions
from cjdesk.printing.payroll_sheet import SheetOptions
from cjdesk.printing.payslips import SlipOptions
from cjdesk.services.batches import Cover, Paper
from cjdesk.services.form_wording import wording
from cjdesk.services.monthly import Figures
from cjdesk.services.payments import BankFile, FilePart
from cjdesk.services.year import Correction, Year
from tests.printing import test_attendance_sheet, test_person_dossier, test_person_papers
from tests.printing.sample_awards import round_of
from tests.printing.sample_sheets import STAMP, line, sheet
from tests.printing.test_fee_ledger import FULL, household, ledger
from tests.printing.test_forms import members, payment_list
from tests.printing.test_monthly_report import VILLAGES, many, report_of
from tests.printing.test_notices import WHERE, notice, objection, proposed
from tests.printing.test_payslips import HARD, duty, explained
from tests.printing.test_year_sheet import full_year, month_pay, year_line, year_of

RUNS = ("HL", "HH", "GS")
LINES_EMPTY = ("lines", "rows", "objections", "receipts")
"""The fields that hold what is printed; a value without lines has none in them."""


@dataclass(frozen=True, slots=True)
class SampleForm:
    """A form: ``value`` gives what is printed, ``layout`` its pages; ``empty`` gives the value of a month without data."""

    value: Callable[[], Any]
    layout: Callable[[Any], Pages[Any]]
    empty: Callable[[Any], Any] | None

    def pages(self, change: Callable[[Any], Any] = lambda value: value) -> Pages[Any]:
        """The sample laid out, its value ``change``d before."""
        return self.layout(change(self.value()))


def without_lines(value: Any) -> Any:
    """The same month with nothing to print in it."""
    if isinstance(value, tuple):
        return tuple(without_lines(one) for one in value)
    names = {field.name for field in dataclasses.fields(value)} & set(LINES_EMPTY)
    return dataclasses.replace(value, **dict.fromkeys(names, ()))


def form(
    value: Callable[[], Any],
    layout: Callable[[Any], Pages[Any]],
    empty: Callable[[Any], Any] | None = without_lines,
) -> SampleForm:
    """One line of ``FORMS``."""
    return SampleForm(value, layout, empty)


def clawback() -> ClawbackNotice:
    """Two months paid too much, a part of it back already."""
    months = tuple(
        Overpaid(Month(2020, month), f"PAY-2020{month:02d}-0001", 7, 100_000, due, steps, "早已离岗")
        for month, due, steps in (
            (10, 0, ()),
            (
                11,
                33_333,
                (
                    Step(
                        "base", "PR-03", "{standard_fen} × {days} ÷ {whole} = {exact}",
                        {"standard_fen": 100_000, "days": 10, "whole": 30, "exact": "333.33"},
                    ),
                ),
            ),
        )
    )  # fmt: skip
    return ClawbackNotice(
        "ZH-202012-0001", "p", "522699199203050040", "石小花", "干团村", "三组", "护路员", date(2020, 11, 10), months,
        20_000, 146_667, "贯洞镇", "从江县", "从江县贯洞镇人民政府", "李芳", True, date(2020, 12, 4), date(2020, 12, 31),
    )  # fmt: skip


def bank_file() -> BankFile:
    """A list in three files."""
    made = dataclasses.replace(payment_list(), sha256="ab" * 32)
    parts = tuple(FilePart(number, len(made.rows) // 3, made.listed_fen // 3, "ab" * 32, b"") for number in (1, 2, 3))
    return BankFile(made, "NSH-TXT", "从江农商行 文本", ".txt", "YH-202011-01", parts)


def slips() -> Sheet:
    """Slips with an explanation of one sentence and with one of many."""
    return sheet("GS", lines=tuple(explained(number, HARD if number % 3 == 2 else duty()) for number in range(1, 8)))


def corrected_year() -> Year:
    """A year with tax and with months corrected."""
    back = Correction("补发", Month(2020, 1), 67_742)
    months = (month_pay(2, 167_742, corrections=(back,)), month_pay(3, 96_000, tax=4_000))
    return year_of(*(year_line(number, months) for number in range(1, 9)))


def receipt(number: int, **changes: Any) -> Receipt:
    """A household's receipt with its reading."""
    plain = Receipt(
        id=f"r{number}", number=f"{3100 + number:07d}", collector="吴霞", received=date(2020, 11, number), payer="石荣天",
        household=f"{number:03d}", meter_no=f"YZ04-{number:03d}", price_kind="计量", before_litres=117_000,
        now_litres=138_000, used_litres=21_000, milliyuan_per_m3=2330, bill_fen=4893, amount_fen=4893,
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)


def receipts(*lines: Receipt, **changes: Any) -> Receipts:
    """Receipts of a scheme and month."""
    value = Receipts(
        "FEE-202011-0012", Month(2020, 11), "引寨四组大井供水工程", "引寨村", "从江县", "贯洞镇", True, lines
    )
    return dataclasses.replace(value, **changes)


REFUND = Receipt(
    "r4", "0003104", "吴霞", received=date(2020, 11, 20), payer="石荣地", household="002", meter_no="YZ04-002",
    amount_fen=-1200, original="0003102", remark="水表读错退费",
)  # fmt: skip
TOTAL = Receipt(
    "r5", "0012301–0012386", "谢建安", 86, date(2020, 11, 30), "各户合计", amount_fen=43_000, remark="按工程合计"
)


def attendance(*, filled: bool) -> tuple[AttendanceSheet, ...]:
    """A village of two pages, and the people of none."""
    people = test_attendance_sheet.of_sample("引寨村")
    first = dataclasses.replace(people[0], off=frozenset(range(1, 9)))
    whole = test_attendance_sheet.form([first, *people[1:]], village="引寨村", filled=filled)
    rest = test_attendance_sheet.form(people[:2], village="", number="KQ-202011-009", filled=filled)
    return whole, rest


def again(value: Any) -> Any:
    """The list as one of payments made again (F13)."""
    rows = tuple(dataclasses.replace(row, origin="PAY-202103-0001 · YH-202103-01") for row in value.rows[:24])
    return dataclasses.replace(value, kind="补发", number="BF-202103-01", rows=rows)


def cover(value: Sheet | None = None, **changes: Any) -> Cover:
    """The cover of a batch of water wardens."""
    papers = (
        Paper("花名册", 8, "页"),
        Paper("公示照片及结果", 12, "份"),
        Paper("考勤表", 13, "页"),
        Paper("水费台账", 105, "份"),
    )
    plain = Cover(
        "b", "CJ_522633101_PAY_202011_0033_v1.cjp", "5a" * 32, 33, False, value or sheet("GS"), papers, 0, 80, True,
        "PAY_202011_0032（护河员，已导出）", (),
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)


def _posters(value: Sequence[Sheet]) -> Pages[Any]:
    options = PosterOptions(
        STAMP, ids=Numbers.TAIL, first=date(2020, 12, 7), last=date(2020, 12, 13), number="202011-005"
    )
    return payroll_poster.layout_by_village(value, options)


def _recovery(office: str) -> Pages[Any]:
    """The code is an example that fits its own check group."""
    code = "K7K7 K7K7 K7K7 K7K7 K7K7 K7K7 K7K7 52XA"
    return recovery_sheet.layout(
        office=office, code=code, number="RK-522633101-01", made_by="杨秀兰", demo=True, at=STAMP.printed_at,
        machine="GD-PC-01",
    )  # fmt: skip


FORMS: dict[str, SampleForm] = {
    "F1-HL": form(lambda: sheet("HL"), lambda value: payroll_sheet.layout(value, SheetOptions(STAMP))),
    "F1-GS": form(lambda: sheet("GS"), lambda value: payroll_sheet.layout(value, SheetOptions(STAMP))),
    "F1-GS-every-column": form(
        lambda: sheet("GS", "P1_TOPUP"),
        lambda value: payroll_sheet.layout(value, SheetOptions(STAMP, every_column=True)),
    ),
    "F1-HH-by-village": form(
        lambda: sheet("HH", lines=sheet("HH").lines[:20]),
        lambda value: payroll_sheet.layout(value, SheetOptions(STAMP, by_village=True)),
    ),
    "F1-draft": form(
        lambda: sheet("HL", locked_at=None, state="已计算", lines=(line(1), line(2))),
        lambda value: payroll_sheet.layout(value, SheetOptions(STAMP)),
    ),
    "F2": form(
        lambda: tuple(sheet(one) for one in RUNS), lambda value: payroll_poster.layout(value, PosterOptions(STAMP))
    ),
    "F2-by-village": form(lambda: tuple(sheet(one) for one in RUNS), _posters),
    "F2-proposal": form(
        lambda: tuple(proposed()),
        lambda value: notice_poster.of_people(
            value, WHERE, notice_poster.options_of(notice(kind="拟聘", title="关于贯洞镇拟聘人员的公示"), STAMP)
        ),
        lambda _: (),
    ),
    "F2A": form(
        lambda: notice(objections=(objection(), objection(name="", outcome="成立", content="名单有误，" * 30))),
        lambda value: objection_notice.layout(value, WHERE, STAMP),
    ),
    "F3": form(
        lambda: attendance(filled=False), lambda value: attendance_sheet.layout(value, Month(2020, 11), STAMP)
    ),
    "F3-filled": form(
        lambda: attendance(filled=True), lambda value: attendance_sheet.layout(value, Month(2020, 11), STAMP)
    ),
    "F4": form(slips, lambda value: payslips.layout([value], SlipOptions(STAMP, phone="0855-0000000"))),
    "F5": form(payment_list, lambda value: bank_sheet.layout(value, BankOptions(STAMP, bank="从江农商行"))),
    "F13": form(lambda: again(payment_list()), lambda value: bank_sheet.layout(value, BankOptions(STAMP))),
    "CONTROL": form(bank_file, lambda value: bank_control.layout(value, STAMP), None),
    "F6": form(lambda: members(53, away=True), lambda value: members_register.layout(value, STAMP)),
    "F6-at-home": form(lambda: members(12, away=False), lambda value: members_register.layout(value, STAMP)),
    "F7": form(
        lambda: report_of(*VILLAGES),
        lambda value: monthly_report.layout(value, STAMP),
        lambda value: dataclasses.replace(value, rows=(), total=Figures()),
    ),
    "F7-many": form(many, lambda value: monthly_report.layout(value, STAMP), None),
    "F8": form(
        test_person_papers.an_application,
        lambda value: post_application.layout(value, wording(post_application.WORDS, None), STAMP),
        None,
    ),
    "F9": form(
        test_person_papers.an_agreement,
        lambda value: post_agreement.layout(value, wording(post_agreement.WORDS, None), STAMP),
        None,
    ),
    "F10": form(
        test_person_papers.an_exit,
        lambda value: exit_notice.layout(value, wording(exit_notice.WORDS, None), STAMP),
        None,
    ),
    "F11": form(lambda: FULL, lambda value: fee_ledger.layout(value, STAMP)),
    "F11-flat": form(
        lambda: ledger(
            *(dataclasses.replace(household(number), before_litres=None, now_litres=None, used_litres=None)
              for number in range(1, 24)),
            price="包月",
        ),
        lambda value: fee_ledger.layout(value, STAMP),
    ),
    "F11-no-income": form(
        lambda: ledger(no_income=True, shares=(), commission_fen=0),
        lambda value: fee_ledger.layout(value, STAMP),
        lambda value: dataclasses.replace(value, no_income=False),
    ),
    "RECEIPT": form(
        lambda: receipts(*(receipt(number) for number in range(1, 4)), REFUND, TOTAL),
        lambda value: fee_receipts.layout(value, STAMP),
    ),
    "BLANK": form(
        lambda: receipts(*(Receipt(str(one), f"{one:07d}", "吴霞") for one in range(12_340, 12_346)), month=None),
        lambda value: fee_receipts.layout(value, STAMP),
    ),
    "F12": form(clawback, lambda value: clawback_notice.layout(value, STAMP), None),
    "F14": form(lambda: full_year(47), lambda value: year_sheet.layout(value, STAMP)),
    "F14-corrections": form(corrected_year, lambda value: year_sheet.layout(value, STAMP)),
    "F15": form(lambda: round_of(20, 100), lambda value: award_list.layout(value, STAMP)),
    "F15-draft": form(lambda: round_of(0, 3, state="拟定"), lambda value: award_list.layout(value, STAMP)),
    "TAX": form(corrected_year, lambda value: tax_sheet.layout(value, STAMP)),
    "DOS": form(
        lambda: test_person_dossier.full_of_everything(3), lambda value: person_dossier.layout(value, STAMP), None
    ),
    "DOS-one-amount": form(
        lambda: test_person_dossier.file(months=tuple(map(test_person_dossier.month, range(11)))),
        lambda value: person_dossier.layout(value, STAMP),
        None,
    ),
    "COVER": form(cover, lambda value: batch_cover.layout(value, STAMP), lambda value: cover(without_lines(value.sheet))),
    "RK": form(lambda: "从江县贯洞镇人力资源和社会保障服务中心", _recovery, None),
}  # fmt: skip
"""Name to form, in the order of the forms' numbers."""
