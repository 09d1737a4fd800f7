"""Photos and scans made small: every kind of file, upright, legible, and words for what cannot be taken in."""

from __future__ import annotations

import base64
import random
import struct
import subprocess
import zlib
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage

from cjdesk.domain import errors
from cjdesk.printing import payroll_sheet, pdf, scan_pdf, scan_picture
from tests.printing import scan_samples as samples
from tests.printing.sample_sheets import STAMP, sheet


def kept(content: bytes) -> QImage:
    image = QImage.fromData(content)
    assert not image.isNull()
    return image


@pytest.mark.parametrize("kind", ["jpeg", "png", "bmp", "webp", "tiff"])
def test_every_kind_becomes_one_small_jpeg(kind: str) -> None:
    (made,) = scan_picture.of_bytes(samples.as_bytes(samples.page(), kind), f"page.{kind}")
    assert (made.width, made.height) == (2000, 1414)
    assert kept(made.content).size() == QSize(2000, 1414)
    assert made.content[:2] == b"\xff\xd8"
    assert len(made.content) <= 300 * 1024
    assert made.media_type == "image/jpeg"


def test_a_grainy_photo_stays_under_300_kb_and_is_legible() -> None:
    """Dark strokes stay dark and the paper light, where the smallest print of the foot stands."""
    photo = samples.grainy(samples.page(4000, 2828), 0.10)
    data = samples.as_bytes(photo, "jpeg", 92)
    assert len(data) > 2_000_000
    (made,) = scan_picture.of_bytes(data, "photo.jpg")
    assert len(made.content) <= 300 * 1024
    foot = kept(made.content).copy(100, 1325, 800, 20)
    greys = sorted(QColor(foot.pixel(x, y)).lightness() for x in range(foot.width()) for y in range(foot.height()))
    assert greys[len(greys) // 200] < 110
    assert greys[len(greys) // 2] > 190


def test_a_red_seal_stays_red_and_grey_paper_becomes_grey() -> None:
    (red,) = scan_picture.of_bytes(samples.as_bytes(samples.page(), "png"), "red.png")
    image = kept(red.content)
    k = image.width() / 297
    seal = image.pixelColor(round((255 - 21) * k), round(170 * k))
    assert seal.red() > 150 > seal.blue() + 60
    grey = samples.page().convertToFormat(QImage.Format.Format_Grayscale8)
    (plain,) = scan_picture.of_bytes(samples.as_bytes(grey, "png"), "grey.png")
    assert kept(plain.content).isGrayscale()


def test_the_cameras_note_turns_the_picture_and_is_not_kept() -> None:
    data = samples.turned(samples.as_bytes(samples.page(), "jpeg"), 6)
    (made,) = scan_picture.of_bytes(data, "held.jpg")
    assert (made.width, made.height) == (1414, 2000)
    assert b"Exif" not in made.content


def test_transparent_paper_becomes_white() -> None:
    image = QImage(1200, 900, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    (made,) = scan_picture.of_bytes(samples.as_bytes(image, "png"), "clear.png")
    assert kept(made.content).pixelColor(600, 450).lightness() > 250


def test_a_small_picture_is_not_made_larger() -> None:
    image = samples.page().scaled(900, 636)
    (made,) = scan_picture.of_bytes(samples.as_bytes(image, "jpeg"), "small.jpg")
    assert (made.width, made.height) == (900, 636)


def test_the_original_is_known_by_its_bytes() -> None:
    data = samples.as_bytes(samples.page(), "jpeg")
    (one,) = scan_picture.of_bytes(data, "a.jpg")
    (same,) = scan_picture.of_bytes(data, "b.jpg")
    assert one.original_sha256 == same.original_sha256
    assert one.original_size == len(data)


def test_a_fax_tiff_of_several_pages_gives_each_page(tmp_path: Path) -> None:
    """Two black-and-white pages in one TIFF, as multi-function printers write it; made by hand, page after page."""
    pages = [black_and_white(1240, 877, dark=place) for place in (100, 500)]
    made = scan_picture.of_bytes(two_pages(pages), "fax.tif")
    assert [(one.width, one.height) for one in made] == [(1240, 877), (1240, 877)]
    assert made[0].original_sha256 != made[1].original_sha256
    dark = [
        kept(one.content).pixelColor(620, place + 5).lightness() for one, place in zip(made, (100, 500), strict=True)
    ]
    assert max(dark) < 60


# PDF of office scanners


def test_a_scanned_pdf_gives_its_pages_in_order() -> None:
    first = samples.as_bytes(samples.page(), "jpeg")
    second = samples.as_bytes(samples.page().flipped(), "jpeg")
    made = scan_picture.of_bytes(samples.pdf(first, second), "scan.pdf")
    assert len(made) == 2
    assert made[0].original_size == len(first)
    assert made[0].original_sha256 != made[1].original_sha256


def test_pages_hidden_in_an_object_stream_are_found() -> None:
    data = samples.as_bytes(samples.page(), "jpeg")
    assert len(scan_picture.of_bytes(samples.pdf(data, data[:-2] + b"\xff\xd9", packed=True), "new.pdf")) == 2


def test_a_real_pdf_with_a_picture_is_read(tmp_path: Path) -> None:
    """Written by Qt: a page that is one photo."""
    from PySide6.QtGui import QPainter, QPdfWriter

    path = tmp_path / "qt.pdf"
    writer = QPdfWriter(str(path))
    painter = QPainter(writer)
    photo = samples.grainy(samples.page(1200, 849), 0.3)
    painter.drawImage(0, 0, photo)
    painter.end()
    (made,) = scan_picture.of_file(path)
    assert (made.width, made.height) == (1200, 849)


def test_a_page_that_was_scanned_sideways_is_turned() -> None:
    data = samples.pdf(samples.as_bytes(samples.page(), "jpeg")).replace(
        b"/Type /Page /Parent", b"/Rotate 90 /Type /Page /Parent"
    )
    (made,) = scan_picture.of_bytes(data, "side.pdf")
    assert made.width < made.height


def test_a_turn_that_stands_above_the_pages_holds_for_them() -> None:
    data = samples.pdf(samples.as_bytes(samples.page(), "jpeg")).replace(b"/Type /Pages", b"/Rotate -90 /Type /Pages")
    assert [one.turned for one in scan_pdf.pictures(data, "side.pdf")] == [270]


def test_a_picture_packed_several_times_and_used_twice_comes_out_as_it_is() -> None:
    jpeg = samples.as_bytes(samples.page(300, 212), "jpeg")
    way = "[/ASCII85Decode /FlateDecode /DCTDecode]"
    data = samples.pdf(base64.a85encode(zlib.compress(jpeg)) + b"~>", way=way)
    twice = data.replace(b"/Kids [3 0 R]", b"/Kids [3 0 R 3 0 R]")
    assert [one.content for one in scan_pdf.pictures(twice, "twice.pdf")] == [jpeg, jpeg]


@pytest.mark.parametrize("predictor", [1, 2, 15])
def test_rows_that_are_written_as_differences_are_read(predictor: int) -> None:
    """Every row is (i, i + 1, i + 2, …) in one way of writing it or another."""
    step = {1: bytes(range(10)), 2: b"\0" + b"\1" * 9, 15: b"\1\0" + b"\1" * 9}[predictor]
    facts = f"/DecodeParms << /Predictor {predictor} /Columns 10 >>"
    data = samples.pdf(zlib.compress(step * 10), way="/FlateDecode", facts=facts)
    for old, new in ((b"/Width 2480 /Height 1754", b"/Width 10 /Height 10"), (b"/DeviceRGB", b"/DeviceGray")):
        data = data.replace(old, new)
    (made,) = scan_pdf.pictures(data, "rows.pdf")
    assert [kept(made.content).pixelColor(x, 9).red() for x in range(10)] == list(range(10))


def test_packed_pixels_are_read_too() -> None:
    image = samples.page().convertToFormat(QImage.Format.Format_RGB888)
    raw = b"".join(bytes(image.constScanLine(y))[: 3 * image.width()] for y in range(image.height()))
    data = samples.pdf(zlib.compress(raw, 1), way="/FlateDecode").replace(
        b"/Height 1754", b"/Height %d" % image.height()
    )
    (made,) = scan_picture.of_bytes(data, "flate.pdf")
    assert (made.width, made.height) == (2000, 1414)


@pytest.mark.parametrize(
    ("options", "decode", "light"),
    [("", "", True), ("/BlackIs1 true", "", False), ("/BlackIs1 true", "/Decode [1 0]", True)],
)
def test_a_black_and_white_fax_page_is_read(options: str, decode: str, light: bool) -> None:
    """An empty page packed by group 4 is one bit a row; which way round black is, the PDF says."""
    rows = b"\xff" * (1754 // 8 + 1) + b"\x00\x10\x01"
    facts = f"/DecodeParms << /K -1 /Columns 2480 /Rows 1754 {options} >> {decode}"
    data = samples.pdf(rows, way="/CCITTFaxDecode", facts=facts).replace(b"/BitsPerComponent 8", b"/BitsPerComponent 1")
    (made,) = scan_picture.of_bytes(data, "fax.pdf")
    assert (kept(made.content).pixelColor(1000, 700).lightness() > 128) == light


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 a document", "JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>", "JPEG"),
        (samples.pdf(b"x", way="/JBIG2Decode"), "JBIG2Decode"),
        (samples.pdf(b"\xff\xd8\xff\xd9", pieces=3), "拼成"),
        (samples.pdf(b"x").replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R"), "密码"),
    ],
)
def test_what_is_no_picture_says_what_to_do(data: bytes, says: str, capsys: object) -> None:
    from cjdesk import i18n

    i18n.set_language("zh_CN")
    with pytest.raises(errors.ScanNotAPicture) as stop:
        scan_picture.of_bytes(data, "文件")
    assert says in i18n.error_text(stop.value)
    assert "JPEG" in i18n.error_text(stop.value)


def test_our_own_pdf_is_text_and_refused(tmp_path: Path) -> None:
    path = pdf.write_pdf(payroll_sheet.layout(sheet("HL"), payroll_sheet.SheetOptions(STAMP)), tmp_path / "own.pdf")
    with pytest.raises(errors.ScanNotAPicture):
        scan_picture.of_file(path)


# Broken, empty, too large


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(errors.ScanEmpty):
        scan_picture.of_file(tmp_path / "empty.jpg")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(errors.ScanFileNotRead):
        scan_picture.of_file(tmp_path / "gone.jpg")


def test_more_than_50_mb_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.tif"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(errors.ScanTooLarge) as stop:
        scan_picture.of_file(path)
    assert stop.value.facts["megabytes"] == 51


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_half_a_photo_is_no_photo(share: float) -> None:
    """Qt would read it, grey from where it was cut off."""
    data = samples.as_bytes(samples.page(), "jpeg")
    with pytest.raises(errors.ScanBroken):
        scan_picture.of_bytes(data[: int(len(data) * share)], "half.jpg")


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_half_of_another_kind_is_refused_too(kind: str, qtlog) -> None:
    data = samples.as_bytes(samples.page(), kind)
    with qtlog.disabled(), pytest.raises(errors.ScanBroken):
        scan_picture.of_bytes(data[: len(data) // 2], f"half.{kind}")


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    """A PNG of a few hundred bytes that says it has 3.6 thousand million pixels."""
    head = struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(2000))), (b"IEND", b""))
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body)) for kind, body in parts
    )
    with pytest.raises(errors.ScanTooManyPixels):
        scan_picture.of_bytes(bomb, "bomb.png")


