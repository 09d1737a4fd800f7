"""``cjdesk county init | key | station | intake | receipts | review | status``: the county's side."""

from __future__ import annotations

import argparse
import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, passphrase
from cjdesk.county import answering, house, inbox, intake, stations
from cjdesk.county.house import County
from cjdesk.county.inbox import TakenRow
from cjdesk.county.intake import Outcome
from cjdesk.county.stations import StationValue
from cjdesk.domain.errors import CountyDatabaseMissing, CountyPartsMissing, UserError
from cjdesk.domain.money import show
from cjdesk.i18n import N_, error_text, tr
from cjdesk.services.batches import KIND_NAMES
from cjdesk.sync import carrier, seal
from cjdesk.sync.manifest import DOWN, NAME
from cjdesk.sync.records.answers import ReasonRow

EXIT_CLERK, EXIT_PARTLY = 1, 3

STATE_WORDS = {
    "TAKEN": N_("taken in"),
    "REPEATED": N_("came before, nothing changed"),
    "HELD": N_("held until an earlier one comes"),
    "REFUSED": N_("does not fit, not taken in"),
    "DELIVERED": N_("delivered"),
    "REVIEWED": N_("under review"),
    "PASSED": N_("passed"),
    "RETURNED": N_("returned"),
    "PARTLY_RETURNED": N_("partly returned"),
}
VERDICTS = {"reviewing": "REVIEWED", "pass": "PASSED", "return": "RETURNED"}


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("county")
    init = group.verb("init", _init, N_("begin a county: tables in its database, keys in its folder"))
    init.add_argument("--county", default="522633", metavar="CODE", help=tr("the county's code (default: 522633)"))
    init.add_argument("--name", default="从江县就业局", metavar="NAME", help=tr("the office's name"))
    init.add_argument("--demo", action="store_true", help=tr("a practice county, which takes practice batches only"))
    key = group.verb("key", _key, N_("write the county's public key file for the townships"))
    key.add_argument("to", type=Path, metavar="DIR", help=tr("folder or stick"))
    desks = group.group("station", N_("the desks that may send"))
    add = desks.verb("add", _station_add, N_("register a desk by its key file"))
    add.add_argument("file", type=Path, metavar="FILE")
    add.add_argument("--replace", action="store_true", help=tr("the desk has a new key"))
    revoke = desks.verb("revoke", _station_revoke, N_("take nothing more from a desk's key"))
    revoke.add_argument("township", metavar="CODE")
    revoke.add_argument("station", metavar="STATION")
    listed = desks.verb("list", _station_list, N_("show the desks and their fingerprints"))
    taking = group.verb("intake", _intake, N_("take in batches; exit code 3 when some are held or refused"))
    taking.add_argument("files", type=Path, nargs="+", metavar="FILE", help=tr("files, or the folder they are in"))
    receipts = group.verb("receipts", _receipts, N_("write the signed answers for the townships"))
    receipts.add_argument("--to", type=Path, required=True, metavar="DIR", help=tr("folder or stick"))
    receipts.add_argument("--township", metavar="CODE", help=tr("only those for this township"))
    review = group.verb("review", _review, N_("decide about a batch"))
    review.add_argument("name", metavar="NAME", help=tr("the batch's file name"))
    review.add_argument("verdict", choices=sorted(VERDICTS))
    review.add_argument("--reason", action="append", default=[], metavar="TEXT", help=tr("why it is returned"))
    status = group.verb("status", _status, N_("show batches, missing numbers and people in two townships"))
    serve = group.verb("serve", _serve, N_("open the county's door on the network"))
    serve.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help=tr("address to listen on (default: 127.0.0.1)")
    )
    serve.add_argument("--port", type=int, default=8733, help=tr("port (default: 8733)"))
    serve.add_argument("--certificate", type=Path, metavar="FILE", help=tr("TLS certificate, if no proxy does it"))
    serve.add_argument("--certificate-key", type=Path, metavar="FILE", help=tr("its private key"))
    for parser in (init, key, add, revoke, listed, taking, receipts, review, status, serve):
        parser.add_argument(
            "--db", metavar="URL", help=tr("the county's database: postgresql+psycopg://… (or CJDESK_COUNTY_DB)")
        )
        parser.add_argument(
            "--dir", type=Path, metavar="DIR", help=tr("the county's folder with its keys (or CJDESK_COUNTY_DIR)")
        )


