"""The main job on a fictional township, step by step through the same services as the desk and the other verbs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cjdesk import paths
from cjdesk.cli import paper
from cjdesk.county import house, intake, stations
from cjdesk.county.house import County
from cjdesk.db.database import Database, open_township
from cjdesk.db.types import utc_now
from cjdesk.domain import fiction
from cjdesk.domain.fiction.township import COUNTY_NAME, TOWNSHIP_CODE, TOWNSHIP_NAME
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.gui.prefs import Prefs
from cjdesk.i18n import N_, tr
from cjdesk.printing import payroll_poster, payroll_sheet, pdf
from cjdesk.printing.pages import Stamp
from cjdesk.services import batches, imports, office, payments, payroll, reference
from cjdesk.services.imports import ImportPlan, ImportResult
from cjdesk.services.imports.corrections import write_rejects
from cjdesk.workbooks import fiction as workbooks

LOGIN, CLERK = "lifang", "李芳"
CHECKER_LOGIN, CHECKER = "wangjun", "王军"
APPROVER_LOGIN, APPROVER = "zhaoming", "赵明"
SIGNED_OFF = "演示数据，逐项核对过"
"""The reason that the checker of the demonstration gives for what was only warned of."""
TEMPLATES = ("NSH-XLSX", "NSH-TXT")
KIND_NAMES = {
    "workbook": N_("workbook"),
    "rejected": N_("rejected rows"),
    "data": N_("township's data"),
    "recovery": N_("recovery code"),
    "sheet": N_("pay sheet"),
    "poster": N_("poster"),
    "bank-list": N_("bank list"),
    "county": N_("county's data"),
    "batch": N_("batch"),
    "receipt": N_("county's receipt"),
}
"""What is left, as message ids."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file or folder that the demonstration left: its kind (a key of KIND_NAMES), and which one of that kind."""

    kind: str
    path: Path
    which: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is done and how long it took."""

    name: str
    seconds: float
    note: str


@dataclass(slots=True)
class Demonstration:
    """One run of the demonstration into a folder; ``steps`` and ``made`` grow as it goes."""

    folder: Path
    month: Month
    people: int
    passphrase: str
    county_url: str | None
    tell: Callable[[Step], None]
    made: list[Made] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    sheets: tuple[Sheet, ...] = ()
    _database: Database | None = None
    _county: County | None = None
    _workbooks: dict[str, Path] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The township's data folder."""
        return self.folder / "township"

    @property
    def url(self) -> str:
        """Where the county's records land."""
        return self.county_url or f"sqlite:///{(self.folder / 'county' / 'county.db').absolute().as_posix()}"

    def run(self) -> None:
        """All steps in order; whatever happens, files and databases are closed."""
        try:
            for name, step in STEPS:
                start = time.perf_counter()
                note = step(self)
                done = Step(name, round(time.perf_counter() - start, 3), note)
                self.steps.append(done)
                self.tell(done)
        finally:
            for opened in (self._database, self._county):
                if opened is not None:
                    opened.close()

    @property
    def _township(self) -> Database:
        assert self._database is not None
        return self._database

    def _keep(self, kind: str, path: Path, which: str = "") -> Path:
        self.made.append(Made(kind, path, which))
        return path

    def _paths(self, kind: str) -> list[Path]:
        return [one.path for one in self.made if one.kind == kind]

    def _folder(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def write_workbooks(self) -> str:
        """The office's own Excel files, with the usual spoiled rows."""
        people = fiction.township(self.month, people=self.people)
        self._workbooks = workbooks.write(people, self._folder("workbooks"))
        for kind, path in self._workbooks.items():
            self._keep("workbook", path, kind)
        return ", ".join(path.name for path in self._workbooks.values())

    def begin_township(self) -> str:
        """The encrypted data file, three people who sign, the fictional divisions."""
        database, code = office.create_township(
            self.data,
            township=TOWNSHIP_CODE,
            station="DEMO-01",
            office_name=f"{COUNTY_NAME}{TOWNSHIP_NAME}人力资源和社会保障服务中心",
            login=LOGIN,
            clerk_name=CLERK,
            passphrase=self.passphrase,
            demo=True,
        )
        self._database = database
        for login, name, role in (
            (CHECKER_LOGIN, CHECKER, office.Role.CHECKER),
            (APPROVER_LOGIN, APPROVER, office.Role.APPROVER),
        ):
            office.add_clerk(database, login=login, name=name, role=role, passphrase=self.passphrase)
        divisions = paths.resources() / "reference" / "demonstration.toml"
        database.do(N_("Load reference data"), reference.load, divisions)
        recovery = self.folder / "recovery-code.txt"
        recovery.write_text(code + "\n", encoding="utf-8")
        prefs = Prefs(self.data / "desk.ini")
        prefs.set("month", str(self.month))  # the desk opens on the month that was paid
        prefs.sync()
        self._keep("data", self.data)
        self._keep("recovery", recovery)
        return str(self.data)

    def take_in(self, kind: str) -> str:
        """One workbook: look, take the good rows in, write the others down with the reason."""
        plan: ImportPlan = self._township.ask(
            imports.preview, kind, self._workbooks[kind], month=self.month, today=self.month.last
        )
        result: ImportResult = self._township.do(N_("Import a workbook"), imports.apply, plan)
        if result.rejected_rows:
            rejects = self._folder("workbooks") / f"{kind}-rejected.xlsx"
            write_rejects(plan, rejects)
            self._keep("rejected", rejects, kind)
        return tr(
            "{read} rows: {created} new, {updated} changed, {rejected} rejected",
            read=result.read,
            created=result.created,
            updated=result.updated,
            rejected=result.rejected_rows,
        )

    def compute(self) -> str:
        """The month's pay of every post type."""
        self.sheets = self._township.do(N_("Compute pay"), payroll.compute, self.month, by=LOGIN)
        return _totals(self.sheets)

    def lock_and_approve(self) -> str:
        """The clerk's runs are checked by one person, who gives a reason for the warnings, and approved by another."""
        checked = partial(payroll.lock, sign_off=SIGNED_OFF)
        for login, action, change in (
            (CHECKER_LOGIN, N_("Lock pay"), checked),
            (APPROVER_LOGIN, N_("Approve pay"), payroll.approve),
        ):
            self._township.close()
            self._database = open_township(self.data, login, self.passphrase)
            self.sheets = tuple(self._township.do(action, change, sheet.run_id, by=login) for sheet in self.sheets)
        return _totals(self.sheets)

    def print_forms(self) -> str:
        """The sheet and the poster of each run as PDF."""
        pdf.without_window()
        stamp = Stamp(utc_now(), CLERK)
        folder, count = self._folder("print"), 0
        for sheet in self.sheets:
            for kind, pages in (
                ("sheet", payroll_sheet.layout(sheet, payroll_sheet.SheetOptions(stamp))),
                ("poster", payroll_poster.layout([sheet], payroll_poster.PosterOptions(stamp))),
            ):
                path = pdf.write_pdf(pages, folder / f"{kind}-{sheet.post_type}-{self.month}.pdf")
                paper.note(self._township, pages, [sheet.run_id], stamp.copy)
                self._keep(kind, path, sheet.post_type)
                count += pages.count
        return tr("{pages} pages", pages=count)

    def list_payments(self) -> str:
        """The bank's list of all runs, as a workbook and as text."""
        runs = [sheet.run_id for sheet in self.sheets]
        rows = left_out = 0
        for template in TEMPLATES:
            file = self._township.do(
                N_("Make the bank list"),
                payments.make,
                runs,
                template_code=template,
                by=CHECKER_LOGIN,
                leave_out_blocked=True,
            )
            rows, left_out = len(file.made.rows), len(file.made.left_out)
            for number, part in enumerate(file.parts, start=1):
                more = f"-{number}" if len(file.parts) > 1 else ""
                path = self._folder("bank") / f"{template}-{self.month}{more}{file.suffix}"
                path.write_bytes(part)
                self._keep("bank-list", path, template)
        self._township.do(N_("Hand over the bank list"), payments.hand_over, str(file.made.list_id), by=CHECKER_LOGIN)
        return tr("{rows} payments, {left_out} without a usable account", rows=rows, left_out=left_out)

    def begin_county(self) -> str:
        """A county that knows this desk, and a desk that trusts this county."""
        self._county = house.begin(
            self.url,
            self._folder("county"),
            office=TOWNSHIP_CODE[:6],
            name=f"{COUNTY_NAME}人力资源和社会保障局",
            passphrase=self.passphrase,
            demo=True,
        )
        self._keep("county", self.folder / "county")
        _, county_card = self._county.own.card_file()
        self._township.do(N_("Trust the county's key"), batches.trust, county_card)
        _, card = self._township.do(N_("Make the desk's key card"), batches.card_file)
        self._county.database.do(stations.REGISTER, stations.register, card)
        return self.url.rsplit("@", 1)[-1]

    def seal_batches(self) -> str:
        """Everything the month has to report, sealed and put on the stick."""
        made = self._township.do(N_("Make batches"), batches.make_all, month=self.month, by=CHECKER_LOGIN)
        stick = self._folder("stick")
        for one in made:
            exported = self._township.do(batches.EXPORT, batches.export, one.id, stick)
            self._keep("batch", exported.path, one.kind)
        return tr("{batches} batches", batches=len(made))

    def hand_in(self) -> str:
        """The county takes the stick's files in and signs a receipt for each."""
        assert self._county is not None
        taken = 0
        for path in self._paths("batch"):
            outcome = intake.intake_file(self._county, path)
            assert outcome.receipt is not None
            assert outcome.receipt_name is not None
            receipt = self._folder("stick") / outcome.receipt_name
            receipt.write_bytes(outcome.receipt)
            self._keep("receipt", receipt)
            taken += outcome.rows
        return tr("{rows} records", rows=taken)

    def take_receipts(self) -> str:
        """The desk reads the receipts: only now the batches are delivered."""
        for path in self._paths("receipt"):
            self._township.do(batches.RECEIVE, batches.receive, path.read_bytes(), name=path.name)
        states = [row.state for row in self._township.ask(batches.status)]
        return "、".join(f"{state} {states.count(state)}" for state in dict.fromkeys(states))


def _take(kind: str) -> Callable[[Demonstration], str]:
    return lambda demonstration: demonstration.take_in(kind)


STEPS: tuple[tuple[str, Callable[[Demonstration], str]], ...] = (
    (N_("Write the township's workbooks"), Demonstration.write_workbooks),
    (N_("Make the encrypted data file"), Demonstration.begin_township),
    (N_("Import the roster"), _take("roster")),
    (N_("Import the water fee receipts"), _take("receipts")),
    (N_("Import the attendance"), _take("attendance")),
    (N_("Import the cooperatives' members"), _take("members")),
    (N_("Import the relocated households"), _take("households")),
    (N_("Compute the month's pay"), Demonstration.compute),
    (N_("Check, lock and approve"), Demonstration.lock_and_approve),
    (N_("Print sheets and posters"), Demonstration.print_forms),
    (N_("Write the bank list"), Demonstration.list_payments),
    (N_("Set up the county"), Demonstration.begin_county),
    (N_("Seal the batches"), Demonstration.seal_batches),
    (N_("The county takes them in"), Demonstration.hand_in),
    (N_("Take the receipts back"), Demonstration.take_receipts),
)
"""What is done, in this order; the names are message ids."""


def _totals(sheets: tuple[Sheet, ...]) -> str:
    one = N_("{post_type} {people} people {net_fen} yuan")
    return " · ".join(
        tr(one, post_type=sheet.post_type_name, people=sheet.people, net_fen=sheet.net_fen) for sheet in sheets
    )
