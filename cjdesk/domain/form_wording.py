"""The wording of a form as the county writes it: title, headings, paragraphs, words of a post type, places to fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cjdesk.domain.errors import WordingUnknownField

BLANK = "_" * 16
"""Printed where nothing is known, to be filled in by hand."""

OTHERS = "*"
_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``heading`` for the short line over a clause."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """What a file says: a title, paragraphs in order, and words by post type (``*`` for all others)."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    by_type: Mapping[str, str]

    def words_for(self, post_type: str) -> str:
        """The words of a post type, else those of all others, else none."""
        return self.by_type.get(post_type, self.by_type.get(OTHERS, ""))


def parse(text: str) -> Wording:
    """Read a file: ``//`` remark, ``# `` title, ``## `` heading, ``@CODE `` words of a post type, blank lines part."""
    title, paragraphs, by_type = "", [], {}
    for line in (one.strip() for one in text.splitlines()):
        if not line or line.startswith("//"):
            continue
        if line.startswith("## "):
            paragraphs.append(Paragraph(line[3:].strip(), heading=True))
        elif line.startswith("# "):
            title = line[2:].strip()
        elif line.startswith("@"):
            code, _, words = line[1:].partition(" ")
            by_type[code] = words.strip()
        else:
            paragraphs.append(Paragraph(line))
    return Wording(title, tuple(paragraphs), by_type)


def fill(paragraph: Paragraph, facts: Mapping[str, str], *, form: str) -> Paragraph:
    """Put the facts into their places, a line where there is none. WORDING_UNKNOWN_FIELD for a place nobody knows."""

    def word(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name not in facts:
            raise WordingUnknownField(form=form, name=name, known="、".join(facts))
        return facts[name] or BLANK

    return Paragraph(_FIELD.sub(word, paragraph.text), paragraph.heading)
