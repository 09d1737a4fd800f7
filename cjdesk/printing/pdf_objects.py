"""The objects of a PDF file with a plain table of references, as Qt writes it and as our updates extend it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from operator import itemgetter

_TOKEN = re.compile(
    rb"\s*(?:%[^\r\n]*\s*)*(<<|>>|\[|\]|\(|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]{}/%]*|[^\s()<>\[\]{}/%]+|[{}>)])"
)
_REFERENCE = re.compile(rb"\s+(\d+)\s+R\b")
_OBJECT = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj\b")
_SECTION = re.compile(rb"(\d+) (\d+)\s*\r?\n")
_STREAM = re.compile(rb"\s*stream\r?\n")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_QUICK = 1
_ENTRY = 20
_MOST_UPDATES = 100
_MOST_NESTED = 50


class NotReadable(ValueError):
    """The bytes are no PDF, a truncated one, or one of a kind that other programs write."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Points to an object."""

    number: int


@dataclass(frozen=True, slots=True)
class Word:
    """A name or an operator: ``/Type`` or ``Tj``."""

    text: str


Value = bytes | str | int | float | None | Reference | Word | list["Value"] | dict[str, "Value"]
"""Strings are bytes; names are Words whose text begins with a stroke."""


class PdfFile:
    """Reads objects where the table of references says they stand; nothing is read before it is asked for."""

    def __init__(self, content: bytes) -> None:
        """NotReadable when there is no table."""
        self.content = content
        self.offsets: dict[int, int] = {}
        self.trailer: dict[str, Value] = {}
        self.table_at = self._last_table()
        if not content.startswith(b"%PDF-"):
            raise NotReadable("no header")
        self._read_tables()
        if "/Encrypt" in self.trailer:
            raise NotReadable("locked")

    def value(self, number: int) -> Value:
        """An object; for a stream its dictionary."""
        return self._read(number)[0]

    def followed(self, value: Value) -> Value:
        """The value itself, behind a reference."""
        for _ in range(_MOST_NESTED):
            if not isinstance(value, Reference):
                return value
            value = self.value(value.number)
        raise NotReadable("references in a circle")

    def dictionary(self, value: Value) -> dict[str, Value]:
        """A dictionary, behind a reference or not; empty where there is none."""
        found = self.followed(value)
        return found if isinstance(found, dict) else {}

    def items(self, value: Value) -> list[Value]:
        """A list, behind a reference or not; empty where there is none."""
        found = self.followed(value)
        return found if isinstance(found, list) else []

    def stream(self, number: int) -> bytes:
        """The content of a stream, expanded."""
        values, after = self._read(number)
        start = _STREAM.match(self.content, after)
        if start is None or not isinstance(values, dict):
            raise NotReadable(f"object {number} is no stream")
        length = self.followed(values.get("/Length"))
        if not isinstance(length, int) or not 0 <= length <= len(self.content) - start.end():
            raise NotReadable(f"object {number} is cut off")
        raw = self.content[start.end() : start.end() + length]
        kind = self.followed(values.get("/Filter"))
        if kind is None:
            return raw
        if kind != Word("/FlateDecode"):
            raise NotReadable(f"object {number} is packed in a way Qt does not use")
        try:
            return zlib.decompress(raw)
        except zlib.error as error:
            raise NotReadable(f"object {number} is damaged") from error

    def _read(self, number: int) -> tuple[Value, int]:
        offset = self.offsets.get(number)
        head = None if offset is None else _OBJECT.match(self.content, offset)
        if head is None or int(head[1]) != number:
            raise NotReadable(f"object {number} is not where the table says")
        scanner = Scanner(self.content, head.end())
        return scanner.value(), scanner.at

    def _last_table(self) -> int:
        at = self.content.rfind(b"startxref")
        found = re.match(rb"startxref\s+(\d+)\s+%%EOF", self.content[at : at + 60]) if at >= 0 else None
        if found is None:
            raise NotReadable("no end")
        return int(found[1])

    def _read_tables(self) -> None:
        at: Value = self.table_at
        for _ in range(_MOST_UPDATES):
            if not isinstance(at, int):
                return
            trailer = self._read_table(at)
            self.trailer = self.trailer or trailer
            at = trailer.get("/Prev")
        raise NotReadable("too many updates")

    def _read_table(self, at: int) -> dict[str, Value]:
        head = re.compile(rb"xref\s*\r?\n").match(self.content, at)
        if head is None:
            raise NotReadable("no plain table of references")
        at = head.end()
        while (section := _SECTION.match(self.content, at)) is not None:
            first, count, at = int(section[1]), int(section[2]), section.end()
            rows = self.content[at : at + count * _ENTRY]
            if len(rows) < count * _ENTRY:
                raise NotReadable("the table of references is cut off")
            for index in range(count):
                row = rows[index * _ENTRY : (index + 1) * _ENTRY]
                if row[17:18] == b"n" and row[:10].isdigit():
                    self.offsets.setdefault(first + index, int(row[:10]))
            at += count * _ENTRY
        if not self.content.startswith(b"trailer", at):
            raise NotReadable("no trailer")
        trailer = Scanner(self.content, at + len(b"trailer")).value()
        if not isinstance(trailer, dict):
            raise NotReadable("no trailer")
        return trailer


