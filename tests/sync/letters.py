"""Small batches for tests, made without any database."""

from __future__ import annotations

from datetime import date

from cjdesk.sync.keys import Keys
from cjdesk.sync.manifest import FORMAT, SUITE, Manifest, Party
from cjdesk.sync.records.people import PersonRow
from cjdesk.sync.records.posts import AssignmentRow, PostRow

TOWNSHIP = "522633101"


def row_id(number: int) -> str:
    return f"01930000-0000-7000-8000-{number:012d}"


def person(number: int, **changed) -> PersonRow:
    values = {
        "id": row_id(number), "township": TOWNSHIP, "version": 1, "changed_at": "2020-12-01T08:00:00Z",
        "id_no": f"52269919700101{number % 10000:04d}", "name": f"测试{number}", "name_bank": None, "sex": "男",
        "birth": date(1970, 1, 1), "ethnicity": "12", "education": None, "phone": None, "village": "干团村",
        "village_group": "3组", "address": None, "household_id": None, "relation": None, "labour_ability": None,
        "disability_no": None, "skills": None, "insured": None, "employment_status": None, "employment_place": None,
        "employment_unit": None, "remark": None, "active": True, "search": "",
    }  # fmt: skip
    return PersonRow(**(values | changed))


def roster(people: int = 3) -> dict[str, list]:
    everybody = [person(number) for number in range(1, people + 1)]
    base = {"township": TOWNSHIP, "version": 1, "changed_at": "2020-12-01T08:00:00Z"}
    post = PostRow(
        id=row_id(900_000), **base, number="HL-01", post_type="HL", name="通村公路", village="干团村", employer=None,
        fund=None, state="在岗",
    )  # fmt: skip
    on_post = AssignmentRow(
        id=row_id(910_000), **base, person_id=row_id(1), post_id=post.id, post_type="HL", start=date(2020, 1, 1),
        end=None, state="在岗", exit_reason=None, exit_note=None, standard_fen=None, remark=None,
    )  # fmt: skip
    return {"person": everybody, "post": [post], "assignment": [on_post]}


def party(office: str, station: str, keys: Keys) -> Party:
    return Party(office, station, keys.public.fingerprint)


def head(station: Keys, county: Keys, **changed) -> Manifest:
    values = {
        "format": FORMAT, "suite": SUITE, "kind": "ROSTER", "township": TOWNSHIP, "station": "GD-01",
        "period": "202011", "seq": 1, "version": 1, "previous": None, "reference": "2020-01", "creator": "李芳",
        "approver": None, "created": "2020-12-01T08:00:00Z", "demo": True,
        "sender": party(TOWNSHIP, "GD-01", station), "recipient": party("522633", "county", county),
        "parts": (), "totals": {},
    }  # fmt: skip
    return Manifest(**(values | changed))
