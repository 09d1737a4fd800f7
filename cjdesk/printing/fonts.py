"""Which font does which work on paper, on this machine; and whether it has a person's characters."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGlyphRun, QRawFont, QTextLayout

from cjdesk import paths
from cjdesk.printing import drawn
from cjdesk.printing.drawn import NOTDEF
from cjdesk.printing.measures import POINT, UNITS

_MEASURED_AT = 1000
_MOST_KEPT = 50_000
_MOST_PLACES = 10_000
_NO_BREAK = 1_000_000


class Role(StrEnum):
    """The work a font does."""

    TITLE = "title"
    BODY = "body"
    HEADER = "header"
    FIGURES = "figures"
    FIGURES_BOLD = "figures bold"
    CODES = "codes"
    CODES_BOLD = "codes bold"


_CARRIED = ("Noto Sans CJK SC", False)
_SANS = (("SimHei", False), ("Microsoft YaHei", False), _CARRIED)
_SERIF = (("仿宋_GB2312", False), ("FangSong", False), ("SimSun", False), ("Noto Serif CJK SC", False), _CARRIED)

FAMILIES: dict[Role, tuple[tuple[str, bool], ...]] = {
    Role.TITLE: (
        ("方正小标宋简体", False),
        ("华文中宋", False),
        ("STZhongsong", False),
        ("SimSun", True),
        ("Noto Serif CJK SC", True),
        ("Noto Sans CJK SC", True),
    ),
    Role.BODY: _SERIF,
    Role.HEADER: (("SimHei", False), ("Microsoft YaHei", True), ("Noto Sans CJK SC", True)),
    Role.FIGURES: _SANS,
    Role.FIGURES_BOLD: tuple((family, True) for family, _ in _SANS),
    Role.CODES: (("SimSun", False), ("NSimSun", False), ("Noto Sans Mono CJK SC", False), _CARRIED),
    Role.CODES_BOLD: (
        ("SimSun", True),
        ("NSimSun", True),
        ("Noto Sans Mono CJK SC", True),
        ("Noto Sans CJK SC", True),
    ),
}
"""Families in order of preference, each with whether it is set bold: Windows first, then what Linux has, last the one
face that the installer carries. A font whose own weight is that of a title is not made bolder."""

RARE = (("SimSun-ExtB", False), ("SimSun-ExtG", False), ("Noto Serif CJK SC", False), ("Noto Sans CJK SC", False))
"""Asked in this order for a name that the body font cannot write."""

MISSING = "〓"
"""Stands for a character that no font has or that is no standard one (private use)."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A line as glyphs: their numbers in the font, where each begins and how wide all are, in em.

    ``plain`` is False for a line that one glyph per character cannot write (combining marks, variation selectors).
    """

    glyphs: tuple[int, ...]
    starts: tuple[float, ...]
    width: float
    plain: bool


class Face:
    """One family and weight: its glyphs, widths in em and its fonts by size."""

    def __init__(self, family: str, bold: bool) -> None:
        self._family = family
        self.bold = bold
        self._fonts: dict[int, QFont] = {}
        self._raw_fonts: dict[int, QRawFont] = {}
        measured = self._made(_MEASURED_AT)
        self._metrics = QFontMetricsF(measured)
        self._raw = QRawFont.fromFont(measured)
        self.postscript_name = drawn.postscript_name(self._raw)
        # Where no font is installed at all, Qt draws boxes and claims to have every character.
        self._writes = not self._raw.fontTable("cmap").isEmpty()
        self._glyphs: dict[str, tuple[int, float, bool]] = {}
        self._shaped: dict[str, Shaped] = {}
        self._starts: dict[tuple[float, ...], tuple[float, ...]] = {}
        self._places: dict[tuple[int, int, float, float], list[QPointF]] = {}

    @property
    def family(self) -> str:
        """The name of the font."""
        return self._family

    def font(self, size: float) -> QFont:
        """The font of a size in points, its pixels hundredths of a millimetre."""
        pixels = pixel_size(size)
        font = self._fonts.get(pixels)
        if font is None:
            font = self._fonts[pixels] = self._made(pixels)
        return font

    def raw_font(self, pixels: int) -> QRawFont:
        """The same for whole runs of glyphs."""
        font = self._raw_fonts.get(pixels)
        if font is None:
            font = self._raw_fonts[pixels] = QRawFont.fromFont(self._made(pixels))
        return font

    def glyph(self, character: str) -> int:
        """The number of a character's glyph, 0 when the font has none."""
        return self._glyph(character)[0]

    def runs(self, text: str, pixels: int) -> list[tuple[QGlyphRun, list[str]]]:
        """A line that is not plain as Qt shapes it, also with other fonts, and what each glyph writes."""
        layout = QTextLayout(text, self._made(pixels))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(_NO_BREAK)
        line.setPosition(QPointF(0, -line.ascent()))
        layout.endLayout()
        flags = QTextLayout.GlyphRunRetrievalFlag
        wanted = flags.RetrieveGlyphIndexes | flags.RetrieveGlyphPositions | flags.RetrieveStringIndexes
        runs = layout.glyphRuns(-1, -1, wanted)
        units = text.encode("utf-16-be")
        begins = sorted({begin for run in runs for begin in run.stringIndexes()})
        ends = dict(zip(begins, [*begins[1:], len(units) // 2], strict=True))
        found = []
        for run in runs:
            told: set[int] = set()
            texts = []
            for begin in run.stringIndexes():
                cluster = units[2 * begin : 2 * ends[begin]].decode("utf-16-be", errors="ignore")
                texts.append("" if begin in told else cluster)
                told.add(begin)
            found.append((run, texts))
        return found

    def shaped(self, text: str) -> Shaped:
        """A line as glyphs; kept, since villages, banks and amounts come again and again."""
        found = self._shaped.get(text)
        if found is None:
            if len(self._shaped) > _MOST_KEPT:
                self._shaped.clear()
            found = self._shaped[text] = self._shape(text)
        return found

    def places(self, shaped: Shaped, pixels: int, x: float, y: float) -> list[QPointF]:
        """Where the glyphs of a line stand whose left and baseline are given in millimetres.

        Kept, since the lines of one page stand where those of the next do.
        """
        key = (id(shaped.starts), pixels, x, y)
        found = self._places.get(key)
        if found is None:
            if len(self._places) > _MOST_PLACES:
                self._places.clear()
            left, base = x * UNITS, round(y * UNITS)
            found = self._places[key] = [QPointF(round(left + start * pixels), base) for start in shaped.starts]
        return found

    def width(self, text: str, size: float) -> float:
        """The width of a line in millimetres."""
        return self.shaped(text).width * size * POINT

    def has(self, text: str) -> bool:
        """Whether the font itself, without any other's help, has all characters."""
        return all(self._glyph(character)[0] for character in text)

    def same(self, one: str, other: str) -> bool:
        """Whether one glyph draws both characters, as in many fonts an ideograph and its radical (月, ⽉)."""
        return self.has(one) and self._glyph(one)[0] == self._glyph(other)[0]

    def _shape(self, text: str) -> Shaped:
        glyphs: list[int] = []
        starts: list[float] = []
        x = 0.0
        plain = True
        for character in text:
            glyph, width, alone = self._glyph(character)
            glyphs.append(glyph)
            starts.append(x)
            x += width
            plain = plain and alone
        if plain:
            # Equal figures have equal places: 522699… and 522600… share one tuple, and so do their points on a page.
            return Shaped(tuple(glyphs), self._starts.setdefault(tuple(starts), tuple(starts)), x, plain=True)
        return Shaped((), (), self._metrics.horizontalAdvance(text) / _MEASURED_AT, plain=False)

    def _glyph(self, character: str) -> tuple[int, float, bool]:
        """Number (0 when the font has none), width in em, and whether it stands alone."""
        known = self._glyphs.get(character)
        if known is None:
            indexes = self._raw.glyphIndexesForString(character)
            glyph = indexes[0] if len(indexes) == 1 and self._writes else 0
            width = self._metrics.horizontalAdvance(character) / _MEASURED_AT
            alone = glyph != 0 and not unicodedata.combining(character)
            known = self._glyphs[character] = (glyph, width, alone)
        return known

    def _made(self, pixels: int) -> QFont:
        font = QFont(self._family)
        font.setPixelSize(pixels)
        font.setBold(self.bold)
        font.setKerning(False)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setStyleStrategy(QFont.StyleStrategy.PreferOutline)
        # Local forms replace figures beside Latin letters by glyphs that have no text in a PDF: PAY-2020 reads PAY-.
        font.setFeature(QFont.Tag("locl"), 0)
        return font


def glyph_of(font: QRawFont) -> Callable[[str], int]:
    """How a font of Qt's own choice finds the glyph of a character; 0 when it has none."""

    def glyph(character: str) -> int:
        indexes = font.glyphIndexesForString(character)
        return indexes[0] if len(indexes) == 1 else NOTDEF

    return glyph


def pixel_size(size: float) -> int:
    """Points in hundredths of a millimetre."""
    return round(size * POINT * UNITS)


class Faces:
    """The faces of this machine; one set for each thread, since a Qt font keeps to the thread that used it."""

    def __init__(self) -> None:
        add_shipped()
        self._families = frozenset(QFontDatabase.families())
        self._made: dict[tuple[str, bool], Face] = {}
        self._names: dict[str, tuple[str, Face]] = {}
        self._writable: dict[str, bool] = {}
        self._roles = {role: self._first(wanted) for role, wanted in FAMILIES.items()}

    def role(self, role: Role) -> Face:
        """The face that does this work."""
        return self._roles[role]

    def name(self, name: str) -> tuple[str, Face]:
        """A name as it can be printed, and the one face that has all of it; what no font has becomes 〓."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = self._choose(standard(name))
        return found

    def writable(self, name: str) -> bool:
        """Whether every character of a name is standard and one font here has them all."""
        known = self._writable.get(name)
        if known is None:
            lost = any(map(_lost, name))
            known = self._writable[name] = not lost and any(face.has(name) for face in self._candidates())
        return known

    def _choose(self, name: str) -> tuple[str, Face]:
        candidates = list(self._candidates())
        for face in candidates:
            if face.has(name):
                return name, face
        best = max(candidates, key=lambda face: sum(face.has(character) for character in name))
        return "".join(character if best.has(character) else MISSING for character in name), best

    def _candidates(self) -> Iterable[Face]:
        yield self._roles[Role.BODY]
        for family, bold in (*FAMILIES[Role.BODY], *RARE):
            if family in self._families:
                yield self._face(family, bold)

    def _first(self, wanted: tuple[tuple[str, bool], ...]) -> Face:
        for family, bold in wanted:
            if family in self._families:
                return self._face(family, bold)
        # None of the fonts is here: Qt takes what it has; ``writable`` then lists the names it cannot write.
        return self._face(*wanted[-1])

    def _face(self, family: str, bold: bool) -> Face:
        key = (family, bold)
        if key not in self._made:
            self._made[key] = Face(family, bold)
        return self._made[key]


def faces() -> Faces:
    """The faces for the thread that asks."""
    found: Faces | None = getattr(_local, "faces", None)
    if found is None:
        found = _local.faces = Faces()
    return found


def standard(text: str) -> str:
    """The text with 〓 for what is no standard character (private use)."""
    return "".join(MISSING if _lost(character) else character for character in text)


def _lost(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in {"Co", "Cn", "Cs"}


def add_shipped() -> None:
    """Make the fonts that the installer carries known to Qt, once."""
    global _shipped  # noqa: PLW0603 - Qt's font database is one for the program
    with _lock:
        if not _shipped:
            _shipped = True
            for file in sorted((paths.resources() / "fonts").glob("*.[ot]t[fc]")):
                QFontDatabase.addApplicationFont(str(file))


_local = threading.local()
_lock = threading.Lock()
_shipped = False
