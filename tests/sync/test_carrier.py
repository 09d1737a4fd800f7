"""A file arrives on a stick whole, or not at all, and every mishap has its words."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cjdesk.domain.errors import (
    BatchIsTooLarge,
    CarrierIsFull,
    CarrierIsGone,
    CarrierIsReadOnly,
    CarrierMismatch,
    CarrierNameTaken,
)
from cjdesk.sync import carrier

NAME = "CJ_522633101_PAY_202011_0003_v1.cjp"
CONTENT = os.urandom(300_000)


def test_file_is_there_whole_and_alone(tmp_path: Path):
    path = carrier.put(tmp_path, NAME, CONTENT)
    assert path == tmp_path / NAME
    assert path.read_bytes() == CONTENT
    assert [found.name for found in tmp_path.iterdir()] == [NAME]


def test_same_file_again_changes_nothing_and_another_one_is_never_overwritten(tmp_path: Path):
    path = carrier.put(tmp_path, NAME, CONTENT)
    before = path.stat().st_mtime_ns
    carrier.put(tmp_path, NAME, CONTENT)
    assert path.stat().st_mtime_ns == before
    with pytest.raises(CarrierNameTaken):
        carrier.put(tmp_path, NAME, b"other")
    assert path.read_bytes() == CONTENT


def test_left_over_half_file_is_no_obstacle(tmp_path: Path):
    (tmp_path / f".{NAME}.part").write_bytes(b"half")
    carrier.put(tmp_path, NAME, CONTENT)
    assert [found.name for found in tmp_path.iterdir()] == [NAME]


def test_stick_that_is_not_there(tmp_path: Path):
    with pytest.raises(CarrierIsGone):
        carrier.put(tmp_path / "pulled", NAME, CONTENT)
    with pytest.raises(CarrierIsGone):
        carrier.take(tmp_path / "pulled" / NAME, limit=1000)


def test_read_only_stick(tmp_path: Path):
    if sys.platform == "win32":
        folder = Path("C:/Windows/System32/config")
    elif os.geteuid() == 0:
        folder = Path("/sys/kernel")  # root writes through any mode, but not here
    else:
        folder = tmp_path / "locked"
        folder.mkdir(mode=0o555)
    with pytest.raises(CarrierIsReadOnly):
        carrier.put(folder, NAME, CONTENT)


@pytest.mark.skipif(
    sys.platform == "win32", reason="a size limit for one process stands in for a full stick on POSIX only"
)
def test_full_stick_keeps_no_half_file(tmp_path: Path):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(CarrierIsFull):
            carrier.put(tmp_path, NAME, CONTENT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
    carrier.put(tmp_path, NAME, CONTENT)


def test_stick_that_reads_back_something_else_keeps_no_file(tmp_path: Path, monkeypatch):
    """A broken stick, as rare as a broken printer, is played."""
    monkeypatch.setattr(carrier, "_read_from_medium", lambda path: path.read_bytes()[:-1] + b"?")
    with pytest.raises(CarrierMismatch):
        carrier.put(tmp_path, NAME, CONTENT)
    assert list(tmp_path.iterdir()) == []


def test_file_too_large_to_take(tmp_path: Path):
    (tmp_path / NAME).write_bytes(CONTENT)
    assert carrier.take(tmp_path / NAME, limit=len(CONTENT)) == CONTENT
    with pytest.raises(BatchIsTooLarge):
        carrier.take(tmp_path / NAME, limit=len(CONTENT) - 1)
