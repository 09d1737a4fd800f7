"""The rules as declarations: complete, narrowed as the county says, and their arithmetic on the boundary days."""

from __future__ import annotations

from datetime import date

import pytest

from cjdesk.domain import errors
from cjdesk.domain.reference_file import parse
from cjdesk.domain.rules import KINDS, RULES, SEVERITIES, Book, Entry, Stage, retirement
from cjdesk.domain.rules.time_on_post import days_until, first_gap, placements, term_is_over, years_later
from cjdesk.services.rules.evaluate import CHECKS

HEAD = '[reference]\nversion = "2021-02"\nissuer = "522633"\n\n'


def entry(code: str, severity: str = "warning", post_type: str | None = None, fund: str | None = None, **value):
    return Entry(code, severity, post_type, fund, value)


def test_each_rule_of_the_table_is_declared_and_has_its_check() -> None:
    assert list(RULES) == [f"R-{number:02d}" for number in range(1, 24)]
    assert set(CHECKS) == set(RULES)


def test_a_declaration_is_whole() -> None:
    for rule in RULES.values():
        assert rule.title
        assert rule.stages
        assert rule.severity in rule.severities
        for parameter in rule.parameters:
            assert parameter.allowed(parameter.default), (rule.code, parameter.name)
        for name in [*rule.stages.values(), *(kind.severity for kind in rule.kinds)]:
            assert not name or name in SEVERITIES or rule.parameter(name), (rule.code, name)
        if rule.severities != ("error",):
            assert rule.reasons, rule.code
    assert len(KINDS) == sum(len(rule.kinds) for rule in RULES.values())


def test_only_four_rules_are_fixed() -> None:
    assert [code for code, rule in RULES.items() if not rule.adjustable] == ["R-01", "R-03", "R-18", "R-23"]


@pytest.mark.parametrize(
    ("code", "stage", "post_type", "fund", "severity"),
    [
        ("R-07", Stage.RUN, "HL", "交通(农村公路养护资金)", "warning"),
        ("R-07", Stage.RUN, "LDBZ", "就业补助资金", "error"),
        ("R-07", Stage.RUN, "HL", "就业补助资金", "warning"),
        ("R-08", Stage.ON_POST, "LDBZ", "就业补助资金", "error"),
        ("R-10", Stage.ON_POST, "HL", "衔接资金(扶贫专项)", "error"),
        ("R-10", Stage.ON_POST, "HL", "水务/水利", "warning"),
        ("R-13", Stage.RUN, "HL", None, "warning"),
        ("R-13", Stage.SUBMISSION, "HL", None, "error"),
        ("R-17", Stage.RUN, "HL", None, "warning"),
        ("R-17", Stage.SUBMISSION, "HL", None, "error"),
        ("R-19", Stage.RUN, "HL", None, "warning"),
        ("R-19", Stage.BANK, "HL", None, "error"),
    ],
)
def test_the_severity_by_post_type_fund_and_stage(code, stage, post_type, fund, severity) -> None:
    setting = Book((), {"HL": "part", "LDBZ": "full"}).setting(code, post_type, fund)
    assert setting.at(setting.rule.kinds[0], stage) == severity


def test_the_narrower_entry_wins() -> None:
    entries = (
        entry("R-06", "off"),
        entry("R-06", "note", fund="村集体"),
        entry("R-06", "warning", post_type="HL"),
        entry("R-06", "error", post_type="HL", fund="村集体"),
    )
    for order in (entries, entries[::-1]):
        book = Book(order)
        assert book.setting("R-06", "GS", "水务").severity == "off"
        assert book.setting("R-06", "GS", "村集体").severity == "note"
        assert book.setting("R-06", "HL", "水务").severity == "warning"
        assert book.setting("R-06", "HL", "村集体").severity == "error"


def test_a_county_entry_for_the_fund_wins_over_the_declared_one_and_a_general_one_does_not() -> None:
    full = {"LDBZ": "full"}
    general = Book((entry("R-07", "off"),), full).setting("R-07", "LDBZ", "就业补助资金")
    own = Book((entry("R-07", "warning", fund="就业补助资金"),), full).setting("R-07", "LDBZ", "就业补助资金")
    assert (general.severity, own.severity) == ("error", "warning")


def test_values_are_taken_over_one_by_one_and_a_bare_value_is_the_first() -> None:
    book = Book((entry("R-04", warning_age=55), entry("R-08", value=3), entry("R-04", post_type="GS", error_age=70)))
    assert dict(book.setting("R-04", "HL").values) == {"warning_age": 55, "error_age": 65}
    assert dict(book.setting("R-04", "GS").values) == {"warning_age": 55, "error_age": 70}
    assert book.setting("R-08").values["placements"] == 3


def test_a_rule_that_is_off_is_not_asked() -> None:
    book = Book((entry("R-12", "off"), entry("R-12", "warning", post_type="GS")))
    assert "R-12" not in {rule.code for rule in book.asked(Stage.RUN, [("HL", None)])}
    assert "R-12" in {rule.code for rule in book.asked(Stage.RUN, [("HL", None), ("GS", None)])}


def rule_text(body: str) -> str:
    return f"{HEAD}[[rule]]\n{body}\n"


