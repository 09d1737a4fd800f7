"""The words for stored values of persons and posts, as message ids, and the chips of their states."""

from __future__ import annotations

from collections.abc import Mapping

from cjdesk.domain.states import AssignmentState
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.people import WORDS, Problem

STATES: Mapping[str, tuple[str, str, str, bool]] = {
    AssignmentState.PROPOSED.value: (N_("Proposed"), "todo", "neutral", False),
    AssignmentState.PUBLISHED.value: (N_("On notice"), "running", "info", False),
    AssignmentState.ON_POST.value: (N_("On post"), "done", "ok", True),
    AssignmentState.SUSPENDED.value: (N_("Suspended"), "waiting", "warn", False),
    AssignmentState.LEFT.value: (N_("Left"), "skipped", "neutral", True),
    "未上岗": (N_("No post"), "none", "neutral", True),
}
"""State of a person → word, shape, tone, quiet."""

SEXES: Mapping[str, str] = {"1": N_("Male"), "2": N_("Female")}

ABILITIES: Mapping[str, str] = {
    "普通劳动力": N_("Ordinary worker"),
    "技能劳动力": N_("Skilled worker"),
    "弱劳动力或半劳动力": N_("Weak or half worker"),
    "丧失劳动力": N_("Lost the ability to work"),
    "无劳动力": N_("No ability to work"),
}

EDUCATIONS: Mapping[str, str] = {
    "10": N_("Postgraduate"),
    "20": N_("University"),
    "30": N_("College"),
    "40": N_("Vocational school"),
    "60": N_("Senior secondary"),
    "70": N_("Junior secondary"),
    "80": N_("Primary school"),
    "90": N_("Other schooling"),
}

RELATIONS: Mapping[str, str] = {
    "01": N_("Self"),
    "02": N_("Head of household"),
    "10": N_("Spouse"),
    "20": N_("Son"),
    "30": N_("Daughter"),
    "40": N_("Grandchild"),
    "50": N_("Parent"),
    "60": N_("Grandparent"),
    "70": N_("Sibling"),
    "80": N_("Other relative"),
    "97": N_("Other relation"),
}

EXIT_REASONS: Mapping[str, str] = {
    "期满": N_("Term ended"),
    "本人申请": N_("Own request"),
    "外出务工": N_("Went away to work"),
    "实现其他就业": N_("Found other work"),
    "创业(办理营业执照)": N_("Own business (licensed)"),
    "超龄": N_("Over the age"),
    "身体原因": N_("Health"),
    "考核不合格": N_("Failed the assessment"),
    "违纪": N_("Broke the rules"),
    "长期不在岗": N_("Long absent from post"),
    "顶岗替岗": N_("Somebody else did the work"),
    "死亡": N_("Died"),
    "户籍迁出": N_("Registration moved away"),
    "财政供养(村干部)": N_("Paid by the state (village cadre)"),
    "双岗": N_("Two posts"),
    "岗位撤销": N_("Post abolished"),
    "条件不再符合": N_("No longer qualifies"),
    "其他": N_("Other reason"),
}

SUSPENSION_REASONS: Mapping[str, str] = {
    "病": N_("Illness"),
    "事假": N_("Personal leave"),
    "生育": N_("Childbirth"),
    "汛期停工": N_("Flood season stop"),
    "隔离": N_("Quarantine"),
    "其他": N_("Other reason"),
}

_TONES = {"error": ("error", "error"), "warning": ("warning", "warn")}


def state_chip(state: str) -> Chip:
    """✓ 在岗, ◷ 停岗, – 离岗."""
    text, shape, tone, quiet = STATES.get(state, (state, "none", "neutral", True))
    return Chip(shape, tr(text), tone, quiet)


def problem_chip(problems: tuple[Problem, ...]) -> Chip | None:
    """The gravest problem of a person, with the number of the others."""
    if not problems:
        return None
    first = min(problems, key=lambda one: list(_ORDER).index(one.severity) if one.severity in _ORDER else 9)
    shape, tone = _TONES.get(first.severity, ("info", "info"))
    text = tr(WORDS[first.code])
    more = len(problems) - 1
    return Chip(shape, f"{text} +{more}" if more else text, tone)


_ORDER = ("error", "warning", "note")
