"""``cjdesk print`` with what real data can hold: no data, a name of forty characters, nobody's village, large amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.database import open_township
from cjdesk.db.models import Assignment, Person
from cjdesk.domain.money import show
from tests.cli.test_payroll import desk, no_typing, run  # noqa: F401 - fixtures
from tests.conftest import PASSPHRASE
from tests.printing.conftest import folded, texts
from tests.printing.test_bad_input import BIG, NAME

pytestmark = pytest.mark.usefixtures("qapp")

MONTH = ("--month", "2021-03")
EMPTY = {
    ("sheet",): "NO_RUN",
    ("slips",): "NO_RUN",
    ("poster",): "NO_RUN",
    ("bank-list",): "NO_RUN",
    ("control-sheet",): "NOTHING_TO_PRINT",
    ("ledger",): "NOTHING_TO_PRINT",
    ("receipts",): "NOTHING_TO_PRINT",
    ("cover",): "NOTHING_TO_PRINT",
    ("members",): "NOTHING_TO_PRINT",
}


@pytest.mark.parametrize(("verb", "code"), EMPTY.items())
def test_a_month_without_data_says_so_and_leaves_no_file(
    desk: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    verb: tuple[str, ...],
    code: str,
) -> None:
    out = tmp_path / "none.pdf"
    exit_code, said = run(capsys, desk, "print", *verb, "--month", "2019-01", "--pdf", out)
    assert (exit_code, said["error"]["code"]) == (1, code)
    assert not out.exists()


def changed(capsys: pytest.CaptureFixture[str], data: Path, change: Callable[[Session], Any]) -> Any:
    """Make somebody odd, and compute the month again."""
    database = open_township(data, "lifang", PASSPHRASE)
    try:
        found = database.do("Make somebody odd", change)
    finally:
        database.close()
    assert run(capsys, data, "payroll", "compute", *MONTH)[0] == 0
    return found


@pytest.fixture
def odd(desk: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:  # noqa: F811 - the fixture
    """A computed month: the first road warden has a name of forty characters, no village and a large standard."""

    def change(session: Session) -> str:
        row = session.execute(
            select(Person, Assignment)
            .join(Assignment, Assignment.person_id == Person.id)
            .where(Assignment.post_type == "HL", Assignment.end.is_(None))
            .order_by(Person.id_no)
        ).first()
        assert row is not None
        person, on_post = row
        person.name, person.village, person.village_group = NAME, None, None
        on_post.standard_fen = BIG
        return str(person.id_no)

    id_no = changed(capsys, desk, change)
    return desk, id_no


@pytest.mark.parametrize("verb", ["sheet", "slips", "poster"])
def test_a_long_name_without_a_village_stands_there_whole(
    odd: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    data, id_no = odd
    out = tmp_path / "odd.pdf"
    code, said = run(capsys, data, "print", verb, *MONTH, "--post", "HL", "--pdf", out)
    assert (code, said["missing_glyphs"]) == (0, [])
    text = "".join(texts(out))
    counted = Counter(character for character in text if character in folded(NAME))
    assert set(folded(NAME)) <= set(counted)
    assert "None" not in text
    assert (id_no in text) == (verb == "sheet")
    _, shown = run(capsys, data, "payroll", "show", *MONTH)
    net = next(line["net_fen"] for one in shown["runs"] for line in one["lines"] if line["id_no"] == id_no)
    assert show(net) in text


def test_a_name_that_no_font_writes_is_told_by_every_form(
    desk: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def change(session: Session) -> None:
        person: Any = session.scalars(
            select(Person).join(Assignment, Assignment.person_id == Person.id).where(Assignment.post_type == "HL")
        ).first()
        person.name = "石\ue000花"

    changed(capsys, desk, change)
    for verb in ("sheet", "slips", "poster"):
        code, said = run(capsys, desk, "print", verb, *MONTH, "--post", "HL", "--pdf", tmp_path / f"{verb}.pdf")
        assert (code, [one["name"] for one in said["missing_glyphs"]]) == (0, ["石\ue000花"]), verb
        assert "石〓花" in "".join(texts(tmp_path / f"{verb}.pdf"))


def test_such_a_name_can_be_printed_as_the_bank_writes_it(
    desk: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def change(session: Session) -> None:
        found: Any = session.scalars(
            select(Person).join(Assignment, Assignment.person_id == Person.id).where(Assignment.post_type == "HL")
        ).all()
        found[0].name, found[0].name_bank = "石\ue000花", "石画花"
        found[1].name = "杨\ue123"

    changed(capsys, desk, change)
    for verb in ("sheet", "slips", "poster"):
        out = tmp_path / f"{verb}.pdf"
        code, said = run(capsys, desk, "print", verb, *MONTH, "--post", "HL", "--pdf", out, "--bank-names")
        assert (code, [one["name"] for one in said["missing_glyphs"]]) == (0, ["杨\ue123"]), verb
        assert [(one["name"], one["printed"]) for one in said["bank_names"]] == [("石\ue000花", "石画花")], verb
        text = "".join(texts(out))
        assert "石画花" in text, verb
        assert "按银行用字" in text, verb
    _, shown = run(capsys, desk, "payroll", "show", *MONTH)
    assert "石\ue000花" in {line["name"] for one in shown["runs"] for line in one["lines"]}


@pytest.mark.parametrize(
    "verb",
    [
        ("print", "sheet"),
        ("print", "poster"),
        ("print", "slips"),
        ("print", "bank-list"),
        ("print", "attendance"),
        ("payroll", "compute"),
        ("payroll", "show"),
        ("payroll", "lock"),
        ("payroll", "problems"),
        ("payroll", "prove"),
        ("bank", "status"),
        ("bank", "list"),
        ("publicity", "open"),
    ],
)
def test_a_post_type_that_is_none_is_told_with_those_there_are(
    desk: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    verb: tuple[str, ...],
) -> None:
    more: dict[tuple[str, ...], tuple[object, ...]] = {
        ("payroll", "prove"): (tmp_path,),
        ("bank", "list"): ("--template", "RCB"),
    }
    file = ("--pdf", tmp_path / "none.pdf") if verb[0] == "print" else more.get(verb, ())
    code, said = run(capsys, desk, *verb, *MONTH, "--post", "ZZ", *file)
    assert (code, said["error"]["code"]) == (1, "UNKNOWN_POST_TYPE")
    assert "“ZZ”" in said["error"]["message"]
    assert "HL 护路员、" in said["error"]["message"]


@pytest.mark.parametrize("verb", ["poster", "slips", "attendance"])
def test_a_village_that_is_none_is_told_with_some_there_are(
    desk: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    verb: str,
) -> None:
    assert run(capsys, desk, "payroll", "compute", *MONTH)[0] == 0
    out = tmp_path / "none.pdf"
    code, said = run(capsys, desk, "print", verb, *MONTH, "--village", "不存在村", "--pdf", out)
    assert (code, said["error"]["code"], said["error"]["field"]) == (1, "VILLAGE_NOT_ON_PAPER", "village")
    message = said["error"]["message"]
    assert "没有“不存在村”的人" in message
    named = message.partition("里面有的村：")[2].partition("。")[0].rstrip("…").split("、")
    assert 1 < len(named) <= 8
    assert run(capsys, desk, "print", verb, *MONTH, "--village", named[-1], "--pdf", out)[0] == 0
