"""Numbers that are right in form and belong to nobody: county prefix 522699, issuer 629999, unallocated phones."""

from __future__ import annotations

from datetime import date
from random import Random

from cjdesk.domain.bank_no import luhn_holds
from cjdesk.domain.id_number import check_digit

COUNTY = "522699"
ISSUER = "629999"


class Numbers:
    """Gives each number once."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def id_no(self, birth: date, sex: str) -> str:
        """An ID number of this birth date and sex, with a right check digit."""
        while True:
            order = self._chance.randrange(1, 999)
            if order % 2 != (sex == "1"):
                continue
            first17 = f"{COUNTY}{birth:%Y%m%d}{order:03d}"
            number = first17 + check_digit(first17)
            if self._new(number):
                return number

    def account(self) -> str:
        """A card number of 19 digits that passes Luhn."""
        while True:
            first18 = ISSUER + "".join(str(self._chance.randrange(10)) for _ in range(12))
            number = next(first18 + str(last) for last in range(10) if luhn_holds(first18 + str(last)))
            if self._new(number):
                return number

    def phone(self) -> str:
        """A mobile number from a range that is not given out."""
        while True:
            number = f"15400{self._chance.randrange(1_000_000):06d}"
            if self._new(number):
                return number

    def _new(self, number: str) -> bool:
        if number in self._given:
            return False
        self._given.add(number)
        return True