def _place(args: argparse.Namespace) -> tuple[str, Path]:
    folder = args.dir or Path(os.environ.get("CJDESK_COUNTY_DIR") or "county")
    url = args.db or os.environ.get("CJDESK_COUNTY_DB")
    if not url:
        raise CountyDatabaseMissing(field="db")
    return str(url), folder


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator[County]:
    url, folder = _place(args)
    county = house.enter(url, folder, passphrase(args))
    try:
        yield county
    finally:
        county.close()


def _init(args: argparse.Namespace, terminal: Terminal) -> None:
    url, folder = _place(args)
    secret = passphrase(args, new=True)
    county = house.begin(url, folder, office=args.county, name=args.name, passphrase=secret, demo=args.demo)
    county.close()
    fingerprint = county.own.party.keys
    terminal.say(tr("County begun: {name}. Fingerprint: {fingerprint}", name=args.name, fingerprint=fingerprint))
    terminal.result({"office": args.county, "name": args.name, "fingerprint": fingerprint, "demo": args.demo})


def _key(args: argparse.Namespace, terminal: Terminal) -> None:
    with _opened(args) as county:
        name, content = county.own.card_file()
        fingerprint = county.own.party.keys
    path = carrier.put(args.to, name, content)
    terminal.say(
        tr("Key file for the townships: {path}. Fingerprint: {fingerprint}", path=path, fingerprint=fingerprint)
    )
    terminal.result({"path": path, "fingerprint": fingerprint})


def _station_add(args: argparse.Namespace, terminal: Terminal) -> None:
    content = carrier.take(args.file, limit=seal.LIMITS.manifest)
    with _opened(args) as county:
        station = county.database.do(stations.REGISTER, stations.register, content, replace=args.replace)
    terminal.say(_station_line(station))
    terminal.say(tr("Compare the fingerprint by telephone before you take anything in."))
    terminal.result(station)


def _station_revoke(args: argparse.Namespace, terminal: Terminal) -> None:
    with _opened(args) as county:
        station = county.database.do(stations.REVOKE, stations.revoke, args.township, args.station)
    terminal.say(_station_line(station))
    terminal.result(station)


def _station_list(args: argparse.Namespace, terminal: Terminal) -> None:
    with _opened(args) as county:
        found = county.database.ask(stations.stations)
    for station in found:
        terminal.say(_station_line(station))
    terminal.result({"stations": found})


def _station_line(station: StationValue) -> str:
    state = tr("revoked") if station.revoked else tr("registered")
    return f"{station.township}  {station.station}  {station.name}  {station.fingerprint}  {state}"


def _intake(args: argparse.Namespace, terminal: Terminal) -> int:
    files = [file for path in args.files for file in _batches_in(path)]
    documents: list[dict[str, object]] = []
    outcomes: list[Outcome] = []
    errors: list[UserError] = []
    with _opened(args) as county:
        for number, file in enumerate(files, start=1):
            try:
                outcome = intake.intake_file(county, file)
            except UserError as error:
                if len(files) == 1:
                    raise
                errors.append(error)
                said = {"code": error.code, "message": error_text(error), "field": error.field}
                documents.append({"file": file, "error": said})
                terminal.complain(f"{file.name}: {error_text(error)}")
            else:
                outcomes.append(outcome)
                documents.append({"file": file} | _document(outcome))
                _tell(terminal, outcome)
            terminal.progress(number, len(files))
    terminal.result({"batches": documents})
    if errors and not outcomes:
        return EXIT_CLERK
    released = {name for one in outcomes for name in one.released}
    left = [one for one in outcomes if one.refused or (one.state == "HELD" and one.name not in released)]
    return EXIT_PARTLY if errors or left else 0


def _batches_in(path: Path) -> list[Path]:
    """A file as it is; of a folder, the batch files in the order of their numbers, but not the county's answers."""
    if not path.is_dir():
        return [path]

    def place(file: Path) -> tuple[str, int, int]:
        found = NAME.fullmatch(file.name)
        return (found[1], int(found[4]), int(found[5])) if found else ("", 0, 0)

    def answers(file: Path) -> bool:
        found = NAME.fullmatch(file.name)
        return found is not None and found[2] in DOWN

    return sorted((file for file in path.glob("*.cjp") if not answers(file)), key=place)


