"""The objects of a PDF that somebody else wrote: dictionaries and streams, also those packed into object streams."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

Dict = dict[str, object]

MOST = 128 * 1024 * 1024
"""Bytes that a packed stream may become: more is no scanned page."""

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
_STREAM = re.compile(rb"\s*stream(?:\r\n|\n|\r)")
_TOKEN = re.compile(
    rb"\s*(?:%[^\r\n]*\s*)*(?:(?P<ref>\d+\s+\d+\s+R\b)|(?P<number>[+-]?\d*\.?\d+)|(?P<name>/[^\s/<>\[\]()%{}]*)"
    rb"|(?P<mark><<|>>|\[|\]|true|false|null)|(?P<hex><[0-9A-Fa-f\s]*>)|(?P<text>\())"
)
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to another object."""

    number: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A dictionary with bytes behind it, still packed as its /Filter says."""

    facts: Dict
    content: bytes


@dataclass(slots=True)
class Objects:
    """All objects by number; the last definition of a number holds."""

    known: dict[int, object] = field(default_factory=dict)

    def value(self, one: object) -> object:
        """The object itself, through references."""
        for _ in range(20):
            if not isinstance(one, Ref):
                return one
            one = self.known.get(one.number)
        return None

    def dict_of(self, one: object) -> Dict:
        """A dictionary, that of a stream, or an empty one."""
        found = self.value(one)
        if isinstance(found, Stream):
            return found.facts
        return cast("Dict", found) if isinstance(found, dict) else {}

    def stream_of(self, one: object) -> Stream | None:
        """A stream, with the plain values of its dictionary looked up."""
        found = self.value(one)
        if not isinstance(found, Stream):
            return None
        plain = ("Width", "Height", "BitsPerComponent", "ImageMask", "Subtype")
        return Stream(
            {**found.facts, **{k: self.value(found.facts[k]) for k in plain if k in found.facts}}, found.content
        )

    def dicts(self) -> Iterator[Dict]:
        """Every dictionary, in the order of the file."""
        for one in self.known.values():
            if isinstance(one, dict):
                yield cast("Dict", one)


def read(data: bytes) -> Objects:
    """Every object that stands in the file; what makes no sense is left out."""
    objects = Objects()
    place = 0
    while (start := _OBJECT.search(data, place)) is not None:
        value, place = _value(data, start.end())
        stream = _STREAM.match(data, place)
        if isinstance(value, dict) and stream is not None:
            content, place = _content(objects, data, stream.end(), cast("Dict", value))
            value = Stream(cast("Dict", value), content)
        number = int(start[1])
        objects.known.pop(number, None)
        objects.known[number] = value
    for one in [stream for stream in objects.known.values() if isinstance(stream, Stream)]:
        if one.facts.get("Type") == "/ObjStm":
            _unpack(objects, one)
    return objects


def inflated(content: bytes) -> bytes:
    """What a packed stream holds, as far as it can be unpacked and is not absurdly long."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(content, MOST)
    except zlib.error:
        return b""
    return b"" if unpacking.unconsumed_tail else found


def _content(objects: Objects, data: bytes, start: int, facts: Dict) -> tuple[bytes, int]:
    """The bytes of a stream: as long as it says, or up to endstream where that is not so."""
    length = objects.value(facts.get("Length"))
    if (
        isinstance(length, int)
        and length >= 0
        and data[start + length : start + length + 20].lstrip().startswith(b"end")
    ):
        return data[start : start + length], start + length
    end = data.find(b"endstream", start)
    end = len(data) if end < 0 else end
    return data[start:end], end


def _unpack(objects: Objects, packed: Stream) -> None:
    count, first = objects.value(packed.facts.get("N")), objects.value(packed.facts.get("First"))
    if (
        packed.facts.get("Filter") not in ("/FlateDecode", None)
        or not isinstance(count, int)
        or not isinstance(first, int)
    ):
        return
    content = inflated(packed.content) if packed.facts.get("Filter") else packed.content
    numbers = [int(one) for one in content[:first].split() if one.isdigit()][: 2 * count]
    for number, offset in zip(numbers[::2], numbers[1::2], strict=False):
        objects.known.setdefault(number, _value(content, first + offset)[0])


def _value(data: bytes, place: int, depth: int = 60) -> tuple[object, int]:
    """The value that begins here and where it ends; None where nothing can be made of it."""
    token = _TOKEN.match(data, place)
    if token is None or not depth:
        return None, place + 1
    end = token.end()
    if token["mark"] == b"<<":
        return _dict(data, end, depth)
    if token["mark"] == b"[":
        return _list(data, end, depth)
    if token["text"]:
        return None, _text_end(data, end)
    return _plain(token), end


def _plain(token: re.Match[bytes]) -> object:
    """A reference, a whole number, a name or a truth; what else there is is not asked for here."""
    if token["ref"]:
        return Ref(int(token["ref"].split()[0]))
    if token["number"]:
        return int(token["number"]) if b"." not in token["number"] else None
    if token["name"]:
        return token["name"].decode("latin-1")
    return {b"true": True, b"false": False}.get(token["mark"] or b"")


def _dict(data: bytes, place: int, depth: int) -> tuple[Dict, int]:
    found: Dict = {}
    while (token := _TOKEN.match(data, place)) is not None and token["mark"] != b">>":
        if not token["name"]:
            place = token.end()
            continue
        found[token["name"].decode("latin-1")[1:]], place = _value(data, token.end(), depth - 1)
    return found, token.end() if token is not None else place


def _list(data: bytes, place: int, depth: int) -> tuple[list[object], int]:
    found: list[object] = []
    while (token := _TOKEN.match(data, place)) is not None and token["mark"] != b"]":
        one, place = _value(data, place, depth - 1)
        found.append(one)
    return found, token.end() if token is not None else place


def _text_end(data: bytes, place: int) -> int:
    """Where a text in brackets ends."""
    depth = 1
    while depth and (mark := _PAREN.search(data, place)) is not None:
        depth += {b"(": 1, b")": -1}.get(mark[0], 0)
        place = mark.end()
    return place
