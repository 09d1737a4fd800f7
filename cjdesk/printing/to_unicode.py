"""The table of a PDF font that says which text each of its glyphs is."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SECTION = re.compile(rb"begin(bfrange|bfchar)(.*?)endbf", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_ONE = re.compile(rb"<([0-9A-Fa-f]+)>")
_MOST_IN_SECTION = 100
"""A section holds a hundred entries at most (PDF 32000-1, 9.10.3)."""

_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def parsed(table: bytes) -> dict[int, str]:
    """Glyph number to text; glyphs without a name are left out."""
    found: dict[int, str] = {}
    for kind, section in _SECTION.findall(table):
        if kind == b"bfchar":
            found.update((int(code, 16), _text(target)) for code, target in _PAIR.findall(section))
            continue
        for first, last, target, listed in _RANGE.findall(section):
            codes = range(int(first, 16), int(last, 16) + 1)
            if listed:
                found.update(zip(codes, map(_text, _ONE.findall(listed)), strict=False))
            else:
                start = int(target, 16)
                found.update((code, chr(start + step)) for step, code in enumerate(codes))
    return {code: text for code, text in found.items() if text.strip("\0")}


def written(texts: Mapping[int, str]) -> bytes:
    """The table for these texts; those outside the basic plane take two units."""
    rows = [b"<%04X> <%s>\n" % (code, _hex(text)) for code, text in sorted(texts.items()) if text]
    made = _HEAD
    for start in range(0, len(rows), _MOST_IN_SECTION):
        part = rows[start : start + _MOST_IN_SECTION]
        made += b"%d beginbfchar\n%sendbfchar\n" % (len(part), b"".join(part))
    return made + _TAIL


def _text(target: bytes) -> str:
    return bytes.fromhex(target.decode("ascii").zfill(4)).decode("utf-16-be", errors="ignore")


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode("ascii")
