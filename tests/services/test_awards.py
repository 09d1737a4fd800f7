"""Award rounds: S23's arithmetic, quotas, nobody twice, ties, decided once, and the list that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cjdesk.db.database import Database
from cjdesk.domain import errors, rmb
from cjdesk.domain.awards import AwardKind, Half, score_tenths, score_words, total_fen
from cjdesk.domain.id_number import check_digit
from cjdesk.domain.states import AwardState
from cjdesk.services import awards, check, cooperatives
from cjdesk.services.monthly import indicators
from tests.services import desk

SPRING, AUTUMN = Half(2020, 1), Half(2020, 2)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = desk.new_desk(tmp_path / "data", "522633101", "GD")
    made.do("fill", desk.fill, people=5)
    yield made
    made.close()


def captain(number: int) -> str:
    body = f"52269919750505{number:03d}"
    return body + check_digit(body)


def unions(database: Database, count: int) -> list[str]:
    return [
        database.do("Add", cooperatives.add, name=f"第{number:03d}村劳务合作社", tier="village")
        for number in range(count)
    ]


def round_of(database: Database, half: Half = AUTUMN, **facts: object) -> str:
    return database.do("Round", awards.add_round, half=half, **facts)  # type: ignore[arg-type]


def nominate(database: Database, chosen: str, members: list[str], captains: int, first: int = 0) -> None:
    for place, union in enumerate(members):
        database.do("Nominate", awards.nominate_cooperative, chosen, union, by="lifang", score_tenths=900 - place)
    for number in range(first, first + captains):
        database.do(
            "Nominate", awards.nominate_captain, chosen, captain(number), by="lifang", name=f"队长{number}",
            score_tenths=800 - number,
        )  # fmt: skip


def state(database: Database, chosen: str) -> str:
    return database.ask(awards.award_list, chosen).state


def test_s23_twice_a_year_is_140_000_yuan(database: Database) -> None:
    """20 × 1,000 + 100 × 500 = 70,000 yuan a half-year, twice is the 140,000 of 2020 (domain.md 1.2)."""
    members = unions(database, 20)
    for half in (SPRING, AUTUMN):
        chosen = round_of(database, half)
        nominate(database, chosen, members, 100)
        value = database.ask(awards.award_list, chosen)
        assert value.budget_fen == 7_000_000
        database.do("Decide", awards.decide, chosen, by="lifang")
        decided = database.ask(awards.award_list, chosen)
        assert total_fen(decided.of(AwardKind.COOPERATIVE)) == 2_000_000
        assert total_fen(decided.of(AwardKind.CAPTAIN)) == 5_000_000
        assert total_fen(decided.shown) == 7_000_000
        assert rmb.words(total_fen(decided.shown)) == "柒万元整"
    assert database.ask(awards.paid_in, 2020) == 14_000_000
    assert database.ask(awards.paid_in, 2021) == 0
    k14 = [one.value for one in database.ask(indicators, date(2020, 12, 31)) if one.code == "K14"]
    assert k14 == [40, 200, 14_000_000]
    assert check.run(database).sound


def test_the_other_reading_of_s23_is_a_round_with_other_amounts(database: Database) -> None:
    """20 × 2,000 + 100 × 1,000 once is 140,000 as well: amounts are the round's."""
    chosen = round_of(database, cooperative_fen=200_000, captain_fen=100_000)
    assert database.ask(awards.award_list, chosen).budget_fen == 14_000_000


def test_more_than_the_quota_is_refused(database: Database) -> None:
    chosen = round_of(database, cooperatives=2, captains=1)
    nominate(database, chosen, unions(database, 3), 1)
    with pytest.raises(errors.AwardAboveQuota) as stop:
        database.do("Decide", awards.decide, chosen, by="lifang")
    assert (stop.value.facts["quota"], stop.value.facts["count"]) == (2, 3)
    assert state(database, chosen) == AwardState.DRAFT


