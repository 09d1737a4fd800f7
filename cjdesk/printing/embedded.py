"""Reading our own PDF back: which fonts lie inside it, and which characters its text has."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_DESCRIPTOR = re.compile(rb"/FontDescriptor\s+(\d+) 0 R")
_NAME = re.compile(rb"/FontName\s*/([^\s/<>]+)")
_FILE = re.compile(rb"/FontFile[23]?\s+\d+ 0 R")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"begin(bfrange|bfchar)(.*?)endbf", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A font of a PDF; ``embedded`` is False when the reader's machine would have to have it."""

    name: str
    embedded: bool


def fonts(pdf: bytes) -> tuple[EmbeddedFont, ...]:
    """Every font of a PDF that Qt wrote, in order of its name."""
    found = set()
    for content in _objects(pdf).values():
        name = _NAME.search(content)
        if name is not None:
            found.add(EmbeddedFont(name[1].decode("latin-1"), _FILE.search(content) is not None))
    return tuple(sorted(found, key=lambda font: font.name))


def characters(pdf: bytes) -> frozenset[str]:
    """Every character that can be copied out of a PDF that Qt wrote (from the fonts' ToUnicode tables)."""
    found: set[str] = set()
    for content in _objects(pdf).values():
        for kind, section in _SECTION.findall(_expanded(content)):
            if kind == b"bfchar":
                found.update(_text(target) for _, target in _PAIR.findall(section))
            else:
                for first, last, target, listed in _RANGE.findall(section):
                    found.update(_of_range(first, last, target, listed))
    return frozenset("".join(found))


def _of_range(first: bytes, last: bytes, target: bytes, listed: bytes) -> list[str]:
    if listed:
        return [_text(one) for one in re.findall(rb"<([0-9A-Fa-f]+)>", listed)]
    start = int(target, 16)
    return [_text(b"%04X" % (start + step)) for step in range(int(last, 16) - int(first, 16) + 1)]


def _objects(pdf: bytes) -> dict[int, bytes]:
    return {int(number): content for number, content in _OBJECT.findall(pdf)}


def _expanded(content: bytes) -> bytes:
    stream = _STREAM.search(content)
    if stream is None:
        return b""
    if b"/FlateDecode" not in content[: stream.start()]:
        return stream[1]
    try:
        return zlib.decompress(stream[1])
    except zlib.error:
        return b""


def _text(target: bytes) -> str:
    raw = bytes.fromhex(target.decode("ascii"))
    return raw.decode("utf-16-be", errors="ignore")
