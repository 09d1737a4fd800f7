"""Several files of one paper taken in, one after the other: what is wrong with one does not keep the others out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cjdesk.domain.errors import UserError
from cjdesk.domain.paper import PaperCode
from cjdesk.printing import scan_picture
from cjdesk.printing.scan_picture import Progress
from cjdesk.services.scans.adding import Added
from cjdesk.services.scans.values import Picture

Keep = Callable[[Sequence[Picture], bool, int | None], tuple[Added, ...]]
"""Keeps the pages of one file: the pictures, whether they are the first file's, and the page of the first picture."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken in, and why."""

    name: str
    error: UserError


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of several files."""

    added: tuple[Added, ...]
    refused: tuple[Refused, ...]


def take_in(
    paths: Sequence[Path],
    keep: Keep,
    *,
    code: PaperCode | None = None,
    page: int | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Each file's pages, all of them or none; pages follow each other from ``page``, or from that of the code.

    The code is that of the first file. ``progress`` counts files and may raise to stop; what was kept stays kept.
    """
    page = code.page if code is not None and page is None else page
    added: list[Added] = []
    refused: list[Refused] = []
    for done, path in enumerate(paths):
        if progress is not None:
            progress(done, len(paths))
        try:
            made = keep(scan_picture.of_file(path), done == 0, page)
        except UserError as error:
            refused.append(Refused(path.name, error))
            page = None if page is None else page + 1
            continue
        added += made
        page = None if made[-1].page is None else made[-1].page + 1
    if progress is not None:
        progress(len(paths), len(paths))
    return Taken(tuple(added), tuple(refused))
