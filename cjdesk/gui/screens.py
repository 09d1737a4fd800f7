"""The pages that exist. A new page is one line here; its place, word and icon stand in ``navigation.PLACES``."""

from __future__ import annotations

from cjdesk.gui.page import Page

SCREENS: tuple[type[Page], ...] = ()