def test_the_best_scores_up_to_the_quota(database: Database) -> None:
    chosen = round_of(database, cooperatives=2, captains=1)
    nominate(database, chosen, unions(database, 3), 2)
    database.do("Decide", awards.decide, chosen, by="lifang", by_score=True)
    value = database.ask(awards.award_list, chosen)
    assert [line.name for line in value.shown] == ["第000村劳务合作社", "第001村劳务合作社", "队长0"]
    assert len(value.lines) == 5
    assert value.decided_by == "李芳"


def test_chance_does_not_decide_the_last_place(database: Database) -> None:
    chosen = round_of(database, cooperatives=1, captains=1)
    for union in unions(database, 2):
        database.do("Nominate", awards.nominate_cooperative, chosen, union, by="lifang", score_tenths=900)
    with pytest.raises(errors.AwardScoreTied):
        database.do("Decide", awards.decide, chosen, by="lifang", by_score=True)
    first, second = database.ask(awards.award_list, chosen).lines
    database.do("Score", awards.score, second.id, None)
    with pytest.raises(errors.AwardScoreMissing):
        database.do("Decide", awards.decide, chosen, by="lifang", by_score=True)
    database.do("Decide", awards.decide, chosen, by="lifang", chosen=[first.id])
    assert [line.id for line in database.ask(awards.award_list, chosen).shown] == [first.id]


def test_nobody_twice_in_a_round_but_in_the_next(database: Database) -> None:
    (union,) = unions(database, 1)
    first, second = round_of(database, SPRING), round_of(database, AUTUMN)
    for chosen in (first, second):
        nominate(database, chosen, [union], 1)
    with pytest.raises(errors.AwardTwice):
        database.do("Nominate", awards.nominate_cooperative, second, union, by="lifang")
    with pytest.raises(errors.AwardTwice):
        database.do("Nominate", awards.nominate_captain, second, captain(0), by="lifang", name="别名")


def test_who_was_taken_out_may_be_nominated_again(database: Database) -> None:
    chosen = round_of(database)
    nominate(database, chosen, [], 1)
    (line,) = database.ask(awards.award_list, chosen).lines
    with pytest.raises(errors.ReasonMissing):
        database.do("Out", awards.withdraw, line.id, reason="", by="lifang")
    database.do("Out", awards.withdraw, line.id, reason="外出", by="lifang")
    assert database.ask(awards.award_list, chosen).lines == ()
    nominate(database, chosen, [], 1)
    with pytest.raises(errors.AwardUnknown):
        database.do("Score", awards.score, line.id, 900)


def test_register_and_teams_fill_the_nomination(database: Database) -> None:
    """龙小1 is in the register and leads 一队 of 干团村 with three members; the cooperative's people work away."""
    (union,) = database.ask(cooperatives.tree)
    (team,) = database.ask(cooperatives.teams, union.id)
    member = database.ask(cooperatives.members, union.id).rows[0]
    database.do("Captain", cooperatives.set_captain, team.id, member.id)
    database.do("Away", cooperatives.edit_member, member.id, "work_status", "省外")
    chosen = round_of(database)
    database.do("Nominate", awards.nominate_captain, chosen, member.id_no, by="lifang")
    database.do("Nominate", awards.nominate_cooperative, chosen, union.id, by="lifang")
    unite, leader = database.ask(awards.award_list, chosen).lines
    assert (leader.name, leader.unit, leader.village, leader.people) == (
        member.name, "一队 · 干团村劳务合作社", "干团村", 3,
    )  # fmt: skip
    assert (unite.village, unite.people, unite.amount_fen) == ("干团村", 1, 100_000)


def test_a_captain_from_outside_needs_a_name_and_a_right_number(database: Database) -> None:
    chosen = round_of(database)
    with pytest.raises(errors.CaptainNameMissing):
        database.do("Nominate", awards.nominate_captain, chosen, captain(7), by="lifang")
    wrong = captain(7)[:-1] + ("0" if captain(7)[-1] != "0" else "1")
    with pytest.raises(errors.IdCheckDigit):
        database.do("Nominate", awards.nominate_captain, chosen, wrong, by="lifang", name="外地人")
    database.do(
        "Nominate", awards.nominate_captain, chosen, captain(7), by="lifang", name="外地人", unit="深圳队", village="深圳",
        people=31,
    )  # fmt: skip
    (line,) = database.ask(awards.award_list, chosen).lines
    assert (line.unit, line.village, line.people) == ("深圳队", "深圳", 31)


