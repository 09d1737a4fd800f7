"""The wheel carries what the program needs beside its code."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_resources_and_migrations_are_in_the_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder, carried in (("resources", "cjdesk/_resources"), ("migrations/versions", "cjdesk/_migrations/versions")):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"{carried}/{path.relative_to(ROOT / folder).as_posix()}" in inside
    assert "cjdesk/cli/frame.py" in inside
    assert not [name for name in inside if name.startswith("tests")]
