"""Names of files: the same scheme as the batches."""

from __future__ import annotations

import dataclasses

import pytest

from cjdesk.printing import file_names, payroll_sheet
from cjdesk.printing.pages import Imprint, bound
from cjdesk.sync import manifest
from tests.printing.sample_sheets import STAMP, sheet


def layout(post_type: str, **changes: object) -> payroll_sheet.Pages:  # type: ignore[type-arg,name-defined]
    return payroll_sheet.layout(sheet(post_type, **changes), payroll_sheet.SheetOptions(STAMP))


def test_a_form_is_named_as_a_batch_is() -> None:
    named = file_names.of(layout("GS", revision=2), "522633101")
    batch = manifest.file_name("F1", township="522633101", period="202011", seq=3, version=2)
    assert named == "CJ_522633101_F1_202011_0003_v2.pdf"
    assert named.removesuffix(".pdf") == batch.removesuffix(".cjp")


def test_bound_forms_give_first_and_last() -> None:
    together = bound([layout("HL"), layout("HH"), layout("GS")])
    assert file_names.of(together, "522633101") == "CJ_522633101_F1_202011_0001-0003_v1.pdf"


@pytest.mark.parametrize(
    ("imprint", "name"),
    [
        (Imprint("F14", "YEAR-2020-0002", ""), "CJ_522633101_F14_2020_0002_v1.pdf"),
        (Imprint("F6", "MC-522633101-20201130", ""), "CJ_522633101_F6_20201130_v1.pdf"),
        (Imprint("F5", "未生成", ""), "CJ_522633101_F5_draft_v1.pdf"),
        (Imprint("F3", "KQ-202011-001-GS", ""), "CJ_522633101_F3_KQ-202011-001-GS_v1.pdf"),
        (Imprint("F2", "../..\\坏", "", 3), "CJ_522633101_F2_draft_v3.pdf"),
    ],
)
def test_other_numbers(imprint: Imprint, name: str) -> None:
    pages = dataclasses.replace(layout("HL"), imprints=(imprint,))
    assert file_names.of(pages, "522633101") == name


def test_a_workbook_has_its_own_ending() -> None:
    assert file_names.of(layout("HL"), "522633101", "xlsx").endswith("_v1.xlsx")
