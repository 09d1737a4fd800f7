"""The indicators K01 to K30 as declarations: what each counts, in which unit, and which nobody keeps here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cjdesk.i18n import N_

FEN, SHARE = "fen", "bp"
PEOPLE, LINES, POSTS, HOMES, TIMES, COUNT = (
    N_("people"), N_("lines"), N_("posts"), N_("households"), N_("times"), N_("in number"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of a K number. Name, unit and definition are message ids.

    ``unit`` fen is money and bp hundredths of a percent. ``value`` is None where there is nothing to divide by, and
    where ``kept`` is False: no register here holds it; the definition then says why.
    """

    code: str
    name: str
    unit: str
    definition: str
    value: int | None = None
    kept: bool = True


class Of(NamedTuple):
    """An indicator that is a figure of the month's report."""

    code: str
    name: str
    unit: str
    figure: str
    definition: str


REPORTED = (
    Of("K01", N_("Posts"), POSTS, "posts",
        N_("posts not abolished on the day; one with several people counts as many")),
    Of("K01", N_("Posts: road wardens"), POSTS, "posts_hl", N_("of them")),
    Of("K01", N_("Posts: river wardens"), POSTS, "posts_hh", N_("of them")),
    Of("K01", N_("Posts: water wardens"), POSTS, "posts_gs", N_("of them")),
    Of("K01", N_("Posts: others"), POSTS, "posts_other", N_("of them")),
    Of("K02", N_("On post"), PEOPLE, "on_post", N_("distinct people on a post on the day and not suspended")),
    Of("K02", N_("On post: monitored"), PEOPLE, "monitored",
        N_("K02 with one of the three monitoring categories valid on the day")),
    Of("K02", N_("On post: disabled"), PEOPLE, "disabled", N_("K02 with the category valid on the day")),
    Of("K02", N_("On post: women"), PEOPLE, "women", N_("K02, by the ID number")),
    Of("K03", N_("On post: out of poverty"), PEOPLE, "poor", N_("K02 with the category valid on the day")),
    Of("K04", N_("On post: relocated"), PEOPLE, "relocated", N_("K02 with the category valid on the day")),
    Of("K07", N_("New on post"), TIMES, "joined", N_("assignments that begin in the month")),
    Of("K07", N_("Gone from post"), TIMES, "left", N_("assignments whose last day lies in the month")),
    Of("K08", N_("Paid, by the month it is for"), LINES, "paid_lines",
        N_("lines with money of locked runs of posts")),
    Of("K08", N_("Paid, by the month it is for: people"), PEOPLE, "paid_people",
        N_("distinct people of these lines")),
    Of("K08", N_("Paid, by the month it is for: amount"), FEN, "paid_fen", N_("net of these lines")),
    Of("K09", N_("Commission"), FEN, "commission_fen", N_("commission on the lines of locked runs")),
    Of("K10", N_("Not paid out"), LINES, "unpaid_lines",
        N_("lines with money that are neither paid nor on their way")),
    Of("K10", N_("Returned by the bank"), LINES, "returned_lines", N_("of them returned and not paid again")),
    Of("K11", N_("Insurance cover"), SHARE, "insured_bp", N_("insured days ÷ days on post in the month")),
    Of("K12", N_("Cooperatives"), COUNT, "cooperatives", N_("running and founded on the day, all tiers")),
    Of("K12", N_("Members"), PEOPLE, "members", N_("distinct members on the day")),
    Of("K12", N_("Captains"), PEOPLE, "captains", N_("distinct captains of teams")),
    Of("K13", N_("Went to work"), PEOPLE, "departed",
        N_("members whose job away begins in the month; organised or not is not recorded")),
    Of("K13", N_("At work away"), PEOPLE, "away", N_("members with a job away on the day")),
    Of("K19", N_("Relocated households"), HOMES, "households", N_("moved by the day")),
    Of("K19", N_("Relocated households: poor"), HOMES, "poor_households", N_("of them of the kind 贫困")),
    Of("K19", N_("Relocated people"), PEOPLE, "relocated_people", N_("people of these households")),
    Of("K20", N_("Households with labourers"), HOMES, "labour_households",
        N_("relocated, with somebody able to work, men 16–59, women 16–54")),
    Of("K20", N_("Labourers"), PEOPLE, "labourers", N_("these people")),
    Of("K21", N_("Labourers at work"), PEOPLE, "employed",
        N_("with work on the household’s sheet, a post, or a job away as a member")),
    Of("K21", N_("Labourers at work: in the county"), PEOPLE, "employed_county", N_("of them")),
    Of("K21", N_("Labourers at work: in the province"), PEOPLE, "employed_province", N_("of them")),
    Of("K21", N_("Labourers at work: outside"), PEOPLE, "employed_outside", N_("of them")),
    Of("K22", N_("Employment rate"), SHARE, "employed_bp", N_("K21 ÷ K20")),
    Of("K23", N_("Households without work"), HOMES, "zero_households",
        N_("labourers and none at work, not all of them students, ill or serving; days open are not recorded")),
    Of("K24", N_("Households with work"), HOMES, "employed_households",
        N_("at least one labourer at work; ÷ K20 households")),
)  # fmt: skip

NOT_KEPT = (
    Indicator("K15", N_("Loans"), COUNT, N_("not kept here: no register of loans"), kept=False),
    Indicator("K16", N_("Bees and fish"), COUNT, N_("not kept here: no register of projects"), kept=False),
    Indicator("K17", N_("Workshops"), COUNT, N_("not kept here: no register of workshops"), kept=False),
    Indicator("K18", N_("Training by working"), TIMES, N_("not kept here: no register of workshops"), kept=False),
    Indicator("K25", N_("Training"), COUNT, N_("not kept here: no register of classes"), kept=False),
    Indicator("K26", N_("Partner enterprises"), COUNT, N_("not kept here: no register of enterprises"), kept=False),
    Indicator("K27", N_("Job fairs"), COUNT, N_("not kept here: no register of fairs"), kept=False),
    Indicator("K28", N_("Online vacancies"), COUNT, N_("not kept here: no register of vacancies"), kept=False),
)
