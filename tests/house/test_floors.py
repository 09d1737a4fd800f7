"""The house keeps its floors, and each file says what it is for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cjdesk"
FILES = sorted(PACKAGE.rglob("*.py"))

MONEY = (
    "domain/money.py", "domain/rmb.py", "domain/sheet.py", "domain/pay", "services/payroll", "services/payments",
    "printing", "db/models/payroll.py", "services/batches", "sync/records",
)  # fmt: skip
"""Where amounts go from the cell to paper, bank list and batch."""

DRAWN = {"QPointF", "QRectF", "QSizeF", "QLineF", "QMarginsF"}


def test_imports_keep_to_the_floors() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_first_line_says_what_a_file_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", ":"))


def test_no_file_has_grown_into_two() -> None:
    assert not [str(path.relative_to(PACKAGE)) for path in FILES if len(path.read_text("utf-8").splitlines()) > 550]


def test_no_room_is_called_by_what_it_is_not() -> None:
    vague = {"utils", "util", "common", "helpers", "core", "base", "managers", "manager", "misc"}
    names = {path.stem: path for path in FILES} | {path.parent.name: path for path in FILES}
    assert not {str(path) for name, path in names.items() if name in vague} - {str(PACKAGE / "db/models/base.py")}


def test_no_float_touches_money() -> None:
    """No float literal multiplies, divides or is compared with, no float() is called, on the way of an amount."""
    found = []
    for path in FILES:
        place = path.relative_to(PACKAGE).as_posix()
        if not place.startswith(MONEY):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} if isinstance(node, ast.expr) else set()
            )
            about_money = any(name.endswith("_fen") or name in {"fen", "amount"} for name in names)
            if (
                isinstance(node, ast.BinOp)
                and about_money
                and (isinstance(node.op, ast.Div) or any(_is_float(side) for side in (node.left, node.right)))
            ):
                found.append(f"{place}:{node.lineno}")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "float"
                and about_money
            ):
                found.append(f"{place}:{node.lineno}")
    assert not found


def test_money_columns_are_whole_numbers() -> None:
    from sqlalchemy import BigInteger, Float, Numeric

    from cjdesk.db.models import Base

    for table in Base.metadata.tables.values():
        for column in table.columns:
            assert not isinstance(column.type, Float | Numeric), column
            if column.name.endswith("_fen") and column.name != "round_net_to_fen":
                assert isinstance(column.type, BigInteger), column


def test_every_migration_has_a_test() -> None:
    tested = "".join(path.read_text("utf-8") for path in (ROOT / "tests" / "db").glob("test_*.py"))
    revisions = [path.stem.partition("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py")]
    assert revisions
    assert not [revision for revision in revisions if revision not in tested]


def test_pyside_stays_below_the_release_that_loses_references() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"PySide6-Essentials>=6.11.3,<6.12"' in project


def test_the_commands_in_readme_are_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in ("demo", "test"):
        assert f"sh build_specs/{name}.sh" in readme
        assert (ROOT / "build_specs" / f"{name}.sh").is_file()
        assert (ROOT / "build_specs" / f"{name}.ps1").is_file()
    assert "sh build_specs/test.sh" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_pictures_in_readme_are_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = [part.split(")")[0] for part in readme.split("](")[1:] if part.split(")")[0].endswith(".png")]
    assert not [path for path in shown if not (ROOT / path).is_file()]


def _is_float(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)