def test_a_photo_of_108_million_pixels_is_opened_smaller() -> None:
    large = QImage(12_000, 9_000, QImage.Format.Format_Grayscale8)
    large.fill(200)
    (made,) = scan_picture.of_bytes(samples.as_bytes(large, "jpeg", 60), "phone.jpg")
    assert (made.width, made.height) == (2000, 1500)


def test_a_packed_stream_that_never_ends_is_no_page() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    with pytest.raises((errors.ScanNotAPicture, errors.ScanBroken)):
        scan_picture.of_bytes(samples.pdf(bomb, way="/FlateDecode"), "bomb.pdf")


def test_forms_that_hold_each_other_are_looked_into_once() -> None:
    """Asked again on every way to them, two forms would keep the program busy for hours."""
    holds = b"/Subtype /Form /Resources << /XObject << /A 4 0 R /B 5 0 R >> >>"
    data = samples.pdf(b"x", pieces=2).replace(b"/Subtype /Image", holds)
    with pytest.raises(errors.ScanNotAPicture):
        scan_pdf.pictures(data, "forms.pdf")


def test_damaged_pdfs_are_read_or_refused_in_words() -> None:
    """Cut off anywhere, bytes changed anywhere or where the objects are described: 300 of them, always the same."""
    dice, jpeg = random.Random(7), samples.as_bytes(samples.page(300, 212), "jpeg")
    pixels = samples.pdf(zlib.compress(bytes(2480 * 1754 * 3), 1), way="/FlateDecode")
    whole = [samples.pdf(jpeg, jpeg), samples.pdf(jpeg, packed=True), pixels, samples.pdf(jpeg, way="/CCITTFaxDecode")]
    outcomes = Counter()
    for turn in range(300):
        data = bytearray(whole[turn % 4])
        if turn % 3 == 0:
            del data[dice.randrange(len(data)) :]
        for _ in range(dice.choice([1, 5, 50]) if turn % 3 else 0):
            place = dice.randrange(len(data)) if turn % 3 == 1 else dice.choice([1, -1]) * dice.randrange(1, 700)
            data[place] = dice.choice(b"0123456789/<>[] R\n()\xff")
        try:
            outcomes["read"] += bool(scan_pdf.pictures(bytes(data), "broken.pdf"))
        except (errors.ScanBroken, errors.ScanNotAPicture) as error:
            outcomes[error.code] += 1
    assert min(outcomes[way] for way in ("read", "SCAN_BROKEN", "SCAN_NOT_A_PICTURE")) > 20


