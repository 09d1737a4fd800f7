"""The proof of a locked month, and the checker that an auditor runs on it in a Python of his own."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.types import canonical
from cjdesk.domain.errors import RunNotLocked
from cjdesk.services import check, payroll
from cjdesk.services.payroll.prove import Proof, prove
from tests.domain.checker import CHECKER, PATH
from tests.services.expected import read, store
from tests.services.test_payroll import MARCH

SEED, FLIPS = 20201118, 400


@pytest.fixture
def desk(township: Database, clean_small: Path) -> Database:
    township.do("store", store, read(clean_small))
    return township


def locked(desk: Database, kind: str = "GS") -> str:
    (sheet,) = desk.do("compute", payroll.compute, MARCH, post_type=kind, by="lifang")
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    return sheet.run_id


def proof_of(desk: Database, run_id: str) -> Proof:
    return desk.do("prove", prove, run_id, by="lifang", purpose="县审计局抽查")


def said(content: bytes, *, every: bool = False) -> list[str]:
    """What the checker finds, in its Chinese words with the place."""
    found = []
    for one in CHECKER.Proof(content).differences():
        found.append(f"{one.line} {one.who}: {one.zh}")
        if not every:
            break
    return found


def run_checker(*words: object) -> subprocess.CompletedProcess[str]:
    """In a process of its own: no site packages, no path of ours, no environment."""
    command = [sys.executable, "-I", "-S", str(PATH), *(str(word) for word in words)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env={"PYTHONUTF8": "1"}
    )


def remade(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A forger's work: a changed proof in which every hash was made anew."""
    document = json.loads(content)
    proof = document["proof"]
    change(proof)
    run = proof["run"]
    chain = hashlib.sha256(canonical([run["engine"], run["head"]]))
    for line in proof["lines"]:
        chain.update(line["inputs"].encode())
        line["inputs_sha256"] = hashlib.sha256(line["inputs"].encode()).hexdigest()
        line["sha256"] = hashlib.sha256(canonical({key: line[key] for key in line if key != "sha256"})).hexdigest()
    run["inputs_hash"] = chain.hexdigest()
    code = hashlib.sha256(run["inputs_hash"].encode())
    for line in proof["lines"]:
        printed = line["printed"]
        code.update(
            canonical(
                [line["number"], printed["id_no"], printed["post_type"], line["amounts"]["net_fen"], line["flags"]]
            )
        )
    run["check_code"] = code.hexdigest()[:8].upper()
    for name in proof["totals"].keys() - {"lines", "people"}:
        proof["totals"][name] = sum(line["amounts"][name] for line in proof["lines"])
    document["sha256"] = hashlib.sha256(canonical(proof)).hexdigest()
    result: bytes = CHECKER.printed(document)
    return result


def test_the_proof_of_every_locked_run_passes_in_a_process_of_its_own(desk: Database, tmp_path: Path) -> None:
    for kind in ("HL", "HH", "GS"):
        run_id = locked(desk, kind)
        proof, sheet = proof_of(desk, run_id), desk.ask(payroll.sheet, run_id)
        path = tmp_path / proof.name
        path.write_bytes(proof.content)
        result = run_checker(path)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.strip() == (
            f"{sheet.number}：{len(sheet.lines)} 行，实发合计 {sheet.net_fen // 100}.{sheet.net_fen % 100:02d} 元，"
            "逐行重算到分，全部一致。"
        )
        assert proof.net_fen == sheet.net_fen
        assert json.loads(proof.content)["proof"]["run"]["check_code"] == sheet.check_code


def test_the_proof_holds_head_signers_inputs_policies_and_totals(desk: Database) -> None:
    proof = json.loads(proof_of(desk, locked(desk)).content)["proof"]
    run, line = proof["run"], proof["lines"][0]
    assert (run["state"], run["revision"], run["made_by"], run["checked_by"]) == ("已审核", 1, "李芳", "李芳")
    assert run["head"]["rules_version"] == run["rules_version"] != ""
    assert (proof["policies"][0]["proration"], proof["purpose"], proof["made_by"]) == ("P1", "县审计局抽查", "李芳")
    assert json.loads(line["inputs"])["payee"]["id_no"] == line["printed"]["id_no"]
    assert proof["totals"]["net_fen"] == sum(one["amounts"]["net_fen"] for one in proof["lines"])


def test_the_export_is_in_the_history_with_its_purpose_and_hash(desk: Database) -> None:
    proof = proof_of(desk, locked(desk))
    rows = desk.ask(lambda session: session.execute(text("SELECT new FROM audit WHERE record = 'payroll_proof'")).all())
    (note,) = [json.loads(row.new) for row in rows]
    assert (note["purpose"], note["sha256"], note["lines"]) == ("县审计局抽查", proof.sha256, proof.lines)
    assert proof.name.startswith("含个人信息_")


