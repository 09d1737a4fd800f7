"""The bank's file of a list, by the bank's template: made once, kept, and the same bytes each time it is taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import BankListFile, BankTemplate, Payment
from cjdesk.domain import rmb
from cjdesk.domain.errors import ListFileDamaged, NotInEncoding, TemplateWrong, TooFewRows, UnknownTemplate
from cjdesk.domain.money import show
from cjdesk.services.payments.lists import list_row, listed
from cjdesk.services.payments.values import REISSUE, PaymentList
from cjdesk.services.payroll.inputs import village_codes
from cjdesk.workbooks import bank_file
from cjdesk.workbooks.bank_file import BankRow, Layout


@dataclass(frozen=True, slots=True)
class Template:
    """A bank's layout that can be chosen."""

    code: str
    name: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of a list; several when the bank takes only so many rows."""

    number: int
    rows: int
    total_fen: int
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class BankFile:
    """A list and its file, part by part."""

    made: PaymentList
    template: str
    template_name: str
    suffix: str
    name: str
    files: tuple[FilePart, ...]

    @property
    def parts(self) -> tuple[bytes, ...]:
        """The bytes of each part."""
        return tuple(one.content for one in self.files)

    def name_of(self, part: FilePart) -> str:
        """The file's name by the bank's pattern, numbered when there are several."""
        more = f"_{part.number}" if len(self.files) > 1 else ""
        return f"{self.name}{more}{self.suffix}"


def templates(session: Session) -> tuple[Template, ...]:
    """The bank templates of the reference data by code; one that cannot be used is left out."""
    found = []
    for row in session.scalars(select(BankTemplate).order_by(BankTemplate.code)):
        try:
            found.append(Template(row.code, row.name, bank_file.layout_of(row.layout)))
        except ValueError:
            continue
    return tuple(found)


def template(session: Session, code: str) -> Template:
    """One template. Errors: UNKNOWN_TEMPLATE, TEMPLATE_WRONG."""
    row = session.scalars(select(BankTemplate).where(BankTemplate.code == code)).first()
    if row is None:
        known = "、".join(session.scalars(select(BankTemplate.code).order_by(BankTemplate.code)))
        raise UnknownTemplate(field="template", template=code, choices=known or "—")
    try:
        return Template(row.code, row.name, bank_file.layout_of(row.layout))
    except ValueError as error:
        raise TemplateWrong(field="template", template=code, problem=error) from error


def check(made: PaymentList, chosen: Template) -> None:
    """Refuse a file that the bank would not take. Errors: NOT_IN_ENCODING, TOO_FEW_ROWS."""
    layout = chosen.layout
    lost = bank_file.unwritable([row.holder for row in made.rows], layout.encoding)
    if layout.format == "text" and lost:
        raise NotInEncoding(field="template", encoding=layout.encoding, names="、".join(lost))
    if made.rows and len(made.rows) < layout.min_rows:
        raise TooFewRows(
            field="template", least=layout.min_rows, rows=len(made.rows), list=made.number or str(made.month)
        )


def freeze(session: Session, list_id: str, chosen: Template) -> None:
    """Write the list's file by this template and keep it; a file kept before is replaced (only while not handed out).

    Errors: NOT_IN_ENCODING, TOO_FEW_ROWS, VALUE_TOO_WIDE.
    """
    stored = list_row(session, list_id)
    accounts = list(session.scalars(select(Payment.account).where(Payment.list_id == list_id)))
    stored.rows = len(set(accounts)) if chosen.layout.one_row_per_account else len(accounts)
    session.flush()
    made = listed(session, list_id)
    check(made, chosen)
    rows = bank_rows(made, village_codes(session, stored.township), stored.township)
    pieces = bank_file.pieces(rows, chosen.layout)
    told = bank_file.Control(control_lines(made), made.made_at)
    contents = bank_file.write(rows, chosen.layout, told, head=_head(made))
    old = list(session.scalars(select(BankListFile.id).where(BankListFile.list_id == list_id)))
    audit.delete_rows(session, BankListFile, old)
    kept = [
        {
            "list_id": list_id,
            "part": number,
            "suffix": bank_file.suffix(chosen.layout),
            "rows": len(piece),
            "total_fen": sum(row.amount_fen for row in piece),
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content,
        }
        for number, (piece, content) in enumerate(zip(pieces, contents, strict=True), start=1)
    ]
    audit.insert_rows(session, BankListFile, kept)
    stored.template, stored.sha256 = chosen.code, _digest(contents)
    session.flush()


def kept(session: Session, list_id: str) -> BankFile:
    """The file of a list as it was made, part by part; LIST_FILE_DAMAGED when the bytes are not those."""
    stored = list_row(session, list_id)
    found = session.scalars(select(BankListFile).where(BankListFile.list_id == list_id).order_by(BankListFile.part))
    files = tuple(FilePart(one.part, one.rows, one.total_fen, one.sha256, one.content) for one in found)
    if files and _digest([one.content for one in files]) != stored.sha256:
        raise ListFileDamaged(list=stored.number)
    if not files:
        freeze(session, list_id, template(session, stored.template))
        return kept(session, list_id)
    made = listed(session, list_id)
    chosen = session.scalars(select(BankTemplate).where(BankTemplate.code == stored.template)).first()
    suffix = session.scalars(select(BankListFile.suffix).where(BankListFile.list_id == list_id)).first() or ""
    name = bank_file.file_name(str((chosen.layout if chosen else {}).get("file_name") or ""), _head(made))
    return BankFile(made, stored.template, chosen.name if chosen else stored.template, suffix, name, files)


def bank_rows(made: PaymentList, codes: Mapping[str, str], township: str) -> tuple[BankRow, ...]:
    """The rows as templates see them; ``codes`` gives the division of each village."""
    return tuple(
        BankRow(
            holder=row.holder,
            account=row.account,
            bank=row.bank,
            amount_fen=row.amount_fen,
            id_no=row.id_no,
            name=row.name,
            purpose=row.purpose,
            phone=row.phone,
            remark=f"补发 {row.origin}" if row.origin else "",
            months=row.months,
            village=row.village,
            division=codes.get(row.village, township),
            standard_fen=row.standard_fen,
        )
        for row in made.rows
    )


def control_lines(made: PaymentList) -> tuple[tuple[str, str], ...]:
    """What stands on the control sheet: to be compared with the paper before the file is handed over."""
    lines = [
        ("清单号", made.number or ""),
        ("清单种类", "二次清单（补发）" if made.kind == REISSUE else "发放清单"),
        ("工资批次", "、".join(made.run_numbers)),
        ("校验码", "、".join(made.check_codes)),
        ("笔数", str(len(made.rows))),
        ("合计(元)", show(made.listed_fen)),
        ("大写", "人民币" + rmb.words(made.listed_fen)),
        ("花名册合计", show(made.net_fen)),
        ("待补账号", show(made.missing_fen)),
        ("账号相同或冻结未列", show(made.blocked_fen)),
        ("零金额", show(made.zero_fen)),
        ("退票待补正", show(made.returned_fen)),
        ("其他清单", show(made.elsewhere_fen)),
    ]
    if made.sent_before_fen:
        lines.append(("已在其他批次发放", show(made.sent_before_fen)))
    if made.not_in_gbk:
        lines.append(("生僻字户名", "、".join(made.not_in_gbk)))
    if made.changed:
        lines.append(("账号已更换", "、".join(one.name for one in made.changed)))
    return tuple(lines)


def _head(made: PaymentList) -> dict[str, str]:
    """What file names and fixed columns may say of the whole list."""
    return {
        "number": made.number or "",
        "batch": (made.number or "").rsplit("-", 1)[-1],
        "year": f"{made.month.year:04d}",
        "month": f"{made.month.month:02d}",
        "township": made.township_name,
        "post_type": "、".join(made.post_type_names),
        "rows": str(len(made.rows)),
        "total": f"{made.listed_fen // 100}.{made.listed_fen % 100:02d}",
        "day": f"{made.made_at:%Y%m%d}" if made.made_at else "",
    }


def _digest(contents: Sequence[bytes]) -> str:
    return hashlib.sha256(b"".join(contents)).hexdigest()