def test_poppler_agrees_with_our_pages(tmp_path: Path) -> None:
    """The PDF that the tests are made with is one that other programs read as well."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(samples.pdf(samples.as_bytes(samples.page(), "jpeg")))
    told = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    assert "2480" in told


def black_and_white(wide: int, high: int, *, dark: int) -> bytes:
    """Rows of one bit a pixel, 1 is white, with a black bar of ten rows."""
    row, bar = b"\xff" * ((wide + 7) // 8), b"\0" * ((wide + 7) // 8)
    return b"".join(bar if dark <= line < dark + 10 else row for line in range(high))


def two_pages(pages: list[bytes]) -> bytes:
    """A TIFF with one strip for each page, not packed."""
    wide, high = 1240, 877
    data, place = b"", 8
    heads = []
    for content in pages:
        heads.append(place)
        place += 2 + 8 * 12 + 4 + len(content)
    for index, content in enumerate(pages):
        start = heads[index] + 2 + 8 * 12 + 4
        tags = ((256, 4, wide), (257, 4, high), (258, 3, 1), (259, 3, 1), (262, 3, 1), (273, 4, start), (278, 4, high),
                (279, 4, len(content)))  # fmt: skip
        following = heads[index + 1] if index + 1 < len(pages) else 0
        data += struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHLL", t, k, 1, v) for t, k, v in tags)
        data += struct.pack("<L", following) + content
    return b"II*\0" + struct.pack("<L", 8) + data
