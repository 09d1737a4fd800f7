"""Cooperatives: the tree, one village cooperative for a person, captains by the county's rule."""

from datetime import date

import pytest

from cjdesk.db.database import Database
from cjdesk.domain import errors
from cjdesk.domain.id_number import check_digit
from cjdesk.services import cooperatives, people

TODAY = date(2020, 11, 20)
JOINED = date(2020, 6, 1)


@pytest.fixture
def two_villages(township: Database) -> tuple[str, str, str]:
    """The township's cooperative with those of 干团村 and 宰荡村 below it."""
    add = lambda **facts: township.do("Add a cooperative", cooperatives.add, **facts)  # noqa: E731
    top = add(name="贯洞镇劳务合作社联合社", tier="township")
    return (
        top,
        add(name="干团村劳务合作社", tier="village", parent_id=top),
        add(name="宰荡村劳务合作社", tier="village", parent_id=top),
    )


def person(database: Database, number: int, name: str = "吴国芳") -> str:
    first17 = f"52269919800101{number:03d}"
    return database.do("Add a person", people.add, name=name, id_no=first17 + check_digit(first17), village="干团村")


def join(database: Database, cooperative: str, who: str, joined: date = JOINED) -> str:
    return database.do("Add a member", cooperatives.add_member, cooperative, who, joined=joined, share_fen=50_000)


def test_parents_stand_before_their_children(township: Database, two_villages: tuple[str, str, str]) -> None:
    top, first, second = two_villages
    join(township, first, person(township, 1))
    nodes = township.ask(cooperatives.tree)
    assert [(node.id, node.parent_id, node.members) for node in nodes] == [
        (top, None, 0),
        (second, top, 0),
        (first, top, 1),
    ]


def test_a_second_village_membership_is_refused_and_transfer_works(
    township: Database, two_villages: tuple[str, str, str]
) -> None:
    top, first, second = two_villages
    who = person(township, 1)
    membership = join(township, first, who)
    join(township, top, who)
    with pytest.raises(errors.MemberTwoCoops) as stop:
        join(township, second, who)
    assert stop.value.facts["cooperative"] == "干团村劳务合作社"
    township.do("Transfer a member", cooperatives.transfer, membership, second, day=date(2020, 11, 1))
    rows = township.ask(cooperatives.members, second, today=TODAY).rows
    assert [(row.name, row.joined, row.share_fen) for row in rows] == [("吴国芳", date(2020, 11, 1), 50_000)]
    assert township.ask(cooperatives.members, first, today=TODAY).total == 0
    assert township.ask(cooperatives.members, first, today=TODAY, with_left=True).total == 1


def test_the_list_knows_its_sums(township: Database, two_villages: tuple[str, str, str]) -> None:
    _, first, _ = two_villages
    for number in range(1, 6):
        membership = join(township, first, person(township, number, f"潘{'一二三四五'[number - 1]}"))
        if number > 3:
            township.do("Change a member", cooperatives.edit_member, membership, "work_status", "省外")
    page = township.ask(cooperatives.members, first, limit=2, today=TODAY)
    assert (len(page.rows), page.total, page.share_fen, page.away) == (2, 5, 250_000, 2)
    assert township.ask(cooperatives.members, first, "p5", today=TODAY).total == 0
    assert township.ask(cooperatives.members, first, "pw", away_only=True, today=TODAY).total == 1


def test_captain_units_follow_the_number_led(township: Database, two_villages: tuple[str, str, str]) -> None:
    _, first, _ = two_villages
    team = township.do("Add a team", cooperatives.add_team, first, name="建筑一队")
    members = []
    for number in range(1, 11):
        members.append(join(township, first, person(township, number)))
        township.do("Change a member", cooperatives.edit_member, members[-1], "team_id", team)
    township.do("Set the captain", cooperatives.set_captain, team, members[0])
    (row,) = township.ask(cooperatives.teams, first)
    assert (row.members, row.captain_units, row.captain_name) == (10, 1, "吴国芳")
    township.do("Leave", cooperatives.leave, members[0], left=TODAY)
    (row,) = township.ask(cooperatives.teams, first)
    assert (row.members, row.captain_units, row.captain_name) == (9, 0, "")


def test_names_are_unique(township: Database, two_villages: tuple[str, str, str]) -> None:
    _, first, _ = two_villages
    with pytest.raises(errors.NameTaken):
        township.do("Add a cooperative", cooperatives.add, name="干团村劳务合作社", tier="village")
    township.do("Add a team", cooperatives.add_team, first, name="一队")
    with pytest.raises(errors.NameTaken):
        township.do("Add a team", cooperatives.add_team, first, name="一队 ")


def test_no_cooperative_stands_under_itself(township: Database, two_villages: tuple[str, str, str]) -> None:
    top, first, _ = two_villages
    with pytest.raises(errors.CooperativeInCircle):
        township.do("Change a cooperative", cooperatives.edit, top, "parent_id", first)


def test_leaving_before_joining_is_refused(township: Database, two_villages: tuple[str, str, str]) -> None:
    membership = join(township, two_villages[1], person(township, 1))
    with pytest.raises(errors.DateOrder):
        township.do("Leave", cooperatives.leave, membership, left=date(2020, 1, 1))
