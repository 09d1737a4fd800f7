"""``cjdesk batch key | trust | make | export | receive | status``: reporting to the county without the window."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.db.database import Database
from cjdesk.domain.errors import BatchIsEmpty, BatchUnknown, CoverNeedsFolder
from cjdesk.domain.money import show
from cjdesk.domain.month import Month
from cjdesk.i18n import N_, tr
from cjdesk.services import batches, office, payroll
from cjdesk.services.batches import BatchRow, Exported, Made, Received
from cjdesk.sync import carrier, seal
from cjdesk.sync.line import Line
from cjdesk.sync.manifest import DOWN

KINDS = ("ROSTER", "PAY", "FEE", "COOP")


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("batch")
    key = group.verb("key", _key, N_("write this desk's public key file for the county"))
    key.add_argument("to", type=Path, metavar="DIR", help=tr("folder or stick"))
    trust = group.verb("trust", _trust, N_("take in the county's key file"))
    trust.add_argument("file", type=Path, metavar="FILE")
    trust.add_argument("--replace", action="store_true", help=tr("the county has renewed its key"))
    make = group.verb("make", _make, N_("seal what the month has to report"))
    make.add_argument("--month", metavar="YYYY-MM", help=tr("the month (default: the newest with a pay run)"))
    make.add_argument("--kind", choices=KINDS, help=tr("only this kind"))
    make.add_argument("--to", type=Path, metavar="DIR", help=tr("also put the files into this folder or on this stick"))
    make.add_argument(
        "--cover", action="store_true", help=tr("with --to: the covers of pay batches as PDF beside them")
    )
    export = group.verb("export", _export, N_("put batches into a folder or on a stick"))
    export.add_argument("names", nargs="*", metavar="NAME", help=tr("default: all that have no receipt yet"))
    export.add_argument("--to", type=Path, metavar="DIR", required=True, help=tr("folder or stick"))
    send = group.verb("send", _send, N_("send batches over the network and fetch the answers"))
    send.add_argument("--to", metavar="URL", required=True, help=tr("the county's address, such as https://…"))
    receive = group.verb("receive", _receive, N_("take in the county's answers"))
    receive.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help=tr("files, or the folder or stick they are on")
    )
    group.verb("status", _status, N_("show every batch and where it stands"))


def _key(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        name, content = database.do(N_("Write the key file"), batches.card_file)
        card = database.ask(batches.card)
    path = carrier.put(args.to, name, content)
    terminal.say(tr("Key file for the county: {path}", path=path))
    terminal.say(
        tr("Fingerprint: {fingerprint}. The county compares it by telephone.", fingerprint=card.keys.fingerprint)
    )
    terminal.result(
        {"path": path, "station": card.station, "township": card.office, "fingerprint": card.keys.fingerprint}
    )


def _trust(args: argparse.Namespace, terminal: Terminal) -> None:
    content = carrier.take(args.file, limit=seal.LIMITS.manifest)
    with opened(args) as database:
        card = database.do(N_("Trust the county's key"), batches.trust, content, replace=args.replace)
    terminal.say(
        tr(
            "The county's key was taken in: {name}. Compare by telephone: {fingerprint}",
            name=card.name,
            fingerprint=card.keys.fingerprint,
        )
    )
    terminal.result({"office": card.office, "name": card.name, "fingerprint": card.keys.fingerprint})


def _make(args: argparse.Namespace, terminal: Terminal) -> None:
    if args.cover and args.to is None:
        raise CoverNeedsFolder(field="cover")
    with opened(args) as database:
        wanted = month(args.month) if args.month else _newest_month(database)
        made = _made(database, args.kind, wanted)
        left_out = database.ask(batches.not_ready, wanted)
        for one in made:
            terminal.say(_sealed_line(one))
        for number, state in left_out:
            terminal.say(
                tr("Left out: pay run {number} is {state}; lock and approve it first.", number=number, state=state)
            )
        exported = _put(database, [one.id for one in made], args.to, terminal) if args.to else ()
        covers = _covers(database, [one for one in made if one.kind == "PAY"], args.to) if args.cover else {}
    if not made:
        terminal.say(tr("Nothing new to report for {month}.", month=str(wanted)))
    paths = {one.batch: one.path for one in exported}
    for path in covers.values():
        terminal.say(tr("Cover: {path}", path=path))
    documents = [_document(one) | {"path": paths.get(one.name), "cover": covers.get(one.id)} for one in made]
    waiting = [{"run": number, "state": state} for number, state in left_out]
    terminal.result({"month": wanted, "batches": documents, "left_out": waiting})


def _made(database: Database, kind: str | None, wanted: Month) -> tuple[Made, ...]:
    action = N_("Make a batch")
    if kind is None:
        return database.do(N_("Make the month's batches"), batches.make_all, month=wanted, by=database.clerk)
    if kind != "PAY":
        return (database.do(action, batches.make, kind, month=wanted, by=database.clerk),)
    runs = database.ask(batches.runs_to_report, wanted)
    return tuple(database.do(action, batches.make, kind, month=wanted, by=database.clerk, run_id=run) for run in runs)


def _covers(database: Database, made: Sequence[Made], folder: Path) -> dict[str, Path]:
    from cjdesk.cli.batch_forms import write_covers  # Qt is loaded only for a PDF

    ids = [one.id for one in made]
    return dict(zip(ids, write_covers(database, ids, folder), strict=True))


def _newest_month(database: Database) -> Month:
    months = database.ask(payroll.months)
    if not months:
        raise BatchIsEmpty(field="month")
    return max(months)


def _export(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        rows = database.ask(batches.status)
        known = {row.name: row for row in rows}
        for name in args.names:
            if name not in known:
                raise BatchUnknown(name=name)
        chosen = [known[name] for name in args.names] or [row for row in reversed(rows) if row.state in batches.OPEN]
        exported = _put(database, [row.id for row in chosen], args.to, terminal)
    if not exported:
        terminal.say(tr("Every batch has its receipt; nothing was exported."))
    terminal.result({"exported": [{"name": one.batch, "path": one.path} for one in exported]})


def _put(database: Database, ids: list[str], folder: Path, terminal: Terminal) -> tuple[Exported, ...]:
    exported = []
    for number, batch_id in enumerate(ids, start=1):
        one = database.do(batches.EXPORT, batches.export, batch_id, folder)
        exported.append(one)
        terminal.progress(number, len(ids))
        terminal.say(_carried_line(one))
    return tuple(exported)


def _send(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        county = database.ask(batches.county)
        mine, secret = database.do(N_("Write the key file"), batches.speaker)
        line = Line(args.to, mine, secret, county.keys.fingerprint)
        sent = []
        for row in reversed(database.ask(batches.status)):
            if row.state not in batches.OPEN:
                continue
            name, content = database.ask(batches.content, row.id)
            reply = line.send(name, content, progress=terminal.progress)
            database.do(N_("Send a batch"), batches.handed_out, row.id)
            sent.append({"name": name, "state": reply.state, "missing": reply.missing})
            terminal.say(tr("Sent: {name}", name=name))
            if reply.missing:
                numbers = ", ".join(str(number) for number in reply.missing)
                terminal.say(tr("The county misses batches before it: {numbers}.", numbers=numbers))
        received = [
            database.do(batches.RECEIVE, batches.receive, content, name=name) for name, content in line.answers()
        ]
    for one in received:
        if one.changed:
            terminal.say(_answer_line(one))
    terminal.result({"sent": sent, "answers": [one for one in received if one.changed]})


def _receive(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        township = database.ask(office.current).township
        files = [file for path in args.files for file in _answers_in(path, township)]
        contents = [(path, carrier.take(path, limit=seal.LIMITS.sealed)) for path in files]
        received = [
            database.do(batches.RECEIVE, batches.receive, content, name=path.name) for path, content in contents
        ]
    if not received:
        terminal.say(tr("There are no answers of the county here."))
    for one in received:
        terminal.say(_answer_line(one))
        for reason in one.reasons:
            terminal.say(f"  {reason.code}  {reason.text}")
    terminal.result({"answers": received})


def _answers_in(path: Path, township: str) -> list[Path]:
    """A file as it is; of a folder or stick, the county's answers for this township, the earliest first."""
    if not path.is_dir():
        return [path]
    found = [file for kind in DOWN for file in path.glob(f"CJ_{township}_{kind}_*.cjp")]
    return sorted(found, key=lambda file: file.stem.split("_")[4])


