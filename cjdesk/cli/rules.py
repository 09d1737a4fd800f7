"""``cjdesk rules show|lists|list-add|list-end``: the rules in force, and the comparison lists they look at."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, opened
from cjdesk.cli.runs import require_post
from cjdesk.domain.errors import WrongDate
from cjdesk.domain.rules import RULES, Setting
from cjdesk.domain.rules.comparisons import WORDS
from cjdesk.i18n import N_, tr
from cjdesk.services import rules
from cjdesk.services.rules import ListedPerson

ADD = N_("Enter on a comparison list")
END = N_("End a line of a comparison list")
SEVERITY_WORDS = {"error": N_("error"), "warning": N_("warning"), "note": N_("note"), "off": N_("off")}


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("rules")
    show = group.verb("show", _show, N_("each rule with severity and values"))
    show.add_argument("--post", metavar="CODE", help=tr("as for this post type, such as HL"))
    show.add_argument("--fund", metavar="TEXT", help=tr("as for this fund"))
    lists = group.verb("lists", _lists, N_("what the county’s comparison lists say"))
    lists.add_argument("--kind", metavar="KIND", help="、".join(WORDS.values()))
    add = group.verb("list-add", _add, N_("enter a line of a comparison list by hand"))
    add.add_argument("--kind", required=True, metavar="KIND", help="、".join(WORDS.values()))
    add.add_argument("--person", required=True, metavar="ID", help=tr("the ID number"))
    add.add_argument(
        "--since", required=True, metavar="YYYY-MM-DD", help=tr("the first day; of a death the day itself")
    )
    add.add_argument("--until", metavar="YYYY-MM-DD", help=tr("the last day"))
    add.add_argument("--name", metavar="TEXT", help=tr("the name"))
    add.add_argument("--source", required=True, metavar="TEXT", help=tr("who says so"))
    add.add_argument("--note", metavar="TEXT", help=tr("more words"))
    end = group.verb("list-end", _end, N_("say until when a line held"))
    end.add_argument("--id", required=True, metavar="ID", help=tr("the line, as lists --json gives it"))
    end.add_argument("--until", required=True, metavar="YYYY-MM-DD", help=tr("the last day"))


def _show(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        require_post(database, args.post)
        known = database.ask(rules.book)
        unsigned = database.ask(rules.unsigned)
    settings = [known.setting(code, args.post, args.fund) for code in RULES]
    for one in settings:
        values = "  ".join(f"{name}={_plain(value)}" for name, value in one.values.items())
        terminal.say(f"{one.rule.code}  {tr(SEVERITY_WORDS[one.severity])}  {tr(one.rule.title)}  {values}".rstrip())
    terminal.result(
        {"post": args.post, "fund": args.fund, "locking": unsigned, "rules": [_rule(one) for one in settings]}
    )


def _lists(args: argparse.Namespace, terminal: Terminal) -> None:
    kind = next((code for code, word in WORDS.items() if args.kind in {code, word}), args.kind)
    with opened(args) as database:
        found = database.ask(rules.listed, kind=kind)
    for one in found:
        until = f"–{one.until}" if one.until else ""
        terminal.say(
            f"{one.word}  {one.since}{until}  {one.id_no[:6]}********{one.id_no[-4:]}  {one.name}  {one.source}"
        )
    terminal.say(tr("{count} lines.", count=len(found)))
    terminal.result({"lines": [_line(one) for one in found]})


def _add(args: argparse.Namespace, terminal: Terminal) -> None:
    facts = {"kind": args.kind, "id_no": args.person, "name": args.name, "source": args.source, "note": args.note}
    since, until = _day(args.since, "since"), _day(args.until, "until") if args.until else None
    with opened(args) as database:
        made = database.do(ADD, rules.add_listed, since=since, until=until, **facts)
    terminal.say(tr("Entered."))
    terminal.result({"id": made})


def _end(args: argparse.Namespace, terminal: Terminal) -> None:
    until = _day(args.until, "until")
    with opened(args) as database:
        database.do(END, rules.end_listed, args.id, until=until)
    terminal.say(tr("Ended."))
    terminal.result({"id": args.id, "until": until})


def _rule(one: Setting) -> dict[str, Any]:
    return {
        "code": one.rule.code,
        "title": tr(one.rule.title),
        "severity": one.severity,
        "adjustable": one.rule.adjustable,
        "stages": [stage.value for stage in one.rule.stages],
        "values": dict(one.values),
        "titles": {each.name: tr(each.title) for each in one.rule.parameters},
        "reasons": [tr(reason) for reason in one.rule.reasons],
    }


def _line(one: ListedPerson) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "word": one.word,
        "id_no": one.id_no,
        "name": one.name,
        "since": one.since,
        "until": one.until,
        "source": one.source,
        "note": one.note,
        "registered": one.registered,
    }


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{len(value)}]" if value and isinstance(value[0], dict) else "、".join(map(str, value))
    return str(value)


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongDate(text=text, field=field) from error