def test_a_round_goes_its_way_and_stands_once_it_is_paid(database: Database) -> None:
    chosen = round_of(database)
    with pytest.raises(errors.NothingNominated):
        database.do("Publish", awards.publish, chosen)
    with pytest.raises(errors.NothingNominated):
        database.do("Decide", awards.decide, chosen, by="lifang")
    nominate(database, chosen, [], 2)
    database.do("Publish", awards.publish, chosen)
    with pytest.raises(errors.StepNotAllowed):
        database.do("Pay", awards.pay, chosen)
    database.do("Decide", awards.decide, chosen, by="lifang")
    with pytest.raises(errors.AwardRoundClosed):
        nominate(database, chosen, [], 1, first=9)
    database.do("Reopen", awards.reopen, chosen, reason="有异议", by="lifang")
    assert not database.ask(awards.award_list, chosen).decided
    database.do("Decide", awards.decide, chosen, by="lifang")
    database.do("Pay", awards.pay, chosen)
    for act in ("reopen", "void"):
        with pytest.raises(errors.StepNotAllowed):
            database.do("Back", getattr(awards, act), chosen, reason="晚了", by="lifang")
    assert state(database, chosen) == AwardState.PAID


def test_rounds_have_numbers_without_gaps_and_names_once(database: Database) -> None:
    round_of(database, AUTUMN, name="第一批")
    round_of(database, AUTUMN, name="第二批")
    round_of(database, SPRING)
    assert [one.number for one in database.ask(awards.rounds)] == ["AW-2020H2-02", "AW-2020H2-01", "AW-2020H1-01"]
    assert database.ask(awards.round_named, "aw-2020h2-01") == database.ask(awards.round_named, "第一批")
    with pytest.raises(errors.NameTaken):
        round_of(database, SPRING)
    with pytest.raises(errors.AwardRoundUnknown):
        database.ask(awards.round_named, "没有")


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"cooperatives": -1}, errors.AwardQuotaWrong),
        ({"captains": 1001}, errors.AwardQuotaWrong),
        ({"cooperatives": 0, "captains": 0}, errors.AwardQuotaWrong),
        ({"captain_fen": 0}, errors.AwardAmountWrong),
    ],
)
def test_wrong_quotas_and_amounts(database: Database, facts: dict[str, int], error: type[Exception]) -> None:
    with pytest.raises(error):
        round_of(database, AUTUMN, **facts)


@pytest.mark.parametrize(
    ("text", "half"), [("2020-H2", AUTUMN), ("2020h1", SPRING), ("2020年下半年", AUTUMN), ("２０２０－１", SPRING)]
)
def test_halves_are_read_as_people_write_them(text: str, half: Half) -> None:
    assert Half.parse(text) == half


@pytest.mark.parametrize("text", ["2020", "2020-H3", "20-H1", "下半年", ""])
def test_what_is_no_half(text: str) -> None:
    with pytest.raises(errors.AwardPeriodWrong):
        Half.parse(text)


@pytest.mark.parametrize(("text", "tenths"), [("87.5", 875), ("90", 900), ("100", 1000), ("０", 0)])
def test_scores_are_tenths_of_points(text: str, tenths: int) -> None:
    assert score_tenths(text) == tenths


@pytest.mark.parametrize("text", ["100.1", "-1", "87.55", "优", ""])
def test_what_is_no_score(text: str) -> None:
    with pytest.raises(errors.AwardScoreWrong):
        score_tenths(text)


def test_scores_in_words() -> None:
    assert [score_words(one) for one in (875, 900, None)] == ["87.5", "90", "—"]
