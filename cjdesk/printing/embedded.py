"""What lies inside our own PDF: fonts, the characters of its text, and the data it carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cjdesk.printing import to_unicode
from cjdesk.printing.pages import Attachment
from cjdesk.printing.pdf_objects import NotReadable, PdfFile, Reference, Value, Word


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A font of a PDF; ``embedded`` is False when the reader's machine would have to have it."""

    name: str
    embedded: bool


def fonts(pdf: bytes) -> tuple[EmbeddedFont, ...]:
    """Every font of a PDF that Qt wrote, in order of its name; none in what is no such PDF."""
    found = set()
    for _, values in _dictionaries(pdf):
        name = values.get("/FontName")
        if isinstance(name, Word):
            inside = any(key in values for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found.add(EmbeddedFont(name.text.removeprefix("/"), inside))
    return tuple(sorted(found, key=lambda font: font.name))


def characters(pdf: bytes) -> frozenset[str]:
    """Every character that can be copied out of a PDF that Qt wrote (from the fonts' tables of texts)."""
    found: set[str] = set()
    for file, values in _dictionaries(pdf):
        table = values.get("/ToUnicode")
        if isinstance(table, Reference):
            found.update(*to_unicode.parsed(file.stream(table.number)).values())
    return frozenset(found)


def attachments(file: PdfFile) -> tuple[Attachment, ...]:
    """The files that a PDF carries, in the order of their names in it. NotReadable."""
    names = file.dictionary(file.dictionary(file.trailer.get("/Root")).get("/Names"))
    found = []
    for name, specification in _leaves(file, file.dictionary(names.get("/EmbeddedFiles"))):
        inside = file.dictionary(file.dictionary(specification).get("/EF")).get("/F")
        if isinstance(inside, Reference) and isinstance(name, bytes):
            found.append(Attachment(_text(name), file.stream(inside.number)))
    return tuple(found)


def _leaves(file: PdfFile, node: dict[str, Value], depth: int = 0) -> Iterator[tuple[Value, Value]]:
    """The pairs of a tree of names."""
    if depth > _DEEPEST:
        raise NotReadable("a tree of names without an end")
    pairs = file.items(node.get("/Names"))
    yield from zip(map(file.followed, pairs[::2]), pairs[1::2], strict=False)
    for below in file.items(node.get("/Kids")):
        yield from _leaves(file, file.dictionary(below), depth + 1)


def _dictionaries(pdf: bytes) -> Iterator[tuple[PdfFile, dict[str, Value]]]:
    try:
        file = PdfFile(pdf)
        for number in file.offsets:
            values = file.value(number)
            if isinstance(values, dict):
                yield file, values
    except NotReadable:
        return


def _text(raw: bytes) -> str:
    """A text string: with a mark of its byte order, or Latin."""
    return raw[2:].decode("utf-16-be", errors="replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


_DEEPEST = 20
