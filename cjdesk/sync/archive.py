"""The inside of a batch: a tar that is the same bytes for the same content, compressed by zstandard."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping

import zstandard

from cjdesk.domain.errors import BatchIsDamaged, BatchIsTooLarge
from cjdesk.sync.manifest import Limits

LEVEL = 3
WINDOW = 128 << 20
PIECE = 4 << 20


def pack(files: Mapping[str, bytes]) -> bytes:
    """A compressed tar of the files in the order given."""
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(tar(files))


def tar(files: Mapping[str, bytes]) -> bytes:
    """A tar of the files in the order given; no times, no owners, so nothing differs but content."""
    pieces: list[bytes] = []
    size = 0
    for name, content in files.items():
        padding = b"\0" * (-len(content) % tarfile.BLOCKSIZE)
        pieces += [header(name, len(content)), content, padding]
        size += tarfile.BLOCKSIZE + len(content) + len(padding)
    return b"".join([*pieces, b"\0" * (tar_size(size) - size)])


def header(name: str, size: int) -> bytes:
    """The block before a file; ValueError for a name that a plain tar cannot hold."""
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o644
    return entry.tobuf(tarfile.USTAR_FORMAT)


def tar_size(size: int) -> int:
    """How long the whole is whose files take this much: two empty blocks, then whole records."""
    return -(-(size + 2 * tarfile.BLOCKSIZE) // tarfile.RECORDSIZE) * tarfile.RECORDSIZE


def unpack(packed: bytes, limits: Limits) -> dict[str, bytes]:
    """The files of a compressed tar, all in memory; nothing is ever written under a name from inside."""
    plain = _expand(packed, limits)
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as entries:
            for entry in entries:
                if not entry.isreg() or entry.issparse() or entry.name in files:  # a sparse one expands to terabytes
                    raise BatchIsDamaged
                if len(files) >= limits.parts:
                    raise BatchIsTooLarge(limit=f"{limits.parts:,}")
                content = entries.extractfile(entry)
                files[entry.name] = content.read() if content else b""
                if len(files[entry.name]) != entry.size:
                    raise BatchIsDamaged
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BatchIsDamaged from error
    return files


def _expand(packed: bytes, limits: Limits) -> bytes:
    """Expand one frame and never more than the limit, whatever a frame claims or hides."""
    try:
        claimed = zstandard.frame_content_size(packed)
        if claimed > limits.expanded:
            raise BatchIsTooLarge(limit=f"{limits.expanded >> 20} MB")
        reader = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(packed)
        pieces: list[bytes] = []
        size = 0
        while piece := reader.read(PIECE):
            size += len(piece)
            if size > limits.expanded:
                raise BatchIsTooLarge(limit=f"{limits.expanded >> 20} MB")
            pieces.append(piece)
    except zstandard.ZstdError as error:
        raise BatchIsDamaged from error
    if claimed not in (-1, size):
        raise BatchIsDamaged
    return b"".join(pieces)
