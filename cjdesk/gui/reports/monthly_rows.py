"""The rows and columns of the month's report on the screen: villages with their figures, and what differs since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cjdesk.domain import money
from cjdesk.gui.row_model import Column
from cjdesk.i18n import N_, tr
from cjdesk.services.monthly import REPORTED, Comparison, Difference, Figures, MonthlyReport, Place, VillageRow

NAME = Column("name", N_("Village"), 116, order="")


def _figure(key: str, title: str, width: int = 52) -> Column:
    return Column(key, title, width, "count", order="")


POSTS = (
    NAME,
    _figure("posts_hl", N_("Road"), 60),
    _figure("posts_hh", N_("River"), 60),
    _figure("posts_gs", N_("Water"), 60),
    _figure("posts_other", N_("Others")),
    _figure("posts", N_("Total")),
    _figure("on_post", N_("Total")),
    _figure("poor", N_("Out of poverty"), 58),
    _figure("monitored", N_("Monitored")),
    _figure("relocated", N_("Relocated"), 70),
    _figure("disabled", N_("Disabled")),
    _figure("women", N_("Women"), 48),
    _figure("joined", N_("New"), 48),
    _figure("left", N_("Gone"), 48),
    _figure("paid_lines", N_("Lines"), 56),
    Column("paid_fen", N_("Amount"), 104, "money", order=""),
    Column("commission_fen", N_("Of it commission"), 90, "money", order=""),
    _figure("unpaid_lines", N_("Not paid out"), 60),
    Column("insured", N_("Insurance cover"), 104, "number", order=""),
)
"""The columns of the first table, in the order of the paper."""

HOMES = (
    NAME,
    _figure("cooperatives", N_("Cooperatives"), 60),
    _figure("members", N_("Members"), 60),
    _figure("captains", N_("Captains"), 76),
    _figure("away", N_("At work away"), 72),
    _figure("departed", N_("Went this month"), 72),
    _figure("households", N_("Relocated households"), 68),
    _figure("relocated_people", N_("Relocated people"), 68),
    _figure("poor_households", N_("Poor households"), 68),
    _figure("labourers", N_("Labour force"), 68),
    _figure("employed_county", N_("In the county"), 68),
    _figure("employed_province", N_("In the province"), 80),
    _figure("employed_outside", N_("Outside"), 68),
    _figure("employed", N_("All at work"), 68),
    _figure("zero_households", N_("Without work"), 98),
)
"""The columns of the second table."""

DIFFERENCES = (
    Column("place", N_("Village"), 180, order=""),
    Column("figure", N_("Indicator"), 220, order=""),
    Column("reported", N_("As reported"), 140, "number", order=""),
    Column("now", N_("Now"), 140, "number", order=""),
    Column("difference", N_("Difference"), 140, "number", bold=True, order=""),
)

GROUPS: Mapping[str, str] = {
    **dict.fromkeys(("posts_hl", "posts_hh", "posts_gs", "posts_other", "posts"), N_("Posts")),
    **dict.fromkeys(
        ("on_post", "poor", "monitored", "relocated", "disabled", "women"), N_("On post; the categories overlap")
    ),
    **dict.fromkeys(("joined", "left"), N_("Changes")),
    **dict.fromkeys(("paid_lines", "paid_fen", "commission_fen", "unpaid_lines"), N_("Pay, by the month it is for")),
    **dict.fromkeys(("cooperatives", "members", "captains", "away", "departed"), N_("Labour cooperatives")),
    **dict.fromkeys(
        (
            "households", "relocated_people", "poor_households", "labourers", "employed_county", "employed_province",
            "employed_outside", "employed", "zero_households",
        ),
        N_("Relocated households and their work"),
    ),
}  # fmt: skip
"""Column → the group over it."""

SHARES = {"insured": "insured_days"}
"""Of a share the names are those of what it is a share of; there is no list of days, so it has a definition only."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One row of the sheet; every figure of ``Figures`` is an attribute of it too. ``key`` None is the total."""

    name: str
    key: str | None
    figures: Figures

    def __getattr__(self, name: str) -> int:
        """A figure, as the table asks for its columns."""
        if name.startswith("_") or not hasattr(Figures, name):
            raise AttributeError(name)
        value: int = getattr(self.figures, name)
        return value

    @property
    def insured(self) -> str | None:
        """意外险覆盖率."""
        return percent(self.figures.insured_bp)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One figure that is another one now, in words."""

    place: str
    figure: str
    reported: str
    now: str
    difference: str


def percent(basis_points: int | None) -> str | None:
    """97.06%; None where there is nothing to divide by."""
    return None if basis_points is None else f"{basis_points // 100}.{basis_points % 100:02d}%"


def place_words(row: VillageRow) -> str:
    """The village, or what else the row stands for."""
    words = {
        Place.UNKNOWN: tr("(no village)"),
        Place.TOWNSHIP: tr("Township cooperative"),
        Place.COUNTY: tr("County cooperative"),
    }
    return row.village or words[row.kind]


def rows(report: MonthlyReport, columns: Sequence[Column], *, above: bool) -> tuple[MonthRow, ...]:
    """The villages, of the other rows those with a figure, the total last; ``above`` with cooperatives of townships."""
    names = [one.key for one in columns if hasattr(Figures, one.key)]
    shown = [
        row
        for row in (report.rows if above else report.villages)
        if row.kind is Place.VILLAGE or any(getattr(row.figures, name) for name in names)
    ]
    if not shown:
        return ()
    return (
        *(MonthRow(place_words(row), row.key, row.figures) for row in shown),
        MonthRow(tr("Total"), None, report.total),
    )


def figure_words(figure: str) -> str:
    """What a figure is called: the indicator's name, else its column's."""
    named = next((one.name for one in REPORTED if one.figure == figure), "")
    return tr(named) if named else tr(_OTHERS.get(figure, figure))


_OTHERS = {
    "insured": N_("Insurance cover"),
    "post_days": N_("Days on post"),
    "insured_days": N_("Insured days"),
    "exempt_households": N_("Households of students, ill or serving"),
}


def definition(figure: str) -> tuple[str, str]:
    """K code and definition of a figure."""
    wanted = "insured_bp" if figure == "insured" else figure
    found = next((one for one in REPORTED if one.figure == wanted), None)
    return (found.code, tr(found.definition)) if found is not None else ("", "")


def differences(found: Comparison) -> tuple[DifferenceRow, ...]:
    """Where the month is another one now than it was reported."""
    places = {row.key: place_words(row) for row in (*found.reported.rows, *found.now.rows)}
    return tuple(
        DifferenceRow(
            places.get(one.village, tr("Total")),
            figure_words(one.figure),
            _value(one, one.reported),
            _value(one, one.now),
            _signed(one),
        )
        for one in found.differences
    )


def _value(one: Difference, value: int) -> str:
    return money.show(value) if one.figure.endswith("_fen") else f"{value:,}"


def _signed(one: Difference) -> str:
    change = one.now - one.reported
    return f"{'+' if change > 0 else '−'}{_value(one, abs(change))}"
