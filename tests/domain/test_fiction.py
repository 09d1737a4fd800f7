"""The demonstration township: the same every time, right in every number, and nobody real."""

from datetime import date

import pytest

from cjdesk.domain import bank_no, fiction, id_number
from cjdesk.domain.month import Month

MARCH = Month(2026, 3)


@pytest.fixture(scope="module")
def township() -> fiction.Township:
    return fiction.township(MARCH)


def test_it_is_the_same_every_time(township: fiction.Township) -> None:
    assert fiction.township(MARCH) == township
    assert fiction.township(MARCH, seed=1) != township


@pytest.mark.parametrize("people", [10, 30, 125, 400])
def test_so_many_people_are_on_post_once(people: int) -> None:
    made = fiction.township(MARCH, people=people)
    assert len({one.id_no for one in made.on_post}) == people
    assert {one.post for one in made.on_post} == {"护路员", "护河员", "管水员"}


def test_every_number_is_right_and_nobodys(township: fiction.Township) -> None:
    everybody = {*township.on_post, *(one.resident for coop in township.cooperatives for one in coop.members)}
    everybody |= {one[0] for household in township.households for one in household.members}
    for one in everybody:
        number = id_number.check(one.id_no, today=date(2026, 3, 31))
        assert (number.value[:6], number.sex, number.birth) == ("522699", one.sex, one.birth)
        assert not one.account or (one.account.startswith("629999") and bank_no.luhn_holds(one.account))
    assert len({one.id_no for one in everybody}) == len(everybody)


def test_rare_names_are_among_them(township: fiction.Township) -> None:
    assert {"杨䶮", "石龑"} <= {one.name for one in township.on_post}


def test_receipts_lie_in_their_wardens_time(township: fiction.Township) -> None:
    for one in township.receipts:
        assert one.warden.start is not None
        assert one.warden.start <= one.day
        assert one.warden.left is None or one.day <= one.warden.left
    assert any(one.amount_fen < 0 for one in township.receipts)


def test_shares_of_a_scheme_are_a_whole(township: fiction.Township) -> None:
    assert all(sum(share.percent for share in scheme.shares) == 100 for scheme in township.schemes)
    assert any(len(scheme.shares) == 2 for scheme in township.schemes)
    assert len({scheme.name for scheme in township.schemes}) == len(township.schemes)
