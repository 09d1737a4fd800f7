"""``cjdesk award round|list|nominate|score|withdraw|publish|decide|pay|reopen|void``: award rounds of the half-year."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.db.database import Database
from cjdesk.domain import money
from cjdesk.domain.awards import NAMES, AwardKind, AwardList, Half, score_tenths, score_words, total_fen
from cjdesk.domain.errors import AwardUnknown, CooperativeUnknown
from cjdesk.i18n import N_, tr, yuan
from cjdesk.services import awards
from cjdesk.services.cooperatives import tree

ROUND = N_("Make an award round")
NOMINATE = N_("Nominate for an award")
SCORE = N_("Score a nomination")
WITHDRAW = N_("Take a nomination out")
PUBLISH = N_("Publish an award round")
DECIDE = N_("Decide an award round")
PAY = N_("Hand out the awards")
REOPEN = N_("Open an award round again")
VOID = N_("Void an award round")
"""The names of these acts in the history."""


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("award")
    made = group.verb("round", _round, N_("make a round with its quotas and amounts"))
    made.add_argument("--half", required=True, metavar="2020-H2", help=tr("the half-year"))
    made.add_argument(
        "--name", default="", metavar="TEXT", help=tr("the round's name; that of the half-year without it")
    )
    made.add_argument("--cooperatives", type=int, default=20, metavar="N", help=tr("how many cooperatives"))
    made.add_argument("--captains", type=int, default=100, metavar="N", help=tr("how many captains"))
    made.add_argument("--cooperative-yuan", default="1000", metavar="YUAN", help=tr("the amount for a cooperative"))
    made.add_argument("--captain-yuan", default="500", metavar="YUAN", help=tr("the amount for a captain"))
    listing = group.verb("list", _list, N_("list the rounds, or who is nominated in one"))
    listing.add_argument("--round", metavar="NAME", help=tr("the round, by name or number"))
    _register_nominations(group)
    _of_round(group, "publish", _publish, N_("the list of those nominated hangs on the wall"))
    decide = _of_round(group, "decide", _decide, N_("say who is awarded, within the quota"))
    decide.add_argument("--by-score", action="store_true", help=tr("the best scores up to the quota"))
    _of_round(group, "pay", _pay, N_("the money was handed out; nothing changes any more"))
    for name, run, text in (
        ("reopen", _reopen, N_("take the decision back, with a reason")),
        ("void", _void, N_("void a round of which nothing was paid, with a reason")),
    ):
        parser = _of_round(group, name, run, text)
        parser.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))


def _register_nominations(group: Verbs) -> None:
    nominate = _of_round(group, "nominate", _nominate, N_("nominate a cooperative or a captain"))
    _whom(nominate)
    for name, text in (
        ("--name", N_("the captain's name, where the register does not know him")),
        ("--unit", N_("his team, where no team names him as captain")),
        ("--village", N_("the village")),
        ("--remark", N_("a remark")),
        ("--score", N_("points, with one decimal at most")),
    ):
        nominate.add_argument(name, default="", metavar="TEXT", help=tr(text))
    nominate.add_argument(
        "--people", type=int, metavar="N", help=tr("how many people work away by it; counted without")
    )
    score = _of_round(group, "score", _score, N_("enter or correct a score"))
    _whom(score)
    score.add_argument("--score", required=True, metavar="POINTS", help=tr("points, with one decimal at most"))
    withdraw = _of_round(group, "withdraw", _withdraw, N_("take a nomination out, with a reason"))
    _whom(withdraw)
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))


def _of_round(
    group: Verbs, name: str, run: Callable[[argparse.Namespace, Terminal], None], text: str
) -> argparse.ArgumentParser:
    parser = group.verb(name, run, text)
    parser.add_argument("--round", required=True, metavar="NAME", help=tr("the round, by name or number"))
    return parser


def _whom(parser: argparse.ArgumentParser) -> None:
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--cooperative", metavar="NAME", help=tr("a cooperative"))
    whom.add_argument("--captain", metavar="ID", help=tr("a captain, by the ID number"))


def _round(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        made = database.do(
            ROUND,
            awards.add_round,
            half=Half.parse(args.half),
            cooperatives=args.cooperatives,
            captains=args.captains,
            cooperative_fen=money.parse_fen(args.cooperative_yuan, negative=False, field="cooperative_yuan"),
            captain_fen=money.parse_fen(args.captain_yuan, negative=False, field="captain_yuan"),
            name=args.name,
        )
        _tell(terminal, database.ask(awards.award_list, made))


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        if args.round:
            _tell(terminal, database.ask(awards.award_list, database.ask(awards.round_named, args.round)))
            return
        found = database.ask(awards.rounds)
    if not found:
        terminal.say(tr("There are no award rounds yet."))
    for one in found:
        words = tr(
            "{number} {name}: {state}, {nominated} nominated, {chosen} chosen, {total_fen} yuan",
            number=one.number, name=one.name, state=one.state, nominated=one.nominated, chosen=one.chosen,
            total_fen=one.total_fen,
        )  # fmt: skip
        terminal.say(words)
    terminal.result(
        {
            "rounds": [
                {
                    "number": one.number, "name": one.name, "half": str(one.half), "state": one.state,
                    "nominated": one.nominated, "chosen": one.chosen, "total_fen": one.total_fen,
                }
                for one in found
            ]
        }
    )  # fmt: skip


def _nominate(args: argparse.Namespace, terminal: Terminal) -> None:
    tenths = score_tenths(args.score) if args.score else None
    with opened(args) as database:
        chosen = database.ask(awards.round_named, args.round)
        if args.cooperative:
            union = _cooperative(database, args.cooperative)
            database.do(
                NOMINATE, awards.nominate_cooperative, chosen, union, by=database.clerk, score_tenths=tenths,
                people=args.people, remark=args.remark,
            )  # fmt: skip
        else:
            database.do(
                NOMINATE, awards.nominate_captain, chosen, args.captain, by=database.clerk, name=args.name,
                unit=args.unit, village=args.village, people=args.people, score_tenths=tenths, remark=args.remark,
            )  # fmt: skip
        _tell(terminal, database.ask(awards.award_list, chosen))


def _score(args: argparse.Namespace, terminal: Terminal) -> None:
    tenths = score_tenths(args.score)

    def act(database: Database, chosen: str) -> None:
        database.do(SCORE, awards.score, _nomination(args, database, chosen), tenths)

    _on_round(args, terminal, act)


def _withdraw(args: argparse.Namespace, terminal: Terminal) -> None:
    def act(database: Database, chosen: str) -> None:
        wrong = _nomination(args, database, chosen)
        database.do(WITHDRAW, awards.withdraw, wrong, reason=args.reason, by=database.clerk)

    _on_round(args, terminal, act)


def _publish(args: argparse.Namespace, terminal: Terminal) -> None:
    _on_round(args, terminal, lambda database, chosen: database.do(PUBLISH, awards.publish, chosen))


def _decide(args: argparse.Namespace, terminal: Terminal) -> None:
    def act(database: Database, chosen: str) -> None:
        database.do(DECIDE, awards.decide, chosen, by=database.clerk, by_score=args.by_score)

    _on_round(args, terminal, act)


def _pay(args: argparse.Namespace, terminal: Terminal) -> None:
    _on_round(args, terminal, lambda database, chosen: database.do(PAY, awards.pay, chosen))


def _reopen(args: argparse.Namespace, terminal: Terminal) -> None:
    def act(database: Database, chosen: str) -> None:
        database.do(REOPEN, awards.reopen, chosen, reason=args.reason, by=database.clerk)

    _on_round(args, terminal, act)


def _void(args: argparse.Namespace, terminal: Terminal) -> None:
    def act(database: Database, chosen: str) -> None:
        database.do(VOID, awards.void, chosen, reason=args.reason, by=database.clerk)

    _on_round(args, terminal, act)


def _on_round(args: argparse.Namespace, terminal: Terminal, act: Callable[[Database, str], None]) -> None:
    with opened(args) as database:
        chosen = database.ask(awards.round_named, args.round)
        act(database, chosen)
        _tell(terminal, database.ask(awards.award_list, chosen))


def _cooperative(database: Database, name: str) -> str:
    found = next((one.id for one in database.ask(tree) if one.name == name.strip()), None)
    if found is None:
        raise CooperativeUnknown(field="cooperative")
    return found


def _nomination(args: argparse.Namespace, database: Database, chosen: str) -> str:
    wanted = args.cooperative or args.captain
    for line in database.ask(awards.award_list, chosen).lines:
        if wanted.strip() in {line.name, line.id_no} and (line.kind is AwardKind.CAPTAIN) == bool(args.captain):
            return line.id
    raise AwardUnknown(field="captain" if args.captain else "cooperative")


def _tell(terminal: Terminal, found: AwardList) -> None:
    terminal.say(f"{found.number} {found.name}　{found.state}")
    for kind in AwardKind:
        lines = [line for line in found.lines if line.kind is kind]
        chosen = sum(line.chosen for line in lines)
        words = tr(
            "{kind}: {nominated} nominated for {quota}, {chosen} chosen, {total_fen} yuan",
            kind=NAMES[kind], nominated=len(lines), quota=found.quotas[kind], chosen=chosen,
            total_fen=total_fen(found.of(kind)),
        )  # fmt: skip
        terminal.say(words)
        for line in lines:
            mark = "✓" if line.chosen else "　"
            amount = yuan(line.amount_fen)
            terminal.say(f"  {mark} {line.place:>3} {line.name}　{score_words(line.score_tenths)}　{amount}")
    terminal.say(tr("Together {total_fen} yuan", total_fen=total_fen(found.shown)))
    terminal.result(
        {
            "number": found.number, "name": found.name, "half": str(found.half), "state": found.state,
            "total_fen": total_fen(found.shown), "budget_fen": found.budget_fen,
            "awards": [
                {
                    "id": line.id, "kind": line.kind.value, "name": line.name, "score": score_words(line.score_tenths),
                    "people": line.people, "amount_fen": line.amount_fen, "chosen": line.chosen,
                }
                for line in found.lines
            ],
        }
    )  # fmt: skip
