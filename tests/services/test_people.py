"""Persons: found by what a clerk types, added with every check, put on post, suspended, let go, all with a trace."""

from datetime import date

import pytest

from cjdesk.db.database import Database
from cjdesk.domain import errors
from cjdesk.domain.id_number import check_digit
from cjdesk.services import people

TODAY = date(2020, 11, 20)


def made_id(birth: str, number: int) -> str:
    first17 = f"522699{birth}{number:03d}"
    return first17 + check_digit(first17)


SHI = made_id("19920305", 4)
YANG = made_id("19730228", 2)
LONG = made_id("19880808", 3)


@pytest.fixture
def three(township: Database) -> dict[str, str]:
    """石小花 and 龙运来 of 干团村, 单凤兰 of 宰荡村."""
    add = lambda **facts: township.do("Add a person", people.add, today=TODAY, **facts)  # noqa: E731
    return {
        "shi": add(name="石小花", id_no=SHI, village="干团村", village_group="3组", phone="15400000001"),
        "long": add(name="龙运来", id_no=LONG, village="干团村", village_group="1组"),
        "shan": add(name="单凤兰", id_no=YANG, village="宰荡村", village_group="2组", ethnicity="侗"),
    }


def names(database: Database, text: str = "", **filters: object) -> list[str]:
    return [row.name for row in database.ask(people.find, text, today=TODAY, **filters).rows]


def on_post(database: Database, person: str, post_type: str = "HL", start: date = date(2020, 3, 1)) -> str:
    put = database.do(
        "Put on post", people.put_on_post, person, post_type=post_type, post_name="干团村道K0+000至K2+000", start=start
    )
    return put.id


def test_sex_and_birth_come_from_the_id_number(township: Database, three: dict[str, str]) -> None:
    card = township.ask(people.card, three["shi"], today=TODAY)
    assert (card.sex, card.birth, card.age) == ("2", date(1992, 3, 5), 28)
    assert township.ask(people.card, three["shan"]).fields["ethnicity"] == "12"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("石小花", ["石小花"]),
        ("小花", ["石小花"]),
        ("sxh", ["石小花"]),
        ("shixiaohua", ["石小花"]),
        ("sfl", ["单凤兰"]),
        ("dfl", ["单凤兰"]),
        (SHI[-4:], ["石小花"]),
        ("干团", ["龙运来", "石小花"]),
        ("干团 sxh", ["石小花"]),
        ("１５４０００", ["石小花"]),
        ("没有这个人", []),
        ("%", []),
    ],
)
def test_a_person_is_found_by_what_is_typed(
    township: Database, three: dict[str, str], typed: str, found: list[str]
) -> None:
    assert names(township, typed) == found


def test_names_are_sorted_by_pinyin(township: Database, three: dict[str, str]) -> None:
    assert names(township) == ["龙运来", "单凤兰", "石小花"]
    assert names(township, descending=True) == ["石小花", "单凤兰", "龙运来"]
    assert names(township, sort="age") == ["石小花", "龙运来", "单凤兰"]


def test_pages_know_the_total(township: Database, three: dict[str, str]) -> None:
    page = township.ask(people.find, "", offset=1, limit=1, today=TODAY)
    assert [row.name for row in page.rows] == ["单凤兰"]
    assert page.total == 3
    assert page.facets.villages == (("宰荡村", 1), ("干团村", 2))
    assert page.facets.states == (("未上岗", 3),)


def test_filters_narrow(township: Database, three: dict[str, str]) -> None:
    on_post(township, three["shi"])
    assert names(township, state="在岗") == ["石小花"]
    assert names(township, state="未上岗") == ["龙运来", "单凤兰"]
    assert names(township, village="宰荡村") == ["单凤兰"]
    assert names(township, post_type="HL") == ["石小花"]
    township.do("Add a category", people.add_category, three["shan"], "TUOPIN", valid_from=date(2018, 1, 1))
    assert names(township, category="TUOPIN") == ["单凤兰"]


def test_an_account_is_found_by_its_tail(township: Database, three: dict[str, str]) -> None:
    township.do("Set account", people.set_account, three["shi"], "6299991234567890123", bank="农商行", today=TODAY)
    assert names(township, "0123") == ["石小花"]


