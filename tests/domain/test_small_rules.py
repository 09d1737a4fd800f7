"""Accounts, names, ages, masks, places, captain units, states."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain import bank_no, captains, masks, names, places, states
from cjdesk.domain.errors import (
    AccountNumberWrong,
    BankLostInExcel,
    BankTwiceDiffers,
    NameMissing,
    NameTooLong,
    StepNotAllowed,
)


@pytest.mark.parametrize(
    ("people", "units"),
    [(9, 0), (10, 1), (29, 1), (30, 2), (59, 2), (60, 3), (89, 3), (90, 4), (119, 4), (120, 5), (149, 5), (150, 6)],
)
def test_captain_units(people: int, units: int) -> None:
    assert captains.units(people) == units


def test_account_is_cleaned_and_luhn_only_warns() -> None:
    found = bank_no.check("6299 9968 4274 7278 045")
    assert found == bank_no.Account("6299996842747278045", luhn_fails=False)
    assert bank_no.check("6299998746690162938") == bank_no.Account("6299998746690162938", luhn_fails=True)
    assert bank_no.check("201100123456789") == bank_no.Account("201100123456789", luhn_fails=False)
    assert bank_no.check(None) is None
    assert bank_no.check(" \u3000") is None
    assert bank_no.check(123456789012.0) == bank_no.Account("123456789012", luhn_fails=False)


@pytest.mark.parametrize("raw", [6.29999684274728e18, "6.29999684E+18", 6299996842747278045])
def test_account_that_excel_damaged_is_refused(raw: object) -> None:
    with pytest.raises(BankLostInExcel):
        bank_no.check(raw)


@pytest.mark.parametrize("raw", ["12345678901", "1" * 24, "62999968X2747278045"])
def test_account_of_wrong_shape_is_refused(raw: str) -> None:
    with pytest.raises(AccountNumberWrong):
        bank_no.check(raw)


def test_second_entry_names_the_first_different_digit() -> None:
    assert bank_no.same_twice("6299 9968", "62999968") == "62999968"
    with pytest.raises(BankTwiceDiffers) as caught:
        bank_no.same_twice("629999684274", "629999694274")
    assert caught.value.facts["place"] == 8
    with pytest.raises(BankTwiceDiffers) as caught:
        bank_no.same_twice("629999684274", "62999968427")
    assert caught.value.facts["place"] == 12


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("张 三", "张三"),
        ("滚\u3000永", "滚永"),
        ("吴正\xa0", "吴正"),
        ("杨\n翠燕", "杨翠燕"),
        ("吴(wú)英引", "吴英引"),
        ("環(huán)秀", "環秀"),
        ("古丽娜•买买提", "古丽娜·买买提"),
        ("古丽娜·买买提", "古丽娜·买买提"),
        ("石&middot;花", "石·花"),
        ("赵老𠅤", "赵老𠅤"),
        ("龑昇喆堃", "龑昇喆堃"),
        ("John  Smith", "John Smith"),
        ("王(小)明", "王(小)明"),
    ],
)
def test_name_is_cleaned_and_never_converted(raw: str, value: str) -> None:
    found = names.normalise(raw)
    assert found.value == value
    assert found.changed == (raw != value)


def test_lost_characters_of_a_name_are_named() -> None:
    assert names.normalise("欧成\ue5e5").lost == ("\ue5e5",)
    assert names.normalise("欧\ufffd").lost == ("\ufffd",)
    assert names.normalise("赵老𠅤").lost == ()


def test_empty_and_endless_names_are_refused() -> None:
    with pytest.raises(NameMissing):
        names.normalise(" ")
    with pytest.raises(NameTooLong):
        names.normalise("石" * 51)


@given(st.text(max_size=20))
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        once = names.normalise(text).value
    except (NameMissing, NameTooLong):
        return
    assert names.normalise(once).value == once or "&" in once or "(" in once or "（" in once


def test_age_in_completed_years() -> None:
    assert names.completed_years(date(2004, 11, 5), date(2020, 11, 4)) == 15
    assert names.completed_years(date(2004, 11, 5), date(2020, 11, 5)) == 16
    assert names.completed_years(date(2004, 2, 29), date(2021, 2, 28)) == 16
    assert names.completed_years(date(2004, 2, 29), date(2021, 3, 1)) == 17


def test_masks() -> None:
    assert masks.id_draft("522633199001010011") == "522633********0011"
    assert masks.id_public("522633199001010011") == "522*************11"
    assert masks.bank_tail("6299996842747278045") == "…8045"
    assert masks.bank_tail(None) == ""
    assert masks.bank_draft("6217000012344321") == "6217********4321"
    assert masks.phone("13800001234") == "138****1234"
    assert masks.name("张三") == "张*"
    assert masks.name("欧阳娜娜") == "欧阳**"
    assert masks.name("欧阳") == "欧*"
    assert masks.name("古丽娜·买买提") == "古丽娜·***"


@given(st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True))
def test_masked_numbers_hold_no_long_run_of_digits(number: str) -> None:
    for shown in (masks.id_draft(number), masks.id_public(number)):
        assert len(shown) == 18
        assert max(len(run) for run in shown.replace("X", "0").split("*")) <= 6


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("一百零五", 105), ("12", 12), ("一二", 12)],
)
def test_chinese_numerals(text: str, number: int) -> None:
    assert places.number(text) == number


def test_groups_stand_in_the_order_of_their_numbers() -> None:
    groups = ["十组", "二组", "下寨", "一组", "十一组", "3组", "第四组"]
    assert sorted(groups, key=places.group_order) == ["一组", "二组", "3组", "第四组", "十组", "十一组", "下寨"]


@pytest.mark.parametrize("steps", [states.RUN_STEPS, states.BATCH_STEPS, states.PAYMENT_STEPS, states.ASSIGNMENT_STEPS])
def test_every_state_has_its_row_of_steps(steps: dict[states.RunState, frozenset[states.RunState]]) -> None:
    kind = type(next(iter(steps)))
    assert set(steps) == set(kind)
    assert all(target in steps for targets in steps.values() for target in targets)


def test_a_step_that_the_table_lacks_is_refused_in_words() -> None:
    assert states.step(states.RUN_STEPS, states.RunState.COMPUTED, states.RunState.LOCKED) == states.RunState.LOCKED
    with pytest.raises(StepNotAllowed) as caught:
        states.step(states.RUN_STEPS, states.RunState.PAID, states.RunState.COMPUTED)
    assert caught.value.facts == {"now": "已发放", "wanted": "已计算"}


def test_paid_and_archived_runs_never_go_back() -> None:
    seen, waiting = set(), [states.RunState.PAID]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting += states.RUN_STEPS[state]
    assert states.RunState.COMPUTED not in seen
    assert states.RunState.VOID not in seen


@pytest.mark.parametrize(
    ("said", "hangs"),
    [
        ("人在外务工，没有上岗", "人在外务工，没有上岗"),
        ("身份证522699199203050040的人没有上岗", "身份证522*************40的人没有上岗"),
        ("钱打到6217 9900 0000 0001234了", "钱打到（号码略）了"),
        ("电话13800001234打不通，0855-6420000也打不通", "电话（号码略）打不通，（号码略）也打不通"),
        ("2020-11-03起没有上岗，补贴1,000.00元", "2020-11-03起没有上岗，补贴1,000.00元"),
        ("他患有高血压，住院半个月，没有上岗", "（涉及个人健康，略），没有上岗"),
        ("潘志明反映：邻居没有上岗", "反映人反映：邻居没有上岗"),
    ],
)
def test_what_hangs_tells_nothing_of_accounts_telephones_and_health(said: str, hangs: str) -> None:
    assert masks.for_the_wall(said, told_by="潘志明") == hangs