@pytest.mark.parametrize(
    ("body", "error", "line"),
    [
        ('code = "R-18"\nseverity = "warning"', errors.ReferenceRuleFixed, 5),
        ('code = "R-03"\nseverity = "error"\nvalue = { age = 18 }', errors.ReferenceRuleFixed, 5),
        ('code = "R-01"\nseverity = "error"\npost_type = "HL"', errors.ReferenceRuleFixed, 5),
        ('code = "R-23"\nseverity = "off"', errors.ReferenceRuleFixed, 5),
        ('code = "R-24"\nseverity = "off"', errors.ReferenceWrongValue, 6),
        ('code = "R-02"\nseverity = "off"', errors.ReferenceWrongValue, 7),
        ('code = "R-14"\nseverity = "note"', errors.ReferenceWrongValue, 7),
        ('code = "R-07"\nseverity = "warning"\nvalue = { jahre = 3 }', errors.ReferenceUnknownKey, 8),
        ('code = "R-07"\nseverity = "warning"\nvalue = { years = 300 }', errors.ReferenceWrongValue, 8),
        ('code = "R-06"\nseverity = "warning"\nvalue = 3', errors.ReferenceUnknownKey, 8),
    ],
)
def test_what_the_county_may_not_set_is_refused_with_its_line(body, error, line) -> None:
    with pytest.raises(error) as stop:
        parse(rule_text(body))
    assert stop.value.facts["line"] == line


def test_a_fixed_rule_may_be_said_again_as_it_is() -> None:
    parse(rule_text('code = "R-03"\nseverity = "error"\nvalue = { age = 16 }'))


@pytest.mark.parametrize(
    ("who", "birth", "months"),
    [
        ("男", date(1964, 12, 31), 720),
        ("男", date(1965, 1, 1), 721),
        ("男", date(1965, 4, 30), 721),
        ("男", date(1965, 5, 1), 722),
        ("男", date(1976, 8, 31), 755),
        ("男", date(1976, 9, 1), 756),
        ("男", date(1990, 1, 1), 756),
        ("女", date(1974, 12, 31), 600),
        ("女", date(1975, 1, 1), 601),
        ("女", date(1975, 3, 1), 602),
        ("女", date(1984, 11, 1), 660),
        ("女", date(1990, 1, 1), 660),
        ("女干部", date(1970, 1, 1), 661),
        ("女干部", date(1981, 9, 1), 696),
    ],
)
def test_the_age_of_retirement_rises_with_the_month_of_birth(who, birth, months) -> None:
    assert retirement.age_in_months(retirement.STATUTORY, who, birth, date(2025, 1, 1)) == months


def test_before_2025_the_old_ages_hold() -> None:
    assert retirement.age_in_months(retirement.STATUTORY, "男", date(1970, 5, 1), date(2024, 12, 31)) == 720
    assert retirement.age_in_months(retirement.STATUTORY, "女", date(1980, 5, 1), date(2024, 12, 31)) == 600
    assert retirement.age_in_months(retirement.STATUTORY, "男", date(1970, 5, 1), date(1970, 1, 1)) is None


def test_the_day_of_an_age() -> None:
    assert retirement.day_of(date(1965, 1, 31), 721) == date(2025, 3, 1)
    assert retirement.day_of(date(1965, 3, 15), 720) == date(2025, 3, 15)
    assert retirement.day_of(date(1964, 12, 31), 720) == date(2024, 12, 31)


def test_a_transfer_without_a_free_day_is_one_placement() -> None:
    spans = [(date(2020, 1, 1), date(2020, 6, 30)), (date(2020, 7, 1), date(2020, 12, 31)), (date(2021, 2, 1), None)]
    assert placements(spans[::-1]) == ((date(2020, 1, 1), date(2020, 12, 31)), (date(2021, 2, 1), None))
    assert days_until(placements(spans), date(2021, 2, 3)) == 366 + 3


def test_the_term_is_over_on_the_anniversary_and_counts_only_days_on_post() -> None:
    one = placements([(date(2018, 3, 15), None)])
    assert not term_is_over(one, date(2021, 3, 14), 3)
    assert term_is_over(one, date(2021, 3, 15), 3)
    two = placements([(date(2017, 1, 1), date(2018, 12, 31)), (date(2020, 1, 1), None)])
    assert not term_is_over(two, date(2020, 12, 30), 3)
    assert term_is_over(two, date(2021, 1, 1), 3)


def test_an_anniversary_of_29_february_is_1_march() -> None:
    assert years_later(date(2020, 2, 29), 3) == date(2023, 3, 1)
    assert years_later(date(2020, 2, 29), 4) == date(2024, 2, 29)


def test_the_first_day_that_nothing_covers() -> None:
    first, last = date(2021, 3, 1), date(2021, 3, 31)
    assert first_gap([], first, last) == first
    assert first_gap([(date(2020, 1, 1), None)], first, last) is None
    assert first_gap([(date(2020, 1, 1), date(2021, 3, 31))], first, last) is None
    assert first_gap([(date(2020, 1, 1), date(2021, 3, 30))], first, last) == last
    renewed = [(date(2021, 3, 11), date(2021, 3, 31)), (date(2020, 3, 1), date(2021, 3, 10))]
    assert first_gap(renewed, first, last) is None
    assert first_gap([(date(2021, 3, 2), None)], first, last) == first