def test_problems_are_codes_with_severity(township: Database, three: dict[str, str]) -> None:
    on_post(township, three["shi"])
    page = township.ask(people.find, "", problems_only=True, today=TODAY)
    assert [row.name for row in page.rows] == ["石小花"]
    assert [(one.code, one.severity) for one in page.rows[0].problems] == [
        ("BANK_MISSING", "warning"),
        ("AGREEMENT_MISSING", "warning"),
        ("INSURANCE_MISSING", "warning"),
    ]
    assert page.facets.with_problems == 1
    assert township.ask(people.card, three["shi"], today=TODAY).problems == page.rows[0].problems


def test_a_shared_account_is_a_problem_of_both(township: Database, three: dict[str, str]) -> None:
    township.do("Set account", people.set_account, three["shi"], "629999000000000001", today=TODAY)
    again = township.do("Set account", people.set_account, three["long"], "629999000000000001", today=TODAY)
    assert again.shared_with == ("石小花",)
    page = township.ask(people.find, "", problems_only=True, today=TODAY)
    assert [(row.name, row.problems[0].code) for row in page.rows] == [
        ("龙运来", "BANK_SHARED"),
        ("石小花", "BANK_SHARED"),
    ]


def test_a_registered_id_stops_with_the_card_to_open(township: Database, three: dict[str, str]) -> None:
    with pytest.raises(errors.DuplicateId) as stop:
        township.do("Add a person", people.add, name="石小华", id_no=SHI, today=TODAY)
    assert stop.value.facts["id"] == three["shi"]
    assert township.ask(people.find, "", today=TODAY).total == 3


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"id_no": SHI[:-1] + "5", "name": "石"}, errors.IdCheckDigit),
        ({"id_no": SHI[:6] + SHI[8:17], "name": "石"}, errors.IdFifteenDigits),
        ({"id_no": made_id("19900101", 11), "name": " "}, errors.NameMissing),
        ({"id_no": made_id("19900101", 11), "name": "石", "phone": "123"}, errors.PhoneWrong),
        ({"id_no": made_id("19900101", 11), "name": "石", "ethnicity": "火星"}, errors.ValueNotInList),
    ],
)
def test_what_is_wrong_is_not_added(township: Database, fields: dict[str, str], error: type[errors.UserError]) -> None:
    with pytest.raises(error):
        township.do("Add a person", people.add, today=TODAY, **fields)
    assert township.ask(people.find, "", today=TODAY).total == 0


def test_an_edit_is_one_named_entry_in_the_history(township: Database, three: dict[str, str]) -> None:
    township.do("Change a person", people.edit, three["shi"], "village", "宰荡村")
    entry = township.ask(people.card, three["shi"]).history[0]
    assert (entry.action, entry.field, entry.old, entry.new) == ("Change a person", "village", "干团村", "宰荡村")
    assert names(township, "宰荡") == ["单凤兰", "石小花"]


def test_a_new_id_number_brings_birth_and_sex(township: Database, three: dict[str, str]) -> None:
    township.do("Change a person", people.edit, three["shi"], "id_no", made_id("19950607", 7), today=TODAY)
    card = township.ask(people.card, three["shi"])
    assert (card.birth, card.sex) == (date(1995, 6, 7), "1")


def test_accounts_keep_their_history(township: Database, three: dict[str, str]) -> None:
    township.do("Set account", people.set_account, three["shi"], "629999000000000001", today=date(2020, 1, 1))
    township.do("Set account", people.set_account, three["shi"], "6299 9900 0000 0000 02", today=TODAY)
    card = township.ask(people.card, three["shi"])
    assert card.account is not None
    assert [(one.number, one.valid_to) for one in card.accounts] == [
        ("629999000000000002", None),
        ("629999000000000001", TODAY),
    ]


def test_another_holder_needs_a_reason(township: Database, three: dict[str, str]) -> None:
    with pytest.raises(errors.AccountHolderReason):
        township.do("Set account", people.set_account, three["shi"], "629999000000000001", holder="石大花")
    township.do(
        "Set account", people.set_account, three["shi"], "629999000000000001", holder="石大花", reason="代领：母亲"
    )
    account = township.ask(people.card, three["shi"]).account
    assert account is not None
    assert account.holder == "石大花"


def test_one_person_has_one_post(township: Database, three: dict[str, str]) -> None:
    on_post(township, three["shi"])
    with pytest.raises(errors.TwoOpenPosts):
        on_post(township, three["shi"], "HH", date(2020, 5, 1))