def test_a_run_that_is_not_locked_is_refused(desk: Database) -> None:
    (sheet,) = desk.do("compute", payroll.compute, MARCH, post_type="GS", by="lifang")
    with pytest.raises(RunNotLocked):
        proof_of(desk, sheet.run_id)
    desk.do("void", payroll.void, sheet.run_id, by="lifang", reason="重做")
    with pytest.raises(RunNotLocked):
        proof_of(desk, sheet.run_id)


def test_any_changed_byte_is_refused_and_its_place_named(desk: Database, tmp_path: Path) -> None:
    content = proof_of(desk, locked(desk)).content
    chance = random.Random(SEED)
    places = sorted(chance.sample(range(len(content)), FLIPS))
    for at in places:
        changed = bytearray(content)
        changed[at] ^= 1 << chance.randrange(8)
        found = said(bytes(changed))
        assert found, f"byte {at} of {len(content)}"
        inside = content[:at].rfind(b'\n  "lines": ['), content[:at].rfind(b'\n  ],\n  "made_at"')
        if inside[0] > inside[1]:
            near = content[inside[0] : at].count(b"\n   {")
            assert not near or f"第 {near} 行" in found[0] or found[0].startswith(f"{near} "), (at, near, found)
    for some in (
        content[:-1],
        content + b" ",
        b"\xef\xbb\xbf" + content,
        content.replace(b"\n", b"\r\n"),
        b"",
        b"{}",
        b"[]",
    ):
        assert said(some)
    path = tmp_path / "changed.json"
    net = b'"net_fen": %d' % json.loads(content)["proof"]["lines"][3]["amounts"]["net_fen"]
    path.write_bytes(content.replace(net, net[:-1] + b"7", 1))
    result = run_checker(path)
    assert (result.returncode, result.stderr) == (1, "")
    assert "第 4 行" in result.stdout
    assert "实发（net_fen）：应为" in result.stdout


@pytest.mark.parametrize(
    "name",
    [
        "base_fen", "commission_fen", "commission_carried_fen", "topup_fen", "allowance_fen", "back_pay_fen",
        "deduction_fen", "clawback_fen", "tax_fen", "rounding_fen", "shortfall_fen", "net_fen", "carried_forward_fen",
        "owed_fen", "standard_fen",
    ],
)  # fmt: skip
def test_a_changed_amount_with_hashes_made_anew_is_computed_again_and_its_line_named(desk: Database, name: str) -> None:
    content = proof_of(desk, locked(desk)).content

    def forge(proof: dict[str, Any]) -> None:
        proof["lines"][2]["amounts"][name] += 1

    found = said(remade(content, forge), every=True)
    assert found
    assert all(one.startswith("3 ") for one in found), found
    assert any(f"（{name}）" in one for one in found)


def test_a_whole_forgery_is_found_by_computing(desk: Database) -> None:
    """Base and net raised together, sums and hashes all in order: only the rules know better."""
    content = proof_of(desk, locked(desk)).content

    def forge(proof: dict[str, Any]) -> None:
        for name in ("base_fen", "net_fen"):
            proof["lines"][1]["amounts"][name] += 5_000

    found = said(remade(content, forge), every=True)
    assert [one.split("）")[0] for one in found] == [
        f"2 {json.loads(content)['proof']['lines'][1]['printed']['name']}: 基本补贴（base_fen",
        f"2 {json.loads(content)['proof']['lines'][1]['printed']['name']}: 实发（net_fen",
    ]