def _answer_line(one: Received) -> str:
    if not one.changed:
        return tr(
            "{name}: this answer was taken in before, nothing changed ({state}).", name=one.batch, state=one.state
        )
    return tr("{name}: {before} → {state}", name=one.batch, before=one.before, state=one.state)


def _status(args: argparse.Namespace, terminal: Terminal) -> None:
    with opened(args) as database:
        rows = database.ask(batches.status)
        county = database.ask(batches.county_or_none)
    if county is None:
        terminal.say(tr("The county's key is not taken in yet."))
    if not rows:
        terminal.say(tr("There are no batches yet."))
    for row in rows:
        terminal.say(_line(row))
    fingerprint = None if county is None else county.keys.fingerprint
    terminal.result({"batches": [_row_document(row) for row in rows], "county": fingerprint})


def _line(row: BatchRow) -> str:
    amount = show(row.total_fen) if row.total_fen else "—"
    kind = tr(batches.KIND_NAMES[row.kind])
    return f"{row.state}  {row.name}  {kind}  {row.people}  {amount}  {row.note or ''}".rstrip()


def _sealed_line(made: Made) -> str:
    if not made.total_fen:
        return tr("Sealed: {name}, {people} people.", name=made.name, people=made.people)
    return tr(
        "Sealed: {name}, {people} people, {total_fen} yuan.",
        name=made.name,
        people=made.people,
        total_fen=made.total_fen,
    )


def _carried_line(one: Exported) -> str:
    if not one.total_fen:
        return tr("The stick can be removed: {name}, {people} people, checked.", name=one.batch, people=one.people)
    return tr(
        "The stick can be removed: {name}, {people} people, {total_fen} yuan, checked.",
        name=one.batch,
        people=one.people,
        total_fen=one.total_fen,
    )


def _document(made: Made) -> dict[str, object]:
    return {
        "name": made.name,
        "kind": made.kind,
        "seq": made.seq,
        "version": made.version,
        "people": made.people,
        "rows": made.rows,
        "total_fen": made.total_fen,
        "totals": made.totals,
        "sha256": made.sha256,
        "bytes": made.bytes,
    }


def _row_document(row: BatchRow) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.kind,
        "period": row.period,
        "post_type": row.post_type,
        "seq": row.seq,
        "version": row.version,
        "people": row.people,
        "rows": row.rows,
        "total_fen": row.total_fen,
        "state": row.state,
        "made_at": row.made_at,
        "exported_at": row.exported_at,
        "answered_at": row.answered_at,
        "note": row.note,
        "reasons": row.reasons,
    }
