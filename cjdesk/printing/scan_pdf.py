"""A scanner's PDF taken apart: the one picture of each page, as a file that Qt can read. Text pages have none."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cjdesk.domain.errors import ScanBroken, ScanNotAPicture
from cjdesk.i18n import N_, tr
from cjdesk.printing import scan_objects
from cjdesk.printing.scan_objects import Dict, Objects, Stream

_SMALL = 10
"""A picture with less than a tenth of the largest one's pixels is a mark of the scanner, not part of the page."""

_DEEPEST = 30
_LOCKED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")

LOCKED = N_("the PDF is locked by a password.")
NO_PAGES = N_("the PDF has no pages that can be read.")
TEXT = N_("page {page} of the PDF is text, not a scan.")
PIECES = N_("page {page} of the PDF is put together of several pieces.")
WAY = N_("page {page} of the PDF keeps its picture as {way}, which is not read here.")


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of one page, and by how many degrees it is turned clockwise to stand upright."""

    content: bytes
    turned: int


def pictures(data: bytes, name: str) -> tuple[PagePicture, ...]:
    """One picture for each page of a PDF; ``name`` is what the file is called.

    Errors: SCAN_NOT_A_PICTURE with the reason, SCAN_BROKEN when the file ends too early.
    """
    if _LOCKED.search(data):
        raise ScanNotAPicture(name=name, reason=tr(LOCKED))
    objects = scan_objects.read(data)
    pages = list(_pages(objects))
    if not pages:
        if b"%%EOF" not in data[-2048:]:
            raise ScanBroken(name=name)
        raise ScanNotAPicture(name=name, reason=tr(NO_PAGES))
    return tuple(_picture(objects, page, number, name) for number, page in enumerate(pages, start=1))


def _pages(objects: Objects) -> Iterator[Dict]:
    """The pages in the order of the page tree, with the resources and rotation that they inherit."""
    catalogues = [one for one in objects.dicts() if one.get("Type") == "/Catalog"]
    if catalogues:
        yield from _walk(objects, catalogues[-1].get("Pages"), {}, _DEEPEST)


def _walk(objects: Objects, node: object, above: Dict, depth: int) -> Iterator[Dict]:
    found = objects.dict_of(node)
    if not found or not depth:
        return
    own: Dict = {key: above[key] for key in ("Resources", "Rotate") if key in above}
    own.update(found)
    kids = objects.value(own.get("Kids"))
    if isinstance(kids, list):
        for kid in kids:
            yield from _walk(objects, kid, own, depth - 1)
    elif own.get("Type", "/Page") == "/Page":
        yield own


def _picture(objects: Objects, page: Dict, number: int, name: str) -> PagePicture:
    found = sorted(_images(objects, page, _DEEPEST), key=_pixels, reverse=True)
    if not found:
        raise ScanNotAPicture(name=name, reason=tr(TEXT, page=number))
    if len(found) > 1 and _pixels(found[1]) * _SMALL > _pixels(found[0]):
        raise ScanNotAPicture(name=name, reason=tr(PIECES, page=number))
    content = _as_file(objects, found[0])
    if content is None:
        ways = "、".join(_filters(objects, found[0])) or "raw"
        raise ScanNotAPicture(name=name, reason=tr(WAY, page=number, way=ways))
    turned = objects.value(page.get("Rotate"))
    return PagePicture(content, turned % 360 if isinstance(turned, int) else 0)


def _images(objects: Objects, holder: Dict, depth: int) -> Iterator[Stream]:
    """The pictures that a page or a form inside it uses; masks are no pictures."""
    named = objects.dict_of(objects.dict_of(holder.get("Resources")).get("XObject"))
    for one in named.values():
        stream = objects.stream_of(one)
        if stream is None:
            continue
        if stream.facts.get("Subtype") == "/Image" and stream.facts.get("ImageMask") is not True:
            yield stream
        elif stream.facts.get("Subtype") == "/Form" and depth:
            yield from _images(objects, stream.facts, depth - 1)


def _pixels(image: Stream) -> int:
    wide, high = image.facts.get("Width"), image.facts.get("Height")
    return wide * high if isinstance(wide, int) and isinstance(high, int) else 0


def _filters(objects: Objects, image: Stream) -> list[str]:
    named = objects.value(image.facts.get("Filter"))
    listed = named if isinstance(named, list) else [named]
    return [str(objects.value(one)).lstrip("/") for one in listed if one is not None]


def _as_file(objects: Objects, image: Stream) -> bytes | None:
    """JPEG as it is, fax pictures as TIFF, packed pixels as PNG; None for what cannot be taken out."""
    content = image.content
    filters = _filters(objects, image)
    while filters[:1] == ["FlateDecode"] and len(filters) > 1:
        content, filters = scan_objects.inflated(content), filters[1:]
    if filters in (["DCTDecode"], ["DCT"]):
        return content
    options = objects.value(image.facts.get("DecodeParms"))
    last = objects.dict_of(options[-1] if isinstance(options, list) and options else options)
    if filters == ["CCITTFaxDecode"]:
        return _tiff(content, image.facts, last)
    if filters == ["FlateDecode"]:
        return _png(objects, content, image.facts, last)
    return None


def _tiff(content: bytes, facts: Mapping[str, object], options: Dict) -> bytes | None:
    """A fax picture (group 4, as office scanners write black and white) with a TIFF's head before it."""
    wide, high = options.get("Columns", 1728), facts.get("Height")
    way = options.get("K", 0)
    if not (isinstance(wide, int) and isinstance(high, int) and isinstance(way, int) and way < 0):
        return None
    turned_over = (options.get("BlackIs1") is True) != (facts.get("Decode") == [1, 0])
    start = 8 + 2 + 8 * 12 + 4
    tags = (
        (256, 4, wide), (257, 4, high), (258, 3, 1), (259, 3, 4), (262, 3, int(turned_over)), (273, 4, start),
        (278, 4, high), (279, 4, len(content)),
    )  # fmt: skip
    head = struct.pack("<2sHLH", b"II", 42, 8, len(tags))
    return head + b"".join(struct.pack("<HHLL", tag, kind, 1, value) for tag, kind, value in tags) + bytes(4) + content


def _png(objects: Objects, content: bytes, facts: Mapping[str, object], options: Dict) -> bytes | None:
    """Grey or coloured pixels, 1 or 8 bits each, as a PNG."""
    wide, high, bits = facts.get("Width"), facts.get("Height"), facts.get("BitsPerComponent")
    colours = _colours(objects, facts.get("ColorSpace"))
    if not (isinstance(wide, int) and isinstance(high, int) and isinstance(bits, int)) or bits not in {1, 8}:
        return None
    if colours is None or facts.get("Decode") is not None:
        return None
    row = (wide * colours * bits + 7) // 8
    predictor = options.get("Predictor", 1)
    if predictor == 1:
        raw = scan_objects.inflated(content)
        if len(raw) < row * high:
            return None
        content = zlib.compress(b"".join(b"\0" + raw[line * row : (line + 1) * row] for line in range(high)), 1)
    elif not (isinstance(predictor, int) and predictor >= 10):
        return None
    head = struct.pack(">LLBBBBB", wide, high, bits, 2 if colours == 3 else 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body)) for kind, body in parts
    )


def _colours(objects: Objects, space: object) -> int | None:
    named = objects.value(space)
    if isinstance(named, list) and len(named) == 2 and objects.value(named[0]) == "/ICCBased":
        profile = objects.stream_of(named[1])
        count = profile.facts.get("N") if profile is not None else None
        return count if isinstance(count, int) and count in {1, 3} else None
    return {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3}.get(str(named))
