"""Award rounds of the half-year (表彰): cooperatives and captains nominated, scored, decided, listed (domain.md 6)."""

from cjdesk.services.awards.deciding import add_round, decide, pay, publish, reopen, void
from cjdesk.services.awards.nominating import nominate_captain, nominate_cooperative, score, withdraw
from cjdesk.services.awards.questions import RoundRow, award_list, chosen_in, paid_in, round_named, rounds

__all__ = [
    "RoundRow",
    "add_round",
    "award_list",
    "chosen_in",
    "decide",
    "nominate_captain",
    "nominate_cooperative",
    "paid_in",
    "pay",
    "publish",
    "reopen",
    "round_named",
    "rounds",
    "score",
    "void",
    "withdraw",
]
