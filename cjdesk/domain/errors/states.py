"""Steps that a state does not allow."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class StepNotAllowed(UserError):
    """From “{now}” there is no step to “{wanted}”. Look at the state first, then choose a step it allows."""

    code = "STEP_NOT_ALLOWED"
