"""Updates from a stick: checked by the running program, installed after a backup, with a way back."""

from cjdesk.services.update.check import UPDATE, Offer, offer
from cjdesk.services.update.going_back import BACK, Plan, WentBack, back, leave, plan
from cjdesk.services.update.installing import Applied, apply
from cjdesk.services.update.status import ENDED, Status, news, status

__all__ = [
    "BACK", "ENDED", "UPDATE", "Applied", "Offer", "Plan", "Status", "WentBack",
    "apply", "back", "leave", "news", "offer", "plan", "status",
]  # fmt: skip
