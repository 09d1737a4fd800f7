"""Reference files: the built-in one, later ones, and the line number of every mistake."""

from datetime import date

import pytest
from sqlalchemy import select

from cjdesk.db.database import Database
from cjdesk.db.models import SchemeShare
from cjdesk.domain import errors
from cjdesk.domain.id_number import check_digit
from cjdesk.services import people, reference

HEAD = '[reference]\nversion = "2021-01"\nissuer = "522633"\n\n'


def standards(database: Database, post_type: str) -> list[tuple[int, date, date | None]]:
    rows = database.ask(reference.show).tables["standard"]
    return [(row["amount_fen"], row["from"], row["to"]) for row in rows if row["post_type"] == post_type]


def load(database: Database, text: str) -> reference.LoadResult:
    return database.do("Load reference data", reference.load, text)


@pytest.fixture
def office(township: Database) -> Database:
    """The township with the built-in reference, also when it was loaded before."""
    township.do("Load reference data", reference.load, reference.built_in())
    return township


def test_the_built_in_reference_names_20_townships_of_which_one_came_in_2021(office: Database) -> None:
    rows = [row for row in office.ask(reference.show).tables["division"] if row["kind"] == "township"]
    assert len(rows) == 20
    assert len([row for row in rows if row["from"] <= date(2020, 11, 30)]) == 19
    assert next(row["name"] for row in rows if row["code"] == "522633101") == "贯洞镇"


def test_the_built_in_reference_pays_the_three_wardens(office: Database) -> None:
    start = date(2020, 1, 1)
    assert standards(office, "HL") == standards(office, "HH") == [(100_000, start, None)]
    assert standards(office, "GS") == [(70_000, start, None)]
    policies = office.ask(reference.show).tables["policy"]
    wardens = [row for row in policies if row["post_type"] in {"HL", "HH", "GS"}]
    assert {(row["proration"], row["floor"], row["floor_fen"]) for row in wardens} == {("P1", "REPORT", 100_000)}
    active = [row["code"] for row in office.ask(reference.show).tables["post_type"] if row["active"]]
    assert active == ["GS", "HH", "HL"]


def test_the_same_file_twice_changes_nothing(office: Database) -> None:
    result = office.do("Load reference data", reference.load, reference.built_in())
    assert (result.added, result.changed, result.ended) == (0, 0, 0)
    assert office.ask(reference.version) == "2020-01"


def test_a_later_entry_ends_the_earlier_one_the_day_before(office: Database) -> None:
    text = HEAD + '[[standard]]\npost_type = "HL"\namount_fen = 110000\nfrom = 2021-03-01\n'
    assert load(office, text).ended == 1
    after = [(100_000, date(2020, 1, 1), date(2021, 2, 28)), (110_000, date(2021, 3, 1), None)]
    assert standards(office, "HL") == after
    assert load(office, text).unchanged == 1
    office.do("Load reference data", reference.load, reference.built_in())
    assert standards(office, "HL") == after
    assert office.ask(reference.version) == "2020-01"


def test_an_entry_can_be_ended(office: Database) -> None:
    load(office, HEAD + '[[standard]]\npost_type = "HH"\namount_fen = 100000\nfrom = 2020-01-01\nto = 2021-12-31\n')
    assert standards(office, "HH") == [(100_000, date(2020, 1, 1), date(2021, 12, 31))]


def test_an_entry_with_the_same_first_day_replaces_its_values(office: Database) -> None:
    text = (
        HEAD
        + '[[policy]]\npost_type = "GS"\nfrom = 2020-01-01\nproration = "P2"\nfloor = "TOPUP"\nfloor_fen = 100000\n'
    )
    assert load(office, text).changed == 1
    (row,) = [row for row in office.ask(reference.show).tables["policy"] if row["post_type"] == "GS"]
    assert (row["proration"], row["floor"]) == ("P2", "TOPUP")


