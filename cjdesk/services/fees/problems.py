"""What is wrong or worth a look in a month's fees: overlaps, gaps, books, money that nobody earns from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cjdesk.domain.fees import numbers
from cjdesk.domain.fees.numbers import Run
from cjdesk.i18n import N_, tr
from cjdesk.services.fees.books import BookValue

ERROR, WARNING = "error", "warning"

OVERLAP = N_("Receipts {numbers} share {count} numbers with {other} of {scheme}. Check the first and last number.")
GAP = N_("Of the book {book} the receipts {numbers} are missing ({count}). Enter them, or enter them as void.")
NO_BOOK = N_("{count} receipts of {numbers} stand in no book that was handed out for {scheme}. Check the number.")
NOT_ENTERED = N_("Nothing is entered for {scheme} in {month}. Enter the receipts, or state that nothing came in.")
LEFT_OUT = N_(
    "{count} receipts of {amount_fen} yuan lie outside {name}’s time on post and earn nothing. Check the days."
)
NOBODY = N_("{count} receipts of {amount_fen} yuan: nobody was on post at {scheme}. Name the successor in the shares.")
UNSHARED = N_("{amount_fen} yuan of the commission of {scheme} fall to somebody not on post. Set the shares anew.")
NO_RATE = N_("{scheme} has no commission rate in {month}. Enter the rate, then compute.")
NO_ORIGINAL = N_("A refund of {amount_fen} yuan on {received} names no receipt. Enter the original receipt’s number.")
BELOW_FLOOR = N_("{name} earns {earned_fen} yuan, below the floor of {floor_fen} yuan.")


@dataclass(frozen=True, slots=True)
class FeeProblem:
    """One finding; ``line`` is the id of the month's line it stands in, empty for the whole month."""

    code: str
    severity: str
    text: str
    facts: Mapping[str, object]
    line: str = ""

    @property
    def message(self) -> str:
        """What is wrong and how to put it right, in the present language."""
        return tr(self.text, **self.facts)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The numbers of a stored receipt and the line it stands in (empty for those of other months)."""

    run: Run
    line: str
    scheme: str
    scheme_id: str


def overlaps(all_of_them: Sequence[Numbered]) -> Iterator[FeeProblem]:
    """Numbers entered twice, in this scheme or across schemes, said in every line of the month that they stand in."""
    for one, two, count in numbers.overlaps([each.run for each in all_of_them]):
        pair = all_of_them[one], all_of_them[two]
        for mine, other in (pair, pair[::-1]):
            if mine.line:
                facts = {
                    "numbers": str(mine.run), "count": count, "other": str(other.run), "scheme": other.scheme,
                }  # fmt: skip
                yield FeeProblem("RECEIPT_OVERLAP", ERROR, OVERLAP, facts, mine.line)


def outside_books(mine: Iterable[Numbered], books: Sequence[BookValue]) -> Iterator[FeeProblem]:
    """Numbers in no book of the scheme; schemes whose books are not registered are left alone."""
    runs: dict[str, list[Run]] = {}
    for book in books:
        if not book.voided:
            runs.setdefault(book.scheme_id, []).append(book.run)
    for one in mine:
        if one.scheme_id in runs and (count := numbers.outside(one.run, runs[one.scheme_id])):
            facts = {"numbers": str(one.run), "count": count, "scheme": one.scheme}
            yield FeeProblem("RECEIPT_NO_BOOK", WARNING, NO_BOOK, facts, one.line)


def gaps(books: Iterable[BookValue], lines: Mapping[str, str]) -> Iterator[FeeProblem]:
    """Receipts of a book that were passed over; ``lines`` are the first lines of the schemes."""
    for book in books:
        if book.missing and not book.voided and book.scheme_id in lines:
            shown = "、".join(str(one) for one in book.missing[:5]) + ("…" if len(book.missing) > 5 else "")
            count = sum(len(one) for one in book.missing)
            facts = {"book": str(book.run), "numbers": shown, "count": count}
            yield FeeProblem("RECEIPT_GAP", WARNING, GAP, facts, lines[book.scheme_id])
