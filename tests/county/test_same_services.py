"""The township's services work unchanged on the county's PostgreSQL."""

from datetime import date

from cjdesk.county.house import County
from cjdesk.domain.id_number import check_digit
from cjdesk.services import cooperatives, people, reference

TODAY = date(2020, 11, 20)
ID_NO = "52269919920305004" + check_digit("52269919920305004")


def test_people_posts_and_cooperatives(county: County) -> None:
    database = county.database
    first = database.do("Load reference data", reference.load, reference.built_in())
    assert (first.added > 90, database.do("Load reference data", reference.load, reference.built_in()).added) == (
        True,
        0,
    )
    who = database.do("Add a person", people.add, name="石小花", id_no=ID_NO, village="干团村", today=TODAY)
    put = database.do("Put on post", people.put_on_post, who, post_type="HL", post_name="村道", start=date(2020, 3, 1))
    database.do("Set account", people.set_account, who, "629999000000000001", today=TODAY)
    page = database.ask(people.find, "sxh", post_type="HL", sort="start", descending=True, today=TODAY)
    assert [(row.name, row.state, row.account) for row in page.rows] == [("石小花", "在岗", "629999000000000001")]
    assert [problem.code for problem in page.rows[0].problems] == ["AGREEMENT_MISSING", "INSURANCE_MISSING"]
    assert database.ask(people.find, "0001", problems_only=True, today=TODAY).total == 1
    assert page.facets.states == (("在岗", 1),)
    card = database.ask(people.card, who, today=TODAY)
    assert card.assignment is not None
    assert card.assignment.id == put.id
    assert card.history[0].action == "Set account"
    village = database.do("Add a cooperative", cooperatives.add, name="干团村合作社", tier="village")
    database.do("Add a member", cooperatives.add_member, village, who, joined=TODAY, share_fen=50_000)
    members = database.ask(cooperatives.members, village, "干团", today=TODAY)
    assert (members.total, members.share_fen, members.away) == (1, 50_000, 0)
    assert [node.members for node in database.ask(cooperatives.tree)] == [1]
