"""The rules about a paid month: what each looks at (R-12, R-13, R-19 to R-22)."""

from __future__ import annotations

from collections.abc import Iterator

from cjdesk.domain.rules import Stage
from cjdesk.domain.rules.time_on_post import first_gap, overlap
from cjdesk.services.rules.checks import Hit
from cjdesk.services.rules.world import World


def insured(world: World) -> Iterator[Hit]:
    """R-12: on each day on post; a card that says 已购买 stands for it until policies are entered."""
    for one in world.subjects:
        month = (one.month.first, one.month.last)
        policies = [span for span in world.insurances.get(one.person_id, ()) if overlap(span, month)]
        if not one.paid or (not policies and world.persons[one.person_id].insured):
            continue
        gap = first_gap(policies, one.first, one.last)
        if gap is None:
            continue
        if policies:
            yield Hit("INSURANCE_GAP", one, {"day": gap.isoformat()})
        else:
            yield Hit("NO_INSURANCE", one, {})


def agreed(world: World) -> Iterator[Hit]:
    """R-13: on each day on post; one that covers a part of the month does for the report to the county."""
    for one in world.subjects:
        month = (one.month.first, one.month.last)
        known = [span for span in world.agreements.get(one.assignment_id, ()) if overlap(span, month)]
        gap = first_gap(known, one.first, one.last) if one.paid else None
        if gap is None:
            continue
        if known and world.stage is Stage.RUN:
            yield Hit("AGREEMENT_GAP", one, {"day": gap.isoformat()})
        elif not known:
            yield Hit("NO_AGREEMENT", one, {"month": str(one.month)})


def account(world: World) -> Iterator[Hit]:
    """R-19: an empty account, or one that somebody else has too."""
    for one in world.subjects:
        mine = world.accounts.get(one.person_id)
        if not one.own_account:
            continue
        if mine is None or not mine.number:
            yield Hit("BANK_MISSING", one, {})
            continue
        users = world.sharing.get(mine.number)
        if users is None:
            continue
        homes = {user.household_id for user in users}
        names = "、".join(user.name for user in users if user.person_id != one.person_id)
        together = len(homes) == 1 and None not in homes
        asked = world.stage is Stage.BANK
        yield Hit("BANK_SHARED", one, {"other": names}, "same_household" if together and asked else "")


def holder(world: World) -> Iterator[Hit]:
    """R-20: another holder without a registered reason."""
    for one in world.subjects:
        mine = world.accounts.get(one.person_id)
        if not one.own_account or mine is None or not mine.number:
            continue
        if mine.holder != one.name and not mine.reason:
            yield Hit("HOLDER_DIFFERS", one, {"holder": mine.holder})


def away(world: World) -> Iterator[Hit]:
    """R-21: the newest months in a row, each without a day or with a failed grade."""
    longest = max((world.book.setting("R-21", *scope).values["months"] for scope in world.scopes), default=0)
    failed = sorted({grade for scope in world.scopes for grade in world.book.setting("R-21", *scope).values["failed"]})
    seen = world.attendance(longest, failed)
    for one in world.subjects:
        bad = seen.get(one.assignment_id)
        if not bad:
            continue
        values = world.setting("R-21", one).values
        wanted = {one.month.plus(-back) for back in range(values["months"])}
        if wanted <= {each.month for each in bad if each.absent or each.grade in values["failed"]}:
            yield Hit("AWAY_FOR_MONTHS", one, {"months": values["months"]})


def level(world: World) -> Iterator[Hit]:
    """R-22: what the month itself earned; back pay belongs to other months."""
    for one in world.subjects:
        most = world.setting("R-22", one).values["level_fen"]
        if most and one.earned_fen > most:
            yield Hit("PAY_ABOVE_LEVEL", one, {"earned_fen": one.earned_fen, "level_fen": most})
