"""The words for stored values that several pages show, as message ids."""

from __future__ import annotations

from collections.abc import Mapping

from cjdesk.i18n import N_, tr

WORK: Mapping[str, str] = {
    "未务工": N_("At home"),
    "县内": N_("In the county"),
    "县外省内": N_("In the province"),
    "省外": N_("Outside the province"),
}
"""Where a member of a co-operative works."""


def word(words: Mapping[str, str], value: str | None) -> str:
    """The shown word of a stored value; what the table lacks stands as it is stored."""
    if not value:
        return ""
    return tr(words[value]) if value in words else value
