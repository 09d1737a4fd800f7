"""The state machines of the office: one enumeration and one table of allowed steps each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from cjdesk.domain.errors import StepNotAllowed


class RunState(StrEnum):
    """A pay run (domain.md 4.4, words of the chips in experience.md 3.6)."""

    DRAFT = "草稿"
    COMPUTED = "已计算"
    LOCKED = "已审核"
    APPROVED = "已审批"
    REPORTED = "已上报"
    ACCEPTED = "县审通过"
    RETURNED = "已退回"
    LISTED = "已制清单"
    PAID = "已发放"
    PARTLY_FAILED = "部分失败"
    ARCHIVED = "已归档"
    VOID = "已作废"


class BatchState(StrEnum):
    """A batch as its station sees it (domain.md 9.4): only a receipt of the county makes 已送达."""

    WAITING = "待上报"
    EXPORTED = "已导出"
    DELIVERED = "已送达"
    REVIEWED = "审核中"
    PASSED = "通过"
    RETURNED = "退回"
    PARTLY_RETURNED = "部分退回"
    WITHDRAWN = "已撤回"


class ListState(StrEnum):
    """A bank list: 已送银行 from the moment its file is handed out, 已登记 once the bank answered every row."""

    MADE = "已制"
    SENT = "已送银行"
    BOOKED = "已登记"
    WITHDRAWN = "已撤回"


class PaymentState(StrEnum):
    """One row of a bank list: 已补付 while a later row has paid it, 已作废 when its list was withdrawn."""

    PENDING = "待发放"
    PAID = "成功"
    FAILED = "退回"
    REISSUED = "已补付"
    VOID = "已作废"


class AssignmentState(StrEnum):
    """A person on a post (domain.md 2.5)."""

    PROPOSED = "拟聘"
    PUBLISHED = "公示中"
    ON_POST = "在岗"
    SUSPENDED = "停岗"
    LEFT = "离岗"


class PublicityState(StrEnum):
    """A poster on the wall (domain.md 3.3): 已作废 when its run was unlocked and a later revision takes its place."""

    OPEN = "公示中"
    CLOSED = "已结束"
    WITHDRAWN = "已撤回"
    SUPERSEDED = "已作废"


class AwardState(StrEnum):
    """A round of awards (domain.md 6): proposed, on the wall, decided, the money handed out."""

    DRAFT = "拟定"
    PUBLISHED = "公示中"
    DECIDED = "已定"
    PAID = "已发"
    VOID = "已作废"


_R, _B, _L, _P, _A = RunState, BatchState, ListState, PaymentState, AssignmentState

RUN_STEPS: Mapping[RunState, frozenset[RunState]] = {
    _R.DRAFT: frozenset({_R.DRAFT, _R.COMPUTED, _R.VOID}),
    _R.COMPUTED: frozenset({_R.COMPUTED, _R.LOCKED, _R.VOID}),
    # A single clerk's run is reported and listed without a second person's approval (D-09).
    _R.LOCKED: frozenset({_R.COMPUTED, _R.APPROVED, _R.REPORTED, _R.LISTED, _R.VOID}),
    _R.APPROVED: frozenset({_R.COMPUTED, _R.REPORTED, _R.LISTED, _R.VOID}),
    _R.REPORTED: frozenset({_R.ACCEPTED, _R.RETURNED, _R.LISTED}),
    _R.ACCEPTED: frozenset({_R.LISTED}),
    _R.RETURNED: frozenset({_R.COMPUTED, _R.VOID}),
    # Back to where it was when its last bank list is withdrawn.
    _R.LISTED: frozenset({_R.LOCKED, _R.APPROVED, _R.REPORTED, _R.ACCEPTED, _R.RETURNED, _R.PAID, _R.PARTLY_FAILED}),
    _R.PAID: frozenset({_R.PARTLY_FAILED, _R.ARCHIVED}),
    _R.PARTLY_FAILED: frozenset({_R.PAID, _R.ARCHIVED}),
    _R.ARCHIVED: frozenset(),
    _R.VOID: frozenset(),
}

BATCH_STEPS: Mapping[BatchState, frozenset[BatchState]] = {
    _B.WAITING: frozenset({_B.EXPORTED, _B.DELIVERED, _B.WITHDRAWN}),
    _B.EXPORTED: frozenset(
        {_B.EXPORTED, _B.DELIVERED, _B.REVIEWED, _B.PASSED, _B.RETURNED, _B.PARTLY_RETURNED, _B.WITHDRAWN}
    ),
    _B.DELIVERED: frozenset({_B.REVIEWED, _B.PASSED, _B.RETURNED, _B.PARTLY_RETURNED}),
    _B.REVIEWED: frozenset({_B.PASSED, _B.RETURNED, _B.PARTLY_RETURNED}),
    _B.PASSED: frozenset(),
    _B.RETURNED: frozenset(),
    _B.PARTLY_RETURNED: frozenset(),
    _B.WITHDRAWN: frozenset(),
}

LIST_STEPS: Mapping[ListState, frozenset[ListState]] = {
    _L.MADE: frozenset({_L.SENT, _L.WITHDRAWN}),
    _L.SENT: frozenset({_L.SENT, _L.BOOKED, _L.WITHDRAWN}),
    _L.BOOKED: frozenset({_L.BOOKED}),
    _L.WITHDRAWN: frozenset(),
}

PAYMENT_STEPS: Mapping[PaymentState, frozenset[PaymentState]] = {
    _P.PENDING: frozenset({_P.PAID, _P.FAILED, _P.VOID}),
    # A bank may send money back weeks after it said that it was paid; it never pays what it returned.
    _P.PAID: frozenset({_P.FAILED}),
    _P.FAILED: frozenset({_P.REISSUED}),
    _P.REISSUED: frozenset({_P.FAILED}),
    _P.VOID: frozenset(),
}

ASSIGNMENT_STEPS: Mapping[AssignmentState, frozenset[AssignmentState]] = {
    _A.PROPOSED: frozenset({_A.PUBLISHED, _A.ON_POST, _A.LEFT}),
    _A.PUBLISHED: frozenset({_A.PROPOSED, _A.ON_POST, _A.LEFT}),
    _A.ON_POST: frozenset({_A.SUSPENDED, _A.LEFT}),
    _A.SUSPENDED: frozenset({_A.ON_POST, _A.LEFT}),
    _A.LEFT: frozenset({_A.ON_POST}),
}

PUBLICITY_STEPS: Mapping[PublicityState, frozenset[PublicityState]] = {
    PublicityState.OPEN: frozenset({PublicityState.CLOSED, PublicityState.WITHDRAWN, PublicityState.SUPERSEDED}),
    PublicityState.CLOSED: frozenset({PublicityState.SUPERSEDED}),
    PublicityState.WITHDRAWN: frozenset(),
    PublicityState.SUPERSEDED: frozenset(),
}

AWARD_STEPS: Mapping[AwardState, frozenset[AwardState]] = {
    AwardState.DRAFT: frozenset({AwardState.PUBLISHED, AwardState.DECIDED, AwardState.VOID}),
    AwardState.PUBLISHED: frozenset({AwardState.DRAFT, AwardState.DECIDED, AwardState.VOID}),
    # Objections after the decision open it again; once the money is out it stands.
    AwardState.DECIDED: frozenset({AwardState.DRAFT, AwardState.PAID, AwardState.VOID}),
    AwardState.PAID: frozenset(),
    AwardState.VOID: frozenset(),
}

CLOSED_RUNS = frozenset(RunState) - {RunState.DRAFT, RunState.COMPUTED, RunState.RETURNED, RunState.VOID}
"""States in which lines and their source data are read-only (domain.md 4.4)."""

PAYABLE_RUNS = frozenset({_R.APPROVED, _R.REPORTED, _R.ACCEPTED, _R.LISTED, _R.PAID, _R.PARTLY_FAILED})
"""States in which a bank list may be made; a single clerk's run also when it is only locked (D-09)."""

State = TypeVar("State", bound=StrEnum)


def may(steps: Mapping[State, frozenset[State]], now: State, wanted: State) -> bool:
    """Whether the table allows this step."""
    return wanted in steps[now]


def step(steps: Mapping[State, frozenset[State]], now: State, wanted: State) -> State:
    """The wanted state, if the table allows the step; else STEP_NOT_ALLOWED."""
    if wanted not in steps[now]:
        raise StepNotAllowed(now=now.value, wanted=wanted.value)
    return wanted