def _tell(terminal: Terminal, outcome: Outcome) -> None:
    terminal.say(
        tr(
            "{name}: {state}, {rows} rows, {total_fen} yuan.",
            name=outcome.name,
            state=tr(STATE_WORDS[outcome.state]),
            rows=outcome.rows,
            total_fen=outcome.total_fen,
        )
    )
    if outcome.missing:
        terminal.say(tr("Missing batches: {numbers}.", numbers=", ".join(str(number) for number in outcome.missing)))
    for name in outcome.released:
        terminal.say(tr("{name} was held and is now taken in.", name=name))
    for name, code in outcome.refused:
        terminal.say(tr("{name} was held and does not fit: {code}.", name=name, code=code))
    if outcome.shared_ids:
        terminal.say(
            tr("{count} people are in another township too; county status lists them.", count=outcome.shared_ids)
        )


def _document(outcome: Outcome) -> dict[str, object]:
    document = dataclasses.asdict(outcome)
    del document["receipt"]
    return document


def _receipts(args: argparse.Namespace, terminal: Terminal) -> None:
    with _opened(args) as county:
        found = county.database.ask(answering.answers, township=args.township)
    written = []
    for one in found:
        path = carrier.put(args.to, one.name, one.content)
        written.append(
            {"path": path, "township": one.township, "batch": one.batch, "kind": one.kind, "state": one.state}
        )
    terminal.say(tr("{count} answers written to {folder}.", count=len(written), folder=args.to))
    terminal.result({"answers": written})


def _review(args: argparse.Namespace, terminal: Terminal) -> None:
    state = VERDICTS[args.verdict]
    reasons = [_reason(text) for text in args.reason] if state == "RETURNED" else []
    with _opened(args) as county:
        answer = county.database.do(
            answering.REVIEW, answering.review, county.own, args.name, state=state, reasons=reasons
        )
    terminal.say(
        tr("{name}: {state}. Answer: {answer}", name=args.name, state=tr(STATE_WORDS[state]), answer=answer.name)
    )
    terminal.result({"batch": args.name, "state": state, "answer": answer.name})


def _reason(text: str) -> ReasonRow:
    """``R-02: words`` gives the code R-02; words alone the code OTHER."""
    code, separator, words = text.replace("：", ":", 1).partition(":")
    if separator and len(code) <= 40 and code.strip() and words.strip() and " " not in code.strip():
        return ReasonRow(code=code.strip(), text=words.strip())
    return ReasonRow(code="OTHER", text=text)


def _status(args: argparse.Namespace, terminal: Terminal) -> None:
    with _opened(args) as county:
        rows = county.database.ask(inbox.status)
        gaps = county.database.ask(inbox.gaps)
        shared = county.database.ask(inbox.shared_ids)
    for row in rows:
        terminal.say(_line(row))
    for gap in gaps:
        numbers = ", ".join(str(number) for number in gap.missing)
        terminal.say(
            tr(
                "{township} {station}: missing {numbers}, held {count}.",
                township=gap.township,
                station=gap.station,
                numbers=numbers,
                count=len(gap.held),
            )
        )
    terminal.say(tr("{count} people are in two townships.", count=len(shared)))
    terminal.result({"batches": rows, "gaps": gaps, "shared_ids": shared})


def _serve(args: argparse.Namespace, terminal: Terminal) -> None:
    try:
        import uvicorn  # only the county's installation has it

        from cjdesk.county.web import application  # and Starlette
    except ModuleNotFoundError as error:
        raise CountyPartsMissing(name=error.name) from error
    with _opened(args) as county:
        terminal.say(tr("The county's door is open: http://{host}:{port}", host=args.host, port=args.port))
        uvicorn.run(
            application(county, _place(args)[1] / "uploads"),
            host=args.host,
            port=args.port,
            ssl_certfile=args.certificate,
            ssl_keyfile=args.certificate_key,
            log_config=None,
        )


def _line(row: TakenRow) -> str:
    return f"{row.name}  {tr(KIND_NAMES[row.kind])}  {row.rows}  {show(row.total_fen)}  {tr(STATE_WORDS[row.state])}"