def test_other_changes_with_hashes_made_anew_are_named(desk: Database) -> None:
    content = proof_of(desk, locked(desk)).content

    def line(proof: dict[str, Any]) -> dict[str, Any]:
        first: dict[str, Any] = proof["lines"][0]
        return first

    def inputs(old: str, new: str) -> Callable[[dict[str, Any]], None]:
        def forge(proof: dict[str, Any]) -> None:
            assert old in line(proof)["inputs"]
            line(proof)["inputs"] = line(proof)["inputs"].replace(old, new)

        return forge

    rate = json.loads(json.loads(content)["proof"]["lines"][0]["inputs"])["duty"]["schemes"][0]["parts"][0]["rate_bp"]
    for change, word in (
        (lambda proof: line(proof)["printed"].update(bank_no="6299990000000099999"), "bank_no"),
        (lambda proof: line(proof)["printed"].update(id_no="522699197001010011"), "id_no"),
        (lambda proof: line(proof)["days"].update(paid_days=1), "paid_days"),
        (lambda proof: line(proof).update(flags=["ZERO_LINE"]), "flags"),
        (lambda proof: line(proof).update(month="2021-02"), "month"),
        (lambda proof: proof["policies"].append({}), "发放规则"),
        (lambda proof: proof["totals"].update(people=1), "people"),
        (inputs(f'"rate_bp":{rate}', f'"rate_bp":{rate * 2}'), "scheme_fen"),
        (inputs('"owed_fen":0', '"owed_fen":0,"bonus_fen":5'), "bonus_fen"),
        (inputs('"proration":"P1"', '"proration":"P9"'), "P9"),
        (lambda proof: line(proof).update(inputs="{"), "无法读取"),
        (lambda proof: line(proof)["amounts"].update(net_fen="x"), "无法读取"),
        (lambda proof: proof["lines"].pop(0), "number"),
        (lambda proof: proof.update(version=9), "9"),
    ):
        try:
            forged = remade(content, change)
        except TypeError:  # an amount that is no number cannot be summed by the forger either
            document = json.loads(content)
            change(document["proof"])
            forged = CHECKER.printed(document)
        found = said(forged, every=True)
        assert any(word in one for one in found), (word, found)


def test_lines_from_before_inputs_were_kept_are_named_and_their_sums_still_checked(
    desk: Database, tmp_path: Path
) -> None:
    run_id = locked(desk)
    desk.do("older", lambda session: session.execute(text("UPDATE pay_line SET inputs = NULL WHERE number <= 2")))
    proof = proof_of(desk, run_id)
    assert proof.not_provable == (1, 2)
    path = tmp_path / "older.json"
    path.write_bytes(proof.content)
    result = run_checker("--english", path)
    assert result.returncode == 3
    assert "of 2 without kept inputs only the sums" in result.stdout
    document = json.loads(proof.content)
    document["proof"]["lines"][0]["amounts"]["base_fen"] += 1
    assert "net_fen" in "".join(said(CHECKER.printed(document), every=True))


def test_a_folder_and_a_zip_are_checked_and_every_difference_is_listed(desk: Database, tmp_path: Path) -> None:
    folder = tmp_path / "证明"
    folder.mkdir()
    assert run_checker(folder).returncode == 2
    for kind in ("HL", "GS"):
        proof = proof_of(desk, locked(desk, kind))
        (folder / proof.name).write_bytes(proof.content)
    result = run_checker("--all", folder)
    assert (result.returncode, len(result.stdout.splitlines())) == (0, 2)
    (folder / "坏.json").write_bytes(b"{")
    result = run_checker("--all", folder)
    assert (result.returncode, len(result.stdout.splitlines())) == (1, 3)
    assert run_checker(tmp_path / "none.json").returncode == 2


def test_check_computes_every_closed_run_again(desk: Database) -> None:
    run_id = locked(desk)
    assert check.run(desk).sound
    sheet = desk.ask(payroll.sheet, run_id)

    def forge(session: Session) -> None:
        session.execute(text("UPDATE pay_line SET base_fen = base_fen + 100, net_fen = net_fen + 100 WHERE number = 2"))

    desk.do("forge", forge)
    report = check.run(desk)
    assert [one.text for one in report.findings] == [check.AMOUNT_DIFFERS, check.AMOUNT_DIFFERS, check.RUN_CODE_DIFFERS]
    first = report.findings[0]
    line = sheet.lines[1]
    assert (first.where, first.facts["number"], first.facts["name"]) == (sheet.number, 2, line.name)
    assert (first.facts["expected_fen"], first.facts["found_fen"]) == (line.base_fen, line.base_fen + 100)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE pay_line SET inputs = replace(inputs, 'P1', 'P4') WHERE number = 3", {check.RUN_INPUTS_CHANGED}),
        ("UPDATE pay_line SET inputs = '{' WHERE number = 1", {check.RUN_INPUTS_CHANGED, check.INPUTS_UNREADABLE}),
        ("UPDATE pay_line SET bank_no = '6299' WHERE number = 1", {check.FACT_DIFFERS}),
        ("UPDATE pay_line SET paid_days = 3 WHERE number = 1", {check.FACT_DIFFERS}),
        ("UPDATE pay_line SET flags = '[\"X\"]' WHERE number = 1", {check.FACT_DIFFERS, check.RUN_CODE_DIFFERS}),
        ("UPDATE pay_run SET check_code = '00000000'", {check.RUN_CODE_DIFFERS}),
        ("UPDATE pay_line SET inputs = NULL", set()),
    ],
)
def test_what_check_finds_in_a_closed_run(desk: Database, change: str, found: set[str]) -> None:
    locked(desk, "HL")
    desk.do("forge", lambda session: session.execute(text(change)))
    assert {one.text for one in check.run(desk).findings} == found
