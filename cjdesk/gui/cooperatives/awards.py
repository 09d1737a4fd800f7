"""The tab 表彰: a round of awards, who is nominated with scores and amounts, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject

from cjdesk.domain import money, rmb
from cjdesk.domain.awards import AwardKind, AwardList, Half, score_tenths, total_fen
from cjdesk.domain.states import AWARD_STEPS, AwardState, may
from cjdesk.gui.cooperatives.pane import CooperativePane
from cjdesk.gui.cooperatives.rows import KINDS, AwardRow, award_row
from cjdesk.gui.cooperatives.words import AWARD_STATES
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice, FilterBox
from cjdesk.gui.row_model import Slice, View
from cjdesk.gui.shapes import Chip
from cjdesk.gui.table import RowTable, Total
from cjdesk.i18n import N_, tr, yuan
from cjdesk.services import awards, cooperatives
from cjdesk.services.search_text import name_readings

TABLES = frozenset({"award", "award_round"})
ALL, BEST, SELECTED = "all", "best", "selected"
_STEPS = {
    "cooperatives.publish": AwardState.PUBLISHED,
    "cooperatives.decide": AwardState.DECIDED,
    "cooperatives.hand_out": AwardState.PAID,
    "cooperatives.reopen": AwardState.DRAFT,
}
_ENTERED = frozenset({"cooperatives.nominate", "cooperatives.captain_award", "cooperatives.score",
                      "cooperatives.take_out"})  # fmt: skip
_OF_ROW = frozenset({"cooperatives.score", "cooperatives.take_out"})
Values = Mapping[str, object]


class Host(Protocol):
    """What the tab needs of its page."""

    desk: Desk
    table: RowTable
    card: CooperativePane

    def guarded(self, slot: Callable[..., object], *args: object) -> None:
        """Call a slot; what it raises is shown."""
        ...


class AwardsTab(QObject):
    """Reads the rounds, answers for the list while the tab is shown, and starts acts in the pane."""

    def __init__(self, page: Host, box: FilterBox) -> None:
        """``box`` chooses the round."""
        super().__init__(box)
        self._page, self._desk, self.box = page, page.desk, box
        self._rounds: tuple[awards.RoundRow, ...] = ()
        self.found: AwardList | None = None

    # Reading

    def refresh(self) -> None:
        """Ask for the rounds and the list of the chosen one, the newest without a choice."""
        self._rounds = self._desk.ask(awards.rounds)
        choices = [Choice(one.id, f"{one.name} {_state(one.state)}") for one in self._rounds]
        wanted = self.box.value()
        self.box.set_choices(choices or [Choice("", "—")])
        known = {one.id for one in self._rounds}
        now = wanted if wanted in known else next((one.id for one in self._rounds), "")
        self.box.set_value(now)
        self.found = self._desk.ask(awards.award_list, now) if now else None

    def fetch(self, view: View) -> Slice:
        """The nominations, cooperatives before captains, the best first."""
        lines = [award_row(line) for line in self.found.lines] if self.found is not None else []
        return Slice(lines[view.offset : view.offset + view.limit], len(lines))

    def totals(self) -> Sequence[Total]:
        """How many of each kind, and what they come to."""
        if self.found is None:
            return ()
        counts = [len(self.found.of(kind)) for kind in AwardKind]
        said = tr("{cooperatives} co-operatives, {captains} captains", cooperatives=counts[0], captains=counts[1])
        return (Total("award_kind", tr("Total")), Total("award_name", said),
                Total("award_fen", yuan(total_fen(self.found.shown))))  # fmt: skip

    def words(self) -> str:
        """The line under the list: quotas at their amounts, what they may cost, the sum so far in capitals."""
        if self.found is None:
            return ""
        quotas, amounts = self.found.quotas, self.found.amounts
        facts = {
            "cooperatives": quotas[AwardKind.COOPERATIVE], "cooperative_fen": amounts[AwardKind.COOPERATIVE],
            "captains": quotas[AwardKind.CAPTAIN], "captain_fen": amounts[AwardKind.CAPTAIN],
            "most_fen": self.found.budget_fen,
        }  # fmt: skip
        quota = tr(
            "Quota: co-operatives {cooperatives} × {cooperative_fen}, captains {captains} × {captain_fen}, "
            "{most_fen} yuan in all",
            **facts,
        )
        return f"{quota} · {tr('In words')} {rmb.words(total_fen(self.found.shown))}"

    def chip(self) -> Chip | None:
        """Where the round stands."""
        if self.found is None:
            return None
        shape, tone = {
            AwardState.DRAFT: ("todo", "neutral"),
            AwardState.PUBLISHED: ("running", "info"),
            AwardState.DECIDED: ("done", "ok"),
            AwardState.PAID: ("done", "ok"),
            AwardState.VOID: ("skipped", "neutral"),
        }[AwardState(self.found.state)]
        return Chip(shape, _state(self.found.state), tone)

    def blocked(self, command: str, *, shown: bool) -> str | None:
        """Why an act on the round cannot be done; None for commands of other tabs. ``shown``: the tab is in front."""
        if shown and command == "cooperatives.member":
            return "" if self.found is None else self.blocked("cooperatives.nominate", shown=True)
        if shown and command in {"cooperatives.export", "file.export"}:
            return tr("print the list instead")
        printing = shown and command in {"cooperatives.print", "file.preview"}
        if not printing and command not in _ENTERED and command not in _STEPS:
            return None
        if self.found is None:
            return tr("no award round yet")
        nobody = "" if self.found.shown else tr("nobody nominated yet")
        return nobody if printing else self._round_blocked(command, AwardState(self.found.state), nobody)

    def _round_blocked(self, command: str, state: AwardState, nobody: str) -> str:
        if command in _ENTERED:
            if state not in {AwardState.DRAFT, AwardState.PUBLISHED}:
                return _state(state)
            return tr("nobody chosen") if command in _OF_ROW and self._row() is None else ""
        goal = _STEPS[command]
        if not may(AWARD_STEPS, state, goal):
            return _state(state)
        return nobody if goal in {AwardState.PUBLISHED, AwardState.DECIDED} else ""

    # Acting

    def new_round(self) -> None:
        """新建表彰批次, with the quotas and amounts of the last one."""
        last = self.found
        quotas = last.quotas if last else {AwardKind.COOPERATIVE: 20, AwardKind.CAPTAIN: 100}
        amounts = last.amounts if last else {AwardKind.COOPERATIVE: 100_000, AwardKind.CAPTAIN: 50_000}
        month = self._desk.month
        halves = [Half(year, half) for year in (month.year, month.year - 1) for half in (2, 1)]
        choices = tuple(Choice(str(one), one.words, str(one)) for one in halves)

        def act(values: Values) -> None:
            made = self._desk.do(
                N_("Make an award round"), awards.add_round, half=Half.parse(_text(values, "half")),
                cooperatives=_number(values, "cooperatives"), captains=_number(values, "captains"),
                cooperative_fen=_number(values, "cooperative_fen"), captain_fen=_number(values, "captain_fen"),
                name=_text(values, "name"),
            )  # fmt: skip
            self.refresh()
            self.box.set_value(made)

        fields = (
            Field("half", N_("Half-year"), "choice", required=True, choices=lambda: choices),
            Field("name", N_("Round name"), placeholder=N_("that of the half-year")),
            Field("cooperatives", N_("Co-operatives"), "number", required=True),
            Field("cooperative_fen", N_("Each gets"), "money"),
            Field("captains", N_("Captains"), "number", required=True),
            Field("captain_fen", N_("Each gets"), "money"),
        )
        values = {
            "half": str(Half(month.year, 1 if month.month <= 6 else 2)),
            "cooperatives": quotas[AwardKind.COOPERATIVE], "captains": quotas[AwardKind.CAPTAIN],
            "cooperative_fen": amounts[AwardKind.COOPERATIVE], "captain_fen": amounts[AwardKind.CAPTAIN],
        }  # fmt: skip
        self._page.card.start(N_("New award round"), fields, act, TABLES, values=values)

    def nominate(self) -> None:
        """推荐合作社."""
        found = self.found
        if found is None:
            return
        choices = tuple(
            Choice(one.id, one.name, " ".join((one.name, *name_readings(one.name))))
            for one in self._desk.ask(cooperatives.tree)
        )
        self._page.card.start(
            N_("Nominate a co-operative"),
            (Field("name", N_("Co-operative"), "choice", required=True, choices=lambda: choices), *_SCORED),
            lambda values: self._desk.do(
                N_("Nominate for an award"), awards.nominate_cooperative, found.id, _text(values, "name"),
                by=self._desk.clerk.login, score_tenths=_score(values), people=_maybe(values, "people"),
                remark=_text(values, "remark"),
            ),
            TABLES,
        )  # fmt: skip

    def nominate_captain(self) -> None:
        """推荐劳务队长: one whom a team names, or anybody by ID number and name."""
        found = self.found
        if found is None:
            return
        known = tuple(
            Choice(team.captain_id_no, f"{team.captain_name} {team.name} {union.name}",
                   " ".join((team.captain_name, *name_readings(team.captain_name))))
            for union in self._desk.ask(cooperatives.tree)
            for team in self._desk.ask(cooperatives.teams, union.id)
            if team.captain_id_no
        )  # fmt: skip

        def act(values: Values) -> None:
            self._desk.do(
                N_("Nominate for an award"), awards.nominate_captain, found.id,
                _text(values, "captain") or _text(values, "id_no"), by=self._desk.clerk.login,
                name=_text(values, "name"), unit=_text(values, "unit"), score_tenths=_score(values),
                people=_maybe(values, "people"), remark=_text(values, "remark"),
            )  # fmt: skip

        self._page.card.start(
            N_("Nominate a captain"),
            (
                Field("captain", N_("Captain"), "choice", choices=lambda: known),
                Field("id_no", N_("ID number"), "id", hint=N_("Only for a captain whom no team names.")),
                Field("name", N_("Name"), "name"),
                Field("unit", N_("Team")),
                *_SCORED,
            ),
            act,
            TABLES,
        )

    def score(self) -> None:
        """打分."""
        row = self._row()
        if row is None:
            return
        self._page.card.start(
            N_("Score"),
            (Field("score", N_("Score"), required=True, hint=N_("0 to 100, one decimal at most")),),
            lambda values: self._desk.do(N_("Score a nomination"), awards.score, row.id, _score(values)),
            TABLES,
            about=row.award_name,
        )

    def take_out(self) -> None:
        """撤下推荐."""
        row = self._row()
        if row is None:
            return
        self._page.card.start(
            N_("Take the nomination out"),
            (Field("reason", N_("Reason"), required=True),),
            lambda values: self._desk.do(
                N_("Take a nomination out"), awards.withdraw, row.id, reason=_text(values, "reason"),
                by=self._desk.clerk.login,
            ),
            TABLES,
            about=row.award_name,
        )  # fmt: skip

    def publish(self) -> None:
        """名单公示."""
        if self.found is not None:
            self._step(N_("Publish an award round"), awards.publish, self.found.id)

    def hand_out(self) -> None:
        """登记发放, after a question: then nothing changes any more."""
        found = self.found
        if found is None:
            return
        dialog = ConfirmDialog(
            self._page.table,
            title=tr("Hand out the awards"),
            question=tr("Were the awards of {name} handed out?", name=found.name),
            verb=tr("&Handed out"),
            subject=found.number,
            facts=facts_of(found),
            notes=[Note("info", tr("After that nothing of the round changes any more."))],
        )
        confirm(dialog, lambda: self._page.guarded(self._step, N_("Hand out the awards"), awards.pay, found.id))

    def reopen(self) -> None:
        """重新打开, with a reason."""
        found = self.found
        if found is None:
            return
        self._page.card.start(
            N_("Open it again"),
            (Field("reason", N_("Reason"), required=True),),
            lambda values: self._desk.do(
                N_("Open an award round again"), awards.reopen, found.id, reason=_text(values, "reason"),
                by=self._desk.clerk.login,
            ),
            TABLES,
            about=found.name,
        )  # fmt: skip

    def decide(self) -> None:
        """评定: everybody nominated, the best scores, or the rows that are selected."""
        found = self.found
        if found is None:
            return
        selected = [row.id for row in self._page.table.selected_rows() if isinstance(row, AwardRow)]
        ways = (
            Choice(ALL, tr("everybody nominated, {n}", n=len(found.lines))),
            Choice(BEST, tr("the best scores up to the quota")),
            Choice(SELECTED, tr("the {n} selected rows", n=len(selected))),
        )
        over = any(len([line for line in found.lines if line.kind is kind]) > found.quotas[kind] for kind in AwardKind)

        def act(values: Values) -> None:
            way = _text(values, "way")
            self._desk.do(
                N_("Decide an award round"), awards.decide, found.id, by=self._desk.clerk.login,
                chosen=selected if way == SELECTED else None, by_score=way == BEST,
            )  # fmt: skip

        self._page.card.start(
            N_("Decide the awards"),
            (Field("way", N_("Who is awarded"), "choice", required=True, choices=lambda: ways),),
            act,
            TABLES,
            values={"way": SELECTED if len(selected) > 1 else BEST if over else ALL},
            about=self.words(),
        )

    # Inside

    def _row(self) -> AwardRow | None:
        row = self._page.table.current_row()
        return row if isinstance(row, AwardRow) else None

    def _step(self, action: str, change: Callable[..., None], round_id: str) -> None:
        self._desk.do(action, change, round_id)
        self._desk.changes.tell(TABLES)


_SCORED = (
    Field("score", N_("Score"), hint=N_("0 to 100, one decimal at most")),
    Field("people", N_("People led"), "number", hint=N_("Counted from the members when it is empty.")),
    Field("remark", N_("Remark")),
)


def _state(state: str) -> str:
    return tr(AWARD_STATES[AwardState(state)])


def facts_of(found: AwardList) -> list[Fact]:
    """Each kind with its count, one amount and sum, then both."""
    facts = [
        Fact(
            tr(KINDS[kind]),
            str(len(found.of(kind))),
            money.show(total_fen(found.of(kind))),
            tr("{amount} yuan each", amount=money.show(found.amounts[kind])),
        )
        for kind in AwardKind
    ]
    whole = total_fen(found.shown)
    return [*facts, Fact(tr("Together"), "", money.show(whole), rmb.words(whole), bold=True, total=True)]


def _text(values: Values, key: str) -> str:
    value = values.get(key)
    return str(value) if value not in (None, "") else ""


def _maybe(values: Values, key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) else None


def _number(values: Values, key: str) -> int:
    return _maybe(values, key) or 0


def _score(values: Values) -> int | None:
    text = _text(values, "score")
    return score_tenths(text) if text else None
