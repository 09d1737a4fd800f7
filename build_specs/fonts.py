"""The font that is carried: the Simplified Chinese face of Noto Sans CJK, without what the desk never writes."""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

COLLECTION = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
LICENCE = Path("/usr/share/doc/fonts-noto-cjk/copyright")
"""Both from Debian's package fonts-noto-cjk."""

FAMILY = "Noto Sans CJK SC"
_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0x3200, 0x321E), (0x3260, 0x327F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))


def write(folder: Path, *, collection: Path = COLLECTION, licence: Path = LICENCE) -> Path:
    """The face as one file, and its licence beside it."""
    face = _face(collection)
    kept = [code for code in face.getBestCmap() if not any(first <= code <= last for first, last in _HANGUL)]
    options = subset.Options(layout_features=[], name_IDs=["*"], name_languages=["*"], notdef_outline=True)
    narrower = subset.Subsetter(options)
    narrower.populate(unicodes=kept)
    narrower.subset(face)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "NotoSansCJKsc-Regular.otf"
    face.save(target)
    (folder / "NotoSansCJKsc-LICENCE.txt").write_bytes(licence.read_bytes())
    return target


def _face(collection: Path) -> TTFont:
    for face in TTCollection(str(collection), lazy=True).fonts:
        if face["name"].getDebugName(1) == FAMILY:
            return face
    raise ValueError(f"{collection} has no face {FAMILY}")
