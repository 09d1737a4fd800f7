"""The words for stored values of co-operatives, as message ids."""

from __future__ import annotations

from collections.abc import Mapping

from cjdesk.domain.states import AwardState
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr

STATES: Mapping[str, tuple[str, str, str]] = {
    "运营": (N_("Active"), "done", "ok"),
    "停业": (N_("Closed"), "skipped", "neutral"),
    "空壳": (N_("On paper only"), "warning", "warn"),
}

TIERS: Mapping[str, str] = {
    "county": N_("County"),
    "township": N_("Township"),
    "village": N_("Village"),
}

AWARD_STATES: Mapping[AwardState, str] = {
    AwardState.DRAFT: N_("Being drawn up"),
    AwardState.PUBLISHED: N_("On the wall"),
    AwardState.DECIDED: N_("Decided"),
    AwardState.PAID: N_("Awards handed out"),
    AwardState.VOID: N_("Void"),
}


def state_chip(value: str) -> Chip:
    """✓ 运营."""
    word, shape, tone = STATES.get(value, (value, "none", "neutral"))
    return Chip(shape, tr(word), tone)