class Scanner:
    """Values one after the other, from a place in the bytes; also those of a page's content."""

    def __init__(self, content: bytes, at: int = 0) -> None:
        self._content = content
        self.at = at

    def value(self, depth: int = 0) -> Value:
        """The next value. NotReadable at the end, or where there is none."""
        token = self._token()
        if depth > _MOST_NESTED:
            raise NotReadable("nested too deep")
        if token == b"<<":
            return self._dictionary(depth)
        if token == b"[":
            return self._list(depth)
        if token == b"(":
            return self._string()
        if token.startswith(b"<"):
            digits = bytes(token[1:-1].translate(None, b" \t\r\n\f\0"))
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        if token.isdigit() and (reference := _REFERENCE.match(self._content, self.at)) is not None:
            self.at = reference.end()
            return Reference(int(token))
        return _plain(token)

    def ended(self) -> bool:
        """Whether nothing but blanks is left."""
        return not self._content[self.at :].strip()

    def _token(self) -> bytes:
        found = _TOKEN.match(self._content, self.at)
        if found is None:
            raise NotReadable("cut off")
        self.at = found.end()
        return found[1]

    def _peek(self) -> bytes:
        found = _TOKEN.match(self._content, self.at)
        return found[1] if found else b""

    def _list(self, depth: int) -> list[Value]:
        made: list[Value] = []
        while self._peek() != b"]":
            made.append(self.value(depth + 1))
        self._token()
        return made

    def _dictionary(self, depth: int) -> dict[str, Value]:
        made: dict[str, Value] = {}
        while self._peek() != b">>":
            key = self.value(depth + 1)
            if not isinstance(key, Word):
                raise NotReadable("a key that is no name")
            made[key.text] = self.value(depth + 1)
        self._token()
        return made

    def _string(self) -> bytes:
        """A string in brackets; brackets inside are paired or escaped."""
        made, depth = bytearray(), 1
        while depth:
            one = self._content[self.at : self.at + 1]
            if not one:
                raise NotReadable("a string without an end")
            self.at += 1
            if one == b"\\":
                made += self._escaped()
                continue
            depth += (one == b"(") - (one == b")")
            if depth:
                made += one
        return bytes(made)

    def _escaped(self) -> bytes:
        octal = re.compile(rb"[0-7]{1,3}").match(self._content, self.at)
        if octal is not None:
            self.at = octal.end()
            return bytes([int(octal[0], 8) & 0xFF])
        one = self._content[self.at : self.at + 1]
        self.at += 1
        return b"" if one in {b"\n", b"\r"} else _ESCAPES.get(one, one)


def update(file: PdfFile, streams: Iterable[tuple[int, bytes]]) -> bytes:
    """What is to be appended to a file so that these objects are streams of this content; nothing when none are.

    The streams may be hundreds of pages: each is packed on a thread of its own while the next one is being made.
    """
    with ThreadPoolExecutor(1) as packer:
        packed = {number: packer.submit(zlib.compress, content, _QUICK) for number, content in streams}
    if not packed:
        return b""
    written, offsets = bytearray(b"\n"), {}
    base = len(file.content)
    for number, stream in sorted(packed.items(), key=itemgetter(0)):
        content = stream.result()
        offsets[number] = base + len(written)
        written += b"%d 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % (number, len(content))
        written += content + b"\nendstream\nendobj\n"
    table_at = base + len(written)
    written += b"xref\n0 1\n0000000000 65535 f \n"
    for first, numbers in _groups(offsets):
        written += b"%d %d\n" % (first, len(numbers))
        written += b"".join(b"%010d 00000 n \n" % offsets[number] for number in numbers)
    # The trailer keeps Size, Info, Root and ID as they stand in the file, byte for byte.
    trailer = file.content[file.content.rindex(b"trailer") : file.content.rindex(b"startxref")]
    end = trailer.rindex(b">>")
    written += trailer[:end] + b"/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (file.table_at, table_at)
    return bytes(written)


def _groups(numbers: Iterable[int]) -> list[tuple[int, list[int]]]:
    """Numbers that follow each other, with the first of them."""
    made: list[tuple[int, list[int]]] = []
    for number in numbers:
        if made and number == made[-1][0] + len(made[-1][1]):
            made[-1][1].append(number)
        else:
            made.append((number, [number]))
    return made


def _plain(token: bytes) -> Value:
    if token == b"null":
        return None
    if token.startswith(b"/"):
        return Word(token.decode("latin-1"))
    try:
        return int(token)
    except ValueError:
        pass
    try:
        return float(token)
    except ValueError:
        return Word(token.decode("latin-1"))
