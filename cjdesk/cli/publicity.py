"""``cjdesk publicity open|list|hang|objection|decide|close|withdraw|propose|take|refuse``, without the window."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.runs import runs_of
from cjdesk.db.database import Database
from cjdesk.domain.errors import NotOnNotice, PersonUnknown, PublicityUnknown, WrongDate
from cjdesk.domain.publicity import COUNTINGS, Outcome
from cjdesk.i18n import N_, tr
from cjdesk.services import people, publicity
from cjdesk.services.publicity import Notice, Poster
from cjdesk.services.publicity.words import GUESSED, remaining, result, weekday

OUTCOMES = {"upheld": Outcome.UPHELD, "rejected": Outcome.REJECTED, "withdrawn": Outcome.WITHDRAWN}


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("publicity")
    _register_open(group)
    listing = group.verb("list", _list, N_("list notices with what is left and what was objected"))
    listing.add_argument("--month", metavar="YYYY-MM", help=tr("the month"))
    hang = _of_notice(group, "hang", _hang, N_("register how a notice really hangs: day, place, photo"))
    hang.add_argument("--start", metavar="YYYY-MM-DD", help=tr("first day of publicity"))
    hang.add_argument("--place", metavar="TEXT", help=tr("where it hangs"))
    hang.add_argument("--photo", metavar="TEXT", help=tr("where the photo of it is kept"))
    objection = _of_notice(group, "objection", _objection, N_("write down an objection"))
    objection.add_argument("--content", required=True, metavar="TEXT", help=tr("what was objected"))
    objection.add_argument("--id-no", metavar="ID", help=tr("against this person; without it against everybody"))
    objection.add_argument("--day", metavar="YYYY-MM-DD", help=tr("when it came; today without it"))
    objection.add_argument("--from", dest="raised_by", default="", metavar="NAME", help=tr("who it was; never printed"))
    decide = _of_notice(group, "decide", _decide, N_("say what came of an objection"))
    decide.add_argument("--objection", type=int, default=1, metavar="N", help=tr("which one of the list, from 1"))
    decide.add_argument("--outcome", required=True, choices=(*OUTCOMES, *Outcome), help=tr("what came of it"))
    decide.add_argument("--note", default="", metavar="TEXT", help=tr("what was found out"))
    _of_notice(group, "close", _close, N_("close a notice after its last day"))
    withdraw = _of_notice(group, "withdraw", _withdraw, N_("take a notice down early, with a reason"))
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
    _register_proposals(group)


def _register_open(group: Verbs) -> None:
    parser = group.verb("open", _open, N_("make locked runs, or people proposed for a post, public"))
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--month", metavar="YYYY-MM", help=tr("the month"))
    what.add_argument("--proposed", action="store_true", help=tr("everybody who is proposed for a post"))
    parser.add_argument("--post", metavar="CODE", help=tr("only this post type, such as HL"))
    parser.add_argument("--start", metavar="YYYY-MM-DD", help=tr("first day of publicity; today without it"))
    parser.add_argument("--days", type=int, metavar="N", help=tr("how many days; as the county says without it"))
    parser.add_argument("--counting", choices=COUNTINGS, help=tr("calendar or working days"))
    parser.add_argument("--place", metavar="TEXT", help=tr("where it hangs; as last time without it"))
    parser.add_argument("--phones", metavar="TEXT", help=tr("telephone numbers to call; as last time without it"))
    parser.add_argument("--reception", metavar="TEXT", help=tr("where people may object; as last time without it"))
    parser.add_argument("--show-ids", action="store_true", help=tr("first three and last two characters of ID numbers"))
    parser.add_argument("--mask-names", action="store_true", help=tr("only the surname"))
    parser.add_argument("--remark", default="", metavar="TEXT", help=tr("a remark"))


def _register_proposals(group: Verbs) -> None:
    for name, run, text in (
        ("propose", _propose, N_("propose a person for a post")),
        ("take", _take, N_("put a proposed person on post after the notice")),
        ("refuse", _refuse, N_("turn a proposed person down, with a reason")),
    ):
        parser = group.verb(name, run, text)
        parser.add_argument("--id-no", required=True, metavar="ID", help=tr("the person"))
        if name == "refuse":
            parser.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
            continue
        parser.add_argument("--start", required=True, metavar="YYYY-MM-DD", help=tr("first day on post"))
        if name == "propose":
            parser.add_argument("--post", required=True, metavar="CODE", help=tr("the post type, such as HL"))
            parser.add_argument("--name", required=True, metavar="TEXT", help=tr("the post"))


def _of_notice(group: Verbs, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    parser = group.verb(name, run, text)
    parser.add_argument("--number", required=True, metavar="NUMBER", help=tr("the notice, such as 202603-001"))
    return parser


def _open(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        poster = _poster(args, database)
        if args.proposed:
            chosen = [one.assignment_id for one in database.ask(publicity.proposed)]
            ids = [database.do(OPEN, publicity.open_for_posts, chosen, poster, by=database.clerk)]
        else:
            run_ids = _runs(database, args.month, args.post)
            ids = [database.do(OPEN, publicity.open_for_run, one, poster, by=database.clerk) for one in run_ids]
        made = [database.ask(publicity.notice, one, today=date.today()) for one in ids]
    _tell(terminal, made)


OPEN = N_("Make a public notice")
HANG = N_("Register how a notice hangs")
OBJECT = N_("Write down an objection")
DECIDE = N_("Decide an objection")
CLOSE = N_("Close a public notice")
WITHDRAW = N_("Withdraw a public notice")
PROPOSE = N_("Propose a person for a post")
TAKE = N_("Put a proposed person on post")
REFUSE = N_("Turn a proposed person down")
"""The names of these acts in the history."""


def _poster(args: argparse.Namespace, database: Database) -> Poster:
    last = database.ask(publicity.usual)
    return Poster(
        start=_day(args.start, "start"),
        place=last.place if args.place is None else args.place,
        days=args.days,
        counting=args.counting,
        phones=last.phones if args.phones is None else args.phones,
        reception=last.reception if args.reception is None else args.reception,
        show_ids=args.show_ids,
        mask_names=args.mask_names,
        remark=args.remark,
    )


def _runs(database: Database, wanted: str, post: str | None) -> list[str]:
    """The runs of the month that have no notice yet; when there is none, the first is asked for its reason."""
    found = runs_of(database, month(wanted), post)
    waiting = {one.run_id for one in database.ask(publicity.candidates)}
    return [run.run_id for run in found if run.run_id in waiting] or [found[0].run_id]


def _list(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month) if args.month else None
    with opened(args) as database:
        found = database.ask(publicity.notices, today=date.today(), month=wanted)
    if not found:
        terminal.say(tr("There are no notices."))
    _tell(terminal, found)


def _hang(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        now = _notice(database, args.number)
        start = _day(args.start, "start") if args.start else now.start
        database.do(HANG, publicity.hang, now.id, start=start, place=args.place, photo=args.photo)
        _tell(terminal, [_notice(database, args.number)])


def _objection(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        now = _notice(database, args.number)
        against = None
        if args.id_no:
            on_it = {one.id_no: one.assignment_id for one in database.ask(publicity.subjects, now.id)}
            if args.id_no not in on_it:
                raise NotOnNotice(field="id_no", name=args.id_no, notice=now.number)
            against = on_it[args.id_no]
        database.do(
            OBJECT,
            publicity.register,
            now.id,
            content=args.content,
            raised=_day(args.day, "day"),
            today=date.today(),
            assignment_id=against,
            raised_by=args.raised_by,
        )
        _tell(terminal, [_notice(database, args.number)])


def _decide(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        now = _notice(database, args.number)
        if not 1 <= args.objection <= len(now.objections):
            raise PublicityUnknown(field="objection")
        chosen = now.objections[args.objection - 1].id
        outcome = OUTCOMES.get(args.outcome, args.outcome)
        database.do(
            DECIDE, publicity.decide, chosen, outcome=outcome, note=args.note, by=database.clerk, today=date.today()
        )
        _tell(terminal, [_notice(database, args.number)])


def _close(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        now = _notice(database, args.number)
        database.do(CLOSE, publicity.close, now.id, by=database.clerk, today=date.today())
        _tell(terminal, [_notice(database, args.number)])


def _withdraw(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        now = _notice(database, args.number)
        database.do(WITHDRAW, publicity.withdraw, now.id, reason=args.reason, by=database.clerk)
        _tell(terminal, [_notice(database, args.number)])


def _propose(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        person = _person(database, args.id_no)
        start = _day(args.start, "start")
        made = database.do(PROPOSE, publicity.propose, person, post_type=args.post, post_name=args.name, start=start)
    terminal.say(tr("Proposed; make the notice next."))
    terminal.result({"assignment_id": made.id, "warnings": made.warnings})


def _take(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        chosen = _proposal(database, args.id_no)
        database.do(TAKE, publicity.take_post, chosen, start=_day(args.start, "start"))
    terminal.say(tr("On post since {day}.", day=args.start))
    terminal.result({"assignment_id": chosen, "start": args.start})


def _refuse(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        chosen = _proposal(database, args.id_no)
        database.do(REFUSE, publicity.turn_down, chosen, reason=args.reason, today=date.today())
    terminal.say(tr("Turned down."))
    terminal.result({"assignment_id": chosen})


def _notice(database: Database, number: str) -> Notice:
    return database.ask(publicity.by_number, number, today=date.today())


def _person(database: Database, id_no: str) -> str:
    found = [row.id for row in database.ask(people.find, id_no).rows if row.id_no == id_no]
    if not found:
        raise PersonUnknown(field="id_no")
    return found[0]


def _proposal(database: Database, id_no: str) -> str:
    """The newest assignment of a person, whatever its state: the act says if it cannot be."""
    card = database.ask(people.card, _person(database, id_no))
    if not card.assignments:
        raise PersonUnknown(field="id_no")
    return max(card.assignments, key=lambda one: (one.start, one.end is None)).id


def _day(text: str | None, field: str) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongDate(field=field, text=text) from error


def _tell(terminal: Terminal, found: list[Notice] | tuple[Notice, ...]) -> None:
    for one in found:
        text, facts = remaining(one, date.today())
        said = (one.state, tr(text, **facts) if text else "", tr(result(one)) if result(one) else "")
        terminal.say(
            tr(
                "{number} {title}: {start} to {end} ({weekday}), {people} people, {said}",
                number=one.number,
                title=one.title,
                start=one.start.isoformat(),
                end=one.end.isoformat(),
                weekday=tr(weekday(one.end)),
                people=one.people,
                said="，".join(word for word in said if word),
            )
        )
        if one.guessed_years:
            terminal.say(tr(GUESSED, years="、".join(map(str, one.guessed_years))))
        for place, objection in enumerate(one.objections, start=1):
            who = objection.name or tr("everybody")
            outcome = objection.outcome or tr("not decided")
            terminal.say(f"  {place}  {objection.raised.isoformat()}  {who}  {objection.content}  {outcome}")
    terminal.result({"notices": found})
