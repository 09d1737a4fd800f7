"""Updates from a stick: checked by the running program, installed after a backup, with a way back."""

from cjdesk.services.update.check import UPDATE, Offer, offer
from cjdesk.services.update.going_back import BACK, Plan, WentBack, back, leave, plan
from cjdesk.services.update.installing import Applied, apply
from cjdesk.services.update.kept import Previous, previous
from cjdesk.services.update.status import ENDED, Status, news, status

__all__ = [
    "BACK", "ENDED", "UPDATE", "Applied", "Offer", "Plan", "Previous", "Status", "WentBack",
    "apply", "back", "leave", "news", "offer", "plan", "previous", "status",
]  # fmt: skip
