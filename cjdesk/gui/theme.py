"""Colours, type and the style sheet: every number of the look stands here, once per theme."""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from cjdesk.gui import icons
from cjdesk.gui.style_sheet import SHEET


@dataclass(frozen=True, slots=True)
class Tokens:
    """The named colours of one theme, as #RRGGBB."""

    text: str = "#1A1A1A"
    muted: str = "#595F69"
    surface: str = "#FFFFFF"
    app: str = "#F3F4F6"
    nav: str = "#E9ECF0"
    plate: str = "#FFFFFF"
    row_alt: str = "#F7F9FB"
    readonly: str = "#EEF0F3"
    changed: str = "#FFF8E1"
    accent: str = "#0B5CAD"
    on_accent: str = "#FFFFFF"
    selection: str = "#CFE3F7"
    on_selection: str = "#1A1A1A"
    muted_selected: str = "#595F69"
    error: str = "#8C1D18"
    error_back: str = "#FCE8E6"
    warn: str = "#6B4700"
    warn_back: str = "#FFF3D6"
    ok: str = "#14532D"
    ok_back: str = "#E3F4E8"
    info: str = "#0B4A8A"
    info_back: str = "#E6F0FA"
    neutral: str = "#3C434D"
    neutral_back: str = "#E8EAED"
    border: str = "#7A828E"
    error_frame: str = "#B3261E"
    disabled: str = "#636A75"
    practice: str = "#7A3E00"
    practice_stripe: str = "#8A4A0A"
    on_bar: str = "#FFFFFF"
    mark_error: str = "#B3261E"
    mark_warn: str = "#9A6700"
    mark_ok: str = "#1B7F3B"
    line: str = "#C9CED6"
    grid: str = "#D5D9DF"
    grid_soft: str = "#E6E9ED"
    scroll: str = "#8A929E"
    ring: str = "#0B5CAD"
    framed: bool = False
    """High contrast: plates become 1 px frames in the chip's ink."""


LIGHT = Tokens()
HIGH_CONTRAST = Tokens(
    text="#FFFFFF",
    muted="#FFFFFF",
    surface="#000000",
    app="#000000",
    nav="#000000",
    plate="#000000",
    row_alt="#000000",
    readonly="#000000",
    changed="#000000",
    accent="#FFD400",
    on_accent="#000000",
    selection="#FFD400",
    on_selection="#000000",
    muted_selected="#000000",
    error="#FF8A80",
    error_back="#000000",
    warn="#FFB74D",
    warn_back="#000000",
    ok="#7CE38B",
    ok_back="#000000",
    info="#6CB8FF",
    info_back="#000000",
    neutral="#FFFFFF",
    neutral_back="#000000",
    border="#FFFFFF",
    error_frame="#FF8A80",
    disabled="#B5B5B5",
    practice="#000000",
    practice_stripe="#000000",
    on_bar="#FFD400",
    mark_error="#FF8A80",
    mark_warn="#FFB74D",
    mark_ok="#7CE38B",
    line="#FFFFFF",
    grid="#FFFFFF",
    grid_soft="#5C5C5C",
    scroll="#FFFFFF",
    ring="#FFD400",
    framed=True,
)
THEMES = {"light": LIGHT, "high_contrast": HIGH_CONTRAST}

TYPE = {
    "body": (10.5, False),
    "cell": (10.0, False),
    "cell_bold": (10.0, True),
    "hint": (9.5, False),
    "hint_bold": (9.5, True),
    "bold": (10.5, True),
    "title": (13.0, True),
    "figure": (15.0, True),
    "equation": (12.0, True),
    "result": (18.0, True),
    "key": (8.5, False),
}
"""Role → points at 96 dpi, bold. There are two weights only."""

FAMILIES = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "SimSun-ExtB",
)

MENU = 26
HEADER = 44
FILTER = 36
TABLE_HEADER = 28
ROW = 26
TOTAL = 28
STATUS = 26
TABS = 36
NAVIGATION, NAVIGATION_COMPACT = 120, 104
PANE, PANE_OVERLAY = 340, 400
MARGIN = 12
COMPACT_BELOW = 1180
PANE_FROM = 1280

_now: list[Tokens] = [LIGHT]


def tokens() -> Tokens:
    """The colours in force."""
    return _now[0]


def color(name: str) -> QColor:
    """A token as a colour; names are the fields of :class:`Tokens`."""
    return QColor(getattr(_now[0], name))


@functools.cache
def font(role: str = "body") -> QFont:
    """The font of a role of :data:`TYPE`; not to be changed by the caller."""
    points, bold = TYPE[role]
    made = QFont(QApplication.font())
    made.setPointSizeF(points)
    made.setBold(bold)
    return made


def equal_digits() -> bool:
    """Whether 0–9 have one advance in the number font; if not, columns of figures would not stand under each other."""
    metrics = QFontMetricsF(font("cell"))
    return len({round(metrics.horizontalAdvance(digit), 2) for digit in "0123456789"}) == 1


def apply(app: QApplication, name: str = "light") -> None:
    """Put a theme of :data:`THEMES` in force: style, font, palette, style sheet."""
    _now[0] = THEMES[name]
    fusion = QStyleFactory.create("Fusion")
    app.setStyle(fusion)
    base = QFont()
    base.setFamilies(list(FAMILIES) if sys.platform != "darwin" else ["PingFang SC", *FAMILIES])
    base.setPointSizeF(TYPE["body"][0])
    base.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(base)
    font.cache_clear()
    app.setPalette(_palette())
    app.setStyleSheet(_sheet())


def _palette() -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, token in (
        (role.Window, "surface"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "row_alt"),
        (role.Text, "text"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "on_accent"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"),
        (role.Highlight, "selection"),
        (role.HighlightedText, "on_selection"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.PlaceholderText, "muted"),
        (role.Light, "surface"),
        (role.Midlight, "app"),
        (role.Mid, "line"),
        (role.Dark, "border"),
        (role.Shadow, "border"),
    ):
        palette.setColor(which, color(token))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, color("disabled"))
    return palette


def _sheet() -> str:
    names = Tokens.__dataclass_fields__
    values = {name: str(getattr(_now[0], name)) for name in names}
    values["check"] = icons.drawn_file("check", values["on_accent"])
    values["chevron"] = icons.drawn_file("chevron-down", values["text"])
    return SHEET % values
