"""A scanner's PDF taken apart: the one picture of each page, as a file that Qt can read. Text pages have none."""

from __future__ import annotations

import copy
import logging
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from cjdesk.domain.errors import ScanBroken, ScanNotAPicture
from cjdesk.i18n import N_, tr

if TYPE_CHECKING:
    from pypdf.generic import StreamObject

Dict = Mapping[Any, Any]

MOST = 128 * 1024 * 1024
"""Bytes that a packed stream may become: more is no scanned page."""

_SMALL = 10
"""A picture with less than a tenth of the largest one's pixels is a mark of the scanner, not part of the page."""

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
    if b"/Encrypt" in data:
        raise ScanNotAPicture(name=name, reason=tr(LOCKED))
    # Only who takes in a PDF waits for this library: it would be a tenth of a second of every start.
    from pypdf import PdfReader, apply_configuration

    # What it mends without asking it says in the log, where the clerk can do nothing about it.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        # Pixels that only come out by leaving bytes out are no page that was signed, and no other program is run.
        with apply_configuration(
            zlib_maximum_output_length=MOST, zlib_maximum_recovery_input_length=0, jbig2dec_binary=None
        ):
            pages = PdfReader(BytesIO(data)).pages
            found = tuple(_picture(page, number, name) for number, page in enumerate(pages, start=1))
    except ScanNotAPicture:
        raise
    except Exception as error:  # what a damaged file makes of a reader is not only the reader's own errors
        raise ScanBroken(name=name) from error
    if not found:
        raise ScanNotAPicture(name=name, reason=tr(NO_PAGES))
    return found


def _at(holder: object, key: str) -> object:
    """What a dictionary has under a key, through references; None where there is no such thing."""
    return holder[key] if isinstance(holder, dict) and key in holder else None


def _number(holder: object, key: str, otherwise: int = 0) -> int:
    """A whole number, ``otherwise`` where there is none."""
    found = _at(holder, key)
    return found if isinstance(found, int) else otherwise


def _listed(holder: object, key: str) -> list[Any]:
    """One or several things under a key, through references."""
    found: Any = _at(holder, key)
    listed = found if isinstance(found, list) else [] if found is None else [found]
    return [one.get_object() for one in listed]


def _picture(page: Dict, number: int, name: str) -> PagePicture:
    found = sorted(_images(page, set()), key=_pixels, reverse=True)
    if not found:
        raise ScanNotAPicture(name=name, reason=tr(TEXT, page=number))
    if len(found) > 1 and _pixels(found[1]) * _SMALL > _pixels(found[0]):
        raise ScanNotAPicture(name=name, reason=tr(PIECES, page=number))
    content = _as_file(found[0])
    if content is None:
        ways = "、".join(str(one).lstrip("/") for one in _listed(found[0], "/Filter")) or "raw"
        raise ScanNotAPicture(name=name, reason=tr(WAY, page=number, way=ways))
    return PagePicture(content, _number(page, "/Rotate") % 360)


def _images(holder: object, seen: set[int]) -> Iterator[StreamObject]:
    """The pictures that a page or a form inside it uses; masks are no pictures, and each form is looked into once."""
    named = _at(_at(holder, "/Resources"), "/XObject")
    for one in [_at(named, key) for key in named] if isinstance(named, dict) else []:
        if _at(one, "/Subtype") == "/Image" and _at(one, "/ImageMask") != True:  # noqa: E712 - the file's own true
            yield cast("StreamObject", one)
        elif _at(one, "/Subtype") == "/Form" and id(one) not in seen:
            seen.add(id(one))
            yield from _images(one, seen)


def _pixels(image: Dict) -> int:
    return _number(image, "/Width") * _number(image, "/Height")


def _as_file(image: StreamObject) -> bytes | None:
    """JPEG as it is, fax pictures as TIFF, packed pixels as PNG; None for what cannot be taken out."""
    filters = _listed(image, "/Filter")
    options = _listed(image, "/DecodeParms")
    last = options[-1] if options else {}
    way = filters[-1] if filters else ""
    if way in {"/DCTDecode", "/DCT"}:
        return _unpacked(image, len(filters) - 1)
    if way == "/CCITTFaxDecode":
        return _tiff(_unpacked(image, len(filters) - 1), image, last)
    if way == "/FlateDecode":
        return _png(image, last)
    return None


def _unpacked(image: StreamObject, count: int) -> bytes:
    """The bytes after so many of the filters, the library's work, as the last one's own file keeps them."""
    from pypdf.generic import ArrayObject, NameObject, NullObject

    filters, options = _listed(image, "/Filter"), _listed(image, "/DecodeParms")
    options = [NullObject()] * (len(filters) - len(options)) + options
    made = copy.copy(image)  # another page may use the same picture
    made[NameObject("/Filter")] = ArrayObject(filters[:count])
    made[NameObject("/DecodeParms")] = ArrayObject(options[:count])
    return made.get_data()


def _tiff(content: bytes, image: Dict, options: object) -> bytes | None:
    """A fax picture (group 4, as office scanners write black and white) with a TIFF's head before it."""
    wide, high = _number(options, "/Columns", 1728), _number(image, "/Height")
    if _number(options, "/K") >= 0 or not high:
        return None
    turned_over = (_at(options, "/BlackIs1") == True) != (_at(image, "/Decode") == [1, 0])  # noqa: E712
    start = 8 + 2 + 8 * 12 + 4
    tags = (
        (256, 4, wide), (257, 4, high), (258, 3, 1), (259, 3, 4), (262, 3, int(turned_over)), (273, 4, start),
        (278, 4, high), (279, 4, len(content)),
    )  # fmt: skip
    head = struct.pack("<2sHLH", b"II", 42, 8, len(tags))
    return head + b"".join(struct.pack("<HHLL", tag, kind, 1, value) for tag, kind, value in tags) + bytes(4) + content


def _png(image: StreamObject, options: object) -> bytes | None:
    """Grey or coloured pixels, 1 or 8 bits each, as a PNG."""
    wide, high, bits = (_number(image, key) for key in ("/Width", "/Height", "/BitsPerComponent"))
    colours = _colours(_at(image, "/ColorSpace"))
    filters = len(_listed(image, "/Filter"))
    predictor = _number(options, "/Predictor", 1)
    if bits not in {1, 8} or colours is None or _at(image, "/Decode") is not None:
        return None
    if predictor >= 10:
        content = _unpacked(image, filters - 1)  # packed as a PNG's rows are: nothing to do
    elif predictor == 1 or (predictor == 2 and bits == 8):
        raw, row = _unpacked(image, filters), (wide * colours * bits + 7) // 8
        if len(raw) < row * high:
            return None
        content = zlib.compress(b"".join(b"\0" + raw[line * row : (line + 1) * row] for line in range(high)), 1)
    else:
        return None
    head = struct.pack(">LLBBBBB", wide, high, bits, 2 if colours == 3 else 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body)) for kind, body in parts
    )


def _colours(space: object) -> int | None:
    """How many numbers a pixel has; None for colours that a PNG cannot have."""
    if isinstance(space, list) and len(space) == 2 and space[0] == "/ICCBased":
        count = _number(space[1].get_object(), "/N")
        return count if count in {1, 3} else None
    return {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3}.get(str(space))
