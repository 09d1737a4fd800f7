"""What the desk says of an update and of the way back, before and after."""

from __future__ import annotations

from cjdesk.gui.dialogs import Fact, Note
from cjdesk.i18n import tr
from cjdesk.services.update import Offer, Plan, Status

_LINES, _SIGNS = 6, 240
"""What of the notes stands in a box that has to fit a small screen."""


def short_notes(offer: Offer) -> str:
    """What the release says is new, as much as fits."""
    text = "\n".join(offer.notes.splitlines()[:_LINES])[:_SIGNS].rstrip()
    return text if text == offer.notes.rstrip() else f"{text}…"


def facts(offer: Offer) -> list[Fact]:
    """What a package is."""
    return [
        Fact(tr("Version"), "", "", f"{offer.present} → {offer.version}", bold=True),
        Fact(tr("Made on"), "", "", f"{offer.created.astimezone():%Y-%m-%d}"),
        Fact(tr("Valid until"), "", "", f"{offer.expires.astimezone():%Y-%m-%d}"),
        Fact(tr("Signed by"), "", "", offer.key),
        Fact(tr("Size"), "", "", f"{offer.bytes / 1_000_000:,.1f} MB"),
    ]


def notes(offer: Offer) -> list[Note]:
    """What will happen."""
    first = tr("The data are backed up and the backup is checked. Then this window closes.")
    if offer.changes_data:
        second = tr("The new version opens by itself after about a minute and brings the data file to its form.")
    else:
        second = tr("The new version opens by itself after about a minute. The data file stays as it is.")
    third = tr("This version stays on the computer: “Help › Back to the previous version” returns to it.")
    return [Note("info", first), Note("info", second), Note("info", third)]


def back_facts(plan: Plan) -> list[Fact]:
    """With which data one would go on."""
    version = Fact(tr("Version"), "", "", f"{plan.present} → {plan.version}", bold=True)
    if plan.made_at is None:
        return [version, Fact(tr("Data"), "", "", tr("as they are now, all entries stay"))]
    return [
        version,
        Fact(tr("Data"), "", "", tr("the backup of {time}", time=f"{plan.made_at.astimezone():%Y-%m-%d %H:%M}")),
        Fact(tr("Not in it"), "", "", tr("{n} entries made since", n=plan.changes), bold=plan.changes > 0),
    ]


def back_notes(plan: Plan) -> list[Note]:
    """What will happen."""
    closes = Note("info", tr("This window closes, and version {version} opens by itself.", version=plan.version))
    if plan.made_at is None:
        return [Note("info", tr("The data are backed up first all the same.")), closes]
    return [
        Note("warning", tr("Version {version} cannot open the data as they are now.", version=plan.version)),
        Note("info", tr("The present data are kept whole as a backup, “before a restore”; this version opens it.")),
        closes,
    ]


def news(found: Status) -> str:
    """How the last update ended."""
    assert found.last is not None
    if found.ended == "done":
        if found.backup is None:
            return tr("Updated: {before} → {after}.", before=found.last.before, after=found.version)
        return tr(
            "Updated: {before} → {after}. The backup from before it: {name}.",
            before=found.last.before,
            after=found.version,
            name=found.backup.name,
        )
    why = found.why or tr("The installer was stopped or has not finished.")
    return tr("The update to {after} was not installed: {why}", after=found.last.after, why=why)
