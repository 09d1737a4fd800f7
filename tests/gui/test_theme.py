"""Every pair of ink and ground can be read in both themes; every icon exists and takes the theme's ink."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from cjdesk import paths
from cjdesk.gui import icons, theme
from cjdesk.gui.commands import WINDOW_COMMANDS
from cjdesk.gui.navigation import PLACES
from cjdesk.gui.screens import SCREENS
from cjdesk.gui.shapes import _SHAPES, Chip, chip_width
from cjdesk.gui.style_sheet import SHEET

TEXT = [
    *[(ink, ground) for ink in ("text", "muted") for ground in ("surface", "app", "nav", "readonly", "changed")],
    ("on_selection", "selection"),
    ("muted_selected", "selection"),
    ("on_accent", "accent"),
    ("disabled", "app"),
    ("accent", "surface"),
    *[(tone, f"{tone}_back") for tone in ("error", "warn", "ok", "info", "neutral")],
    ("on_bar", "practice"),
    ("on_bar", "practice_stripe"),
]
SHAPES = [
    ("border", "surface"),
    ("ring", "surface"),
    ("error_frame", "surface"),
    ("mark_error", "surface"),
    ("mark_warn", "surface"),
    ("mark_ok", "surface"),
    ("scroll", "surface"),
]


def luminance(color: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("pair", TEXT, ids=" on ".join)
def test_words_have_a_contrast_of_four_and_a_half(name: str, pair: tuple[str, str]) -> None:
    tokens = theme.THEMES[name]
    assert contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) >= 4.5


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("pair", SHAPES, ids=" on ".join)
def test_frames_and_marks_have_a_contrast_of_three(name: str, pair: tuple[str, str]) -> None:
    tokens = theme.THEMES[name]
    assert contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) >= 3


def test_every_icon_exists_and_takes_the_ink(qapp: QApplication) -> None:
    wanted = {place.icon for place in PLACES} | {one.icon for one in WINDOW_COMMANDS if one.icon}
    wanted |= {one.icon for kind in SCREENS for one in kind.COMMANDS if one.icon}
    for name in wanted:
        text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        assert "currentColor" in text, name
        assert 'viewBox="0 0 16 16"' in text, name
        picture = icons.icon(name, "#B3261E").pixmap(16, 16).toImage()
        inks = {
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() > 250
        }
        assert inks, name
        assert all(QColor(ink).red() > 150 for ink in inks), name


def test_every_shape_makes_a_chip(qapp: QApplication) -> None:
    assert all(chip_width(Chip(shape, "在岗", "ok")) > 40 for shape in _SHAPES)


def test_the_style_sheet_has_no_gradient_and_no_colour_of_its_own() -> None:
    assert "gradient" not in SHEET
    assert "#" not in SHEET.replace("#facts", "")