def test_a_narrowed_rule_stands_beside_the_general_one(office: Database) -> None:
    load(office, HEAD + '[[rule]]\ncode = "R-06"\nseverity = "off"\npost_type = "GS"\n')
    rows = [row for row in office.ask(reference.show).tables["rule"] if row["code"] == "R-06"]
    assert [(row["post_type"], row["severity"]) for row in rows] == [(None, "warning"), ("GS", "off")]


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("[reference\n", errors.ReferenceNotToml, 1),
        (HEAD + '[[policy]]\npost_type = "HL"\nfrom = 2020-01-01\nfoo = 1\n', errors.ReferenceUnknownKey, 8),
        (HEAD + '[[polcy]]\npost_type = "HL"\n', errors.ReferenceUnknownKey, 5),
        (HEAD + '[[standard]]\npost_type = "HL"\nfrom = 2020-01-01\n', errors.ReferenceKeyMissing, 5),
        (HEAD + '[[standard]]\npost_type = "HL"\nfrom = 2020-01-01\namount_fen = 1.5\n', errors.ReferenceWrongValue, 8),
        (HEAD + '[[standard]]\npost_type = "XX"\nfrom = 2020-01-01\namount_fen = 1\n', errors.ReferenceWrongValue, 5),
        (HEAD + '[[fund]]\ncode = "A"\nname = "甲"\nfrom = 2021-01-01\nto = 2020-01-01\n', errors.ReferenceWrongValue, 9),
        ('[[fund]]\ncode = "A"\n', errors.ReferenceKeyMissing, 1),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_nothing_is_taken_in(
    office: Database, text: str, error: type[errors.UserError], line: int
) -> None:
    before = office.ask(reference.show)
    with pytest.raises(error) as stop:
        load(office, text)
    assert stop.value.facts["line"] == line
    assert office.ask(reference.show) == before


def test_a_file_that_is_not_there_is_said_in_words(office: Database, tmp_path: object) -> None:
    with pytest.raises(errors.ReferenceUnreadable):
        office.do("Load reference data", reference.load, reference.built_in().with_name("none.toml"))


SCHEME = (
    '[[scheme]]\nname = "枫岭老井供水工程"\ntownship = "522633101"\nvillage = "枫岭村"\nhouseholds = 86\nrate_bp = 2000\n'
    "from = {start}\nshares = [{shares}]\n"
)


def warden(database: Database, number: int) -> str:
    first17 = f"52269919800101{number:03d}"
    id_no = first17 + check_digit(first17)
    database.do("Add a person", people.add, name="潘志明", id_no=id_no)
    return id_no


def test_a_water_scheme_comes_with_rate_and_shares(office: Database) -> None:
    one, two = warden(office, 1), warden(office, 3)
    share = '{{ id_no = "{}", share_bp = {} }}'.format
    first = SCHEME.format(start="2020-01-01", shares=f"{share(one, 6000)}, {share(two, 4000)}")
    assert load(office, HEAD + first).added == 4
    assert load(office, HEAD + first).added == 0
    later = SCHEME.format(start="2020-07-01", shares=share(two, 10_000))
    assert load(office, HEAD + later).ended >= 2
    shares = office.ask(
        lambda session: [
            (row.share_bp, row.valid_from, row.valid_to)
            for row in session.scalars(select(SchemeShare).order_by(SchemeShare.valid_from, SchemeShare.ordinal))
        ]
    )
    june = date(2020, 6, 30)
    assert shares == [
        (6000, date(2020, 1, 1), june),
        (4000, date(2020, 1, 1), june),
        (10_000, date(2020, 7, 1), None),
    ]


def test_shares_must_be_a_whole(office: Database) -> None:
    one = warden(office, 1)
    wrong = SCHEME.format(start="2020-01-01", shares=f'{{ id_no = "{one}", share_bp = 9000 }}')
    with pytest.raises(errors.ReferenceWrongValue):
        load(office, HEAD + wrong)


def test_a_scheme_of_another_township_is_passed_over(office: Database) -> None:
    other = SCHEME.format(start="2020-01-01", shares="").replace("522633101", "522633102")
    assert load(office, HEAD + other).unchanged == 1