def test_a_person_may_come_back_after_leaving(township: Database, three: dict[str, str]) -> None:
    first = on_post(township, three["shi"])
    township.do("Leave", people.leave, first, end=date(2020, 9, 30), reason="外出务工")
    second = on_post(township, three["shi"], "HH", date(2020, 10, 1))
    card = township.ask(people.card, three["shi"], today=TODAY)
    assert [(one.id, one.state) for one in card.assignments] == [(second, "在岗"), (first, "离岗")]


@pytest.mark.parametrize(
    ("birth", "start", "error"),
    [("20050101", date(2020, 12, 31), errors.AgeUnder16), ("19540101", date(2020, 3, 1), errors.AgeOver65)],
)
def test_age_limits_on_the_start_day(
    township: Database, birth: str, start: date, error: type[errors.UserError]
) -> None:
    person = township.do("Add a person", people.add, name="潘某", id_no=made_id(birth, 5), today=TODAY)
    with pytest.raises(error):
        on_post(township, person, start=start)


def test_who_cannot_work_is_not_put_on_post(township: Database, three: dict[str, str]) -> None:
    township.do("Change a person", people.edit, three["shi"], "labour_ability", "丧失劳动力")
    with pytest.raises(errors.CannotWork):
        on_post(township, three["shi"])


def test_an_unknown_post_type_names_the_active_ones(township: Database, three: dict[str, str]) -> None:
    with pytest.raises(errors.UnknownPostType) as stop:
        on_post(township, three["shi"], "BJ")
    assert stop.value.facts["choices"] == "护路员、护河员、管水员"


def test_suspended_and_back(township: Database, three: dict[str, str]) -> None:
    post = on_post(township, three["shi"])
    township.do("Suspend", people.suspend, post, start=date(2020, 11, 5), reason="病")
    assert names(township, state="停岗") == ["石小花"]
    with pytest.raises(errors.SuspensionsOverlap):
        township.do("Suspend", people.suspend, post, start=date(2020, 11, 10))
    township.do("Resume", people.resume, post, last_day=date(2020, 11, 14))
    card = township.ask(people.card, three["shi"], today=TODAY)
    assert card.assignment is not None
    assert card.assignment.state == "在岗"
    assert [(one.start, one.end) for one in card.assignment.suspensions] == [(date(2020, 11, 5), date(2020, 11, 14))]


def test_leaving_needs_a_known_reason(township: Database, three: dict[str, str]) -> None:
    post = on_post(township, three["shi"])
    for reason, note in (("不想干", None), ("其他", " ")):
        with pytest.raises(errors.ValueNotInList):
            township.do("Leave", people.leave, post, end=TODAY, reason=reason, note=note)
    with pytest.raises(errors.DateOrder):
        township.do("Leave", people.leave, post, end=date(2020, 1, 1), reason="期满")


def test_a_post_is_taken_over_with_its_number(township: Database, three: dict[str, str]) -> None:
    first = on_post(township, three["shi"])
    township.do("Leave", people.leave, first, end=date(2020, 9, 30), reason="期满")
    second = on_post(township, three["long"], start=date(2020, 10, 1))
    cards = [township.ask(people.card, three[name]).assignments[0] for name in ("shi", "long")]
    assert cards[0].post_id == cards[1].post_id
    assert cards[1].id == second


def test_a_category_cannot_run_twice(township: Database, three: dict[str, str]) -> None:
    first = township.do("Add a category", people.add_category, three["shi"], "TUOPIN", valid_from=date(2018, 1, 1))
    with pytest.raises(errors.CategoryTwice):
        township.do("Add a category", people.add_category, three["shi"], "TUOPIN", valid_from=date(2020, 1, 1))
    township.do("End a category", people.end_category, first, end=date(2019, 12, 31))
    township.do("Add a category", people.add_category, three["shi"], "TUOPIN", valid_from=date(2020, 1, 1))
    with pytest.raises(errors.ValueNotInList):
        township.do("Add a category", people.add_category, three["shi"], "RICH")


def test_a_person_who_is_gone_is_said_in_words(township: Database) -> None:
    with pytest.raises(errors.PersonUnknown):
        township.ask(people.card, "nobody")
