"""The proof of a locked run (发放证明): all that an auditor needs to compute every amount again without this program.

One run is one JSON file, UTF-8, keys sorted, indented by one blank, so that a changed byte is a changed file:

``{"proof": {format, version, run, policies, lines, totals, not_provable, made_at, made_by, purpose}, "sha256": …}``

- ``run``: the head as printed and signed, ``engine``, ``inputs_hash`` = SHA-256 over the canonical JSON of
  ``[engine, head]`` followed by the ``inputs`` of all lines as they stand, ``check_code`` = the first eight signs of
  SHA-256 over ``inputs_hash`` followed by ``[number, id_no, post_type, net_fen, flags]`` of each line.
- ``lines``: ``inputs`` (the text as stored) with ``inputs_sha256``, ``printed``, ``days``, ``amounts`` (fen),
  ``flags``, and ``sha256`` over the canonical JSON of the line without it.
- ``not_provable``: lines computed before inputs were kept; their sums and the check code are still proven.
- Canonical JSON has sorted keys, no blanks, UTF-8; ``sha256`` at the end is over the canonical JSON of ``proof``.

``resources/proof_checker.py`` checks it: one file, standard library only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from cjdesk import paths
from cjdesk.db import audit
from cjdesk.db.models import PayRun
from cjdesk.db.types import canonical, utc_now
from cjdesk.domain.errors import RunNotLocked
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS, RunState
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll.sheets import run_row
from cjdesk.services.payroll.verification import AMOUNTS, DAYS, PRINTED, engine_of, lines_of
from cjdesk.services.payroll.who import name_of

FORMAT, VERSION = "cjdesk-payroll-proof", 1

RUN = (
    "number", "first_month", "month", "post_type", "kind", "state", "revision", "township", "head", "rules_version",
    "inputs_hash", "check_code", "computed_at", "made_by", "locked_at", "checked_by", "approved_at", "approved_by",
    "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """The file of one run; ``not_provable`` are the numbers of the lines without kept inputs."""

    run_id: str
    number: str
    name: str
    content: bytes
    sha256: str
    lines: int
    net_fen: int
    not_provable: tuple[int, ...]


@in_one_go
def prove(session: Session, run_id: str, *, by: str, purpose: str) -> Proof:
    """The proof of a run that is locked (RUN_NOT_LOCKED), written into the history with its purpose and hash (D-11)."""
    run = run_row(session, run_id)
    if RunState(run.state) not in CLOSED_RUNS:
        raise RunNotLocked(number=run.number, month=run.month, state=run.state, field="month")
    lines = [_line(row) for row in lines_of(session, run_id)]
    open_lines = tuple(line["number"] for line in lines if line["inputs"] is None)
    proof = {
        "format": FORMAT,
        "version": VERSION,
        "run": _run(run, [line["inputs"] for line in lines if line["inputs"] is not None]),
        "policies": _policies(lines),
        "lines": lines,
        "totals": _totals(lines),
        "not_provable": list(open_lines),
        "made_at": _plain(utc_now()),
        "made_by": name_of(session, by),
        "purpose": purpose,
    }
    sha256 = hashlib.sha256(canonical(proof)).hexdigest()
    content = json.dumps({"proof": proof, "sha256": sha256}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    audit.note(
        session,
        "payroll_proof",
        run_id,
        {"run": run.number, "revision": run.revision, "lines": len(lines), "purpose": purpose, "sha256": sha256},
    )
    name = f"含个人信息_阅后删除_发放证明_{run.number}_第{run.revision}版.json"
    net = sum(line["amounts"]["net_fen"] for line in lines)
    return Proof(run_id, run.number, name, content.encode(), sha256, len(lines), net, open_lines)


def checker() -> bytes:
    """The program that checks proofs, to be handed over beside them."""
    return (paths.resources() / "proof_checker.py").read_bytes()


def _run(run: PayRun, inputs: Sequence[str]) -> dict[str, Any]:
    head = {name: _plain(getattr(run, name)) for name in RUN}
    return head | {"engine": engine_of(run, inputs)}


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    inputs: str | None = row["inputs"]
    line: dict[str, Any] = {
        "number": row["number"],
        "month": str(row["month"]),
        "inputs": inputs,
        "inputs_sha256": None if inputs is None else hashlib.sha256(inputs.encode()).hexdigest(),
        "printed": {name: _plain(row[column]) for name, column in PRINTED.items()} | {"remark": row["remark"]},
        "days": {name: row[name] for name in DAYS},
        "amounts": {name: row[name] for name in AMOUNTS},
        "flags": row["flags"],
    }
    return line | {"sha256": hashlib.sha256(canonical(line)).hexdigest()}


def _policies(lines: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The distinct policies of the lines as they were in force, in the order in which they first appear."""
    found: list[Any] = []
    for line in lines:
        policy = None if line["inputs"] is None else msgspec.json.decode(line["inputs"])["duty"]["policy"]
        if policy is not None and policy not in found:
            found.append(policy)
    return found


def _totals(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    sums = {name: sum(line["amounts"][name] for line in lines) for name in AMOUNTS if name != "standard_fen"}
    return {"lines": len(lines), "people": len({line["printed"]["id_no"] for line in lines}), **sums}


def _plain(value: Any) -> Any:
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value
