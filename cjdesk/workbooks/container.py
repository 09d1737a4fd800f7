"""What kind of file a workbook is, by its first bytes, and whether it is safe to read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from cjdesk.domain.errors import (
    WorkbookEmpty,
    WorkbookGone,
    WorkbookIsEt,
    WorkbookPassword,
    WorkbookTooLarge,
    WorkbookUnreadable,
)

MAX_FILE_BYTES = 64 * 1024 * 1024
"""A roster of 7,500 people has 1 MB."""
MAX_EXPANDED_BYTES = 512 * 1024 * 1024
"""A zip that grows beyond this is an attack or a mistake."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PIECE = 1 << 20


class Kind(Enum):
    """How the file is read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "csv"


def recognise(path: Path) -> Kind:
    """Tell the kind of a file, or refuse it with words."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise WorkbookEmpty(name=path.name)
        if size > MAX_FILE_BYTES:
            raise WorkbookTooLarge(name=path.name, megabytes=size >> 20, limit=MAX_FILE_BYTES >> 20)
        with path.open("rb") as file:
            head = file.read(8)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WorkbookGone(name=path.name) from error
    except OSError as error:
        raise WorkbookUnreadable(name=path.name) from error
    if path.suffix.lower() in {".et", ".ett"}:
        raise WorkbookIsEt(name=path.name)
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    return Kind.TEXT


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            if sum(info.file_size for info in infos) > MAX_EXPANDED_BYTES:
                raise WorkbookTooLarge(name=path.name, megabytes=path.stat().st_size >> 20, limit=MAX_FILE_BYTES >> 20)
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                return Kind.XLSX
            if "content.xml" in names:
                if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                    raise WorkbookPassword(name=path.name)
                return Kind.ODS
    except (zipfile.BadZipFile, KeyError, OSError, zlib.error, RuntimeError, NotImplementedError) as error:
        raise WorkbookUnreadable(name=path.name) from error
    raise WorkbookUnreadable(name=path.name)


def _ole_kind(path: Path) -> Kind:
    """Look for the stream names in the compound file; they are UTF-16 in its directory."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise WorkbookPassword(name=path.name)
    if "Workbook".encode("utf-16-le") in content or "Book\0".encode("utf-16-le") in content:
        return Kind.XLS
    raise WorkbookUnreadable(name=path.name)


class Archive:
    """The parts of an xlsx or ods file, expanded piece by piece under one limit for all of them."""

    def __init__(self, path: Path) -> None:
        """Keep the path; each part opens the file for itself."""
        self.path = path
        self._left = MAX_EXPANDED_BYTES

    def names(self) -> list[str]:
        """The part names."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.namelist()

    def read(self, part: str) -> bytes:
        """One part whole."""
        return b"".join(self.pieces(part))

    def pieces(self, part: str) -> Iterator[bytes]:
        """One part in pieces of about a megabyte; the size that the zip's directory claims is not believed."""
        with zipfile.ZipFile(self.path) as archive, self.path.open("rb") as raw:
            info = archive.getinfo(part)
            raw.seek(info.header_offset + 26)
            lengths = raw.read(4)
            raw.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
            if info.compress_type == zipfile.ZIP_STORED:
                yield self._counted(raw.read(info.compress_size))
                return
            if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & 1:
                raise WorkbookUnreadable(name=self.path.name)
            expand = zlib.decompressobj(-zlib.MAX_WBITS)
            left = info.compress_size
            while left > 0 and not expand.eof:
                packed = raw.read(min(left, _PIECE))
                if not packed:
                    break
                left -= len(packed)
                while packed and not expand.eof:
                    yield self._counted(expand.decompress(packed, _PIECE))
                    packed = expand.unconsumed_tail
            yield self._counted(expand.flush())

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left < 0:
            megabytes = self.path.stat().st_size >> 20
            raise WorkbookTooLarge(name=self.path.name, megabytes=megabytes, limit=MAX_FILE_BYTES >> 20)
        return piece
