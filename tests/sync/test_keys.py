"""Keys and the cards that show their public halves."""

from __future__ import annotations

import re

import pyrage
import pytest

from cjdesk.domain.errors import KeyFileIsBad
from cjdesk.sync.keys import BATCH_CONTEXT, CARD_CONTEXT, KeyCard, Keys, read_card, write_card


def test_keys_come_back_from_their_text():
    keys = Keys.new()
    again = Keys(keys.signing, keys.identity)
    assert again.public == keys.public
    assert keys.identity.startswith("AGE-SECRET-KEY-1")
    sealed = pyrage.encrypt(b"x", [pyrage.x25519.Recipient.from_str(keys.public.recipient)])
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(again.identity)]) == b"x"


def test_signature_of_one_use_is_none_for_another():
    keys = Keys.new()
    signature = keys.sign(BATCH_CONTEXT, b"content")
    assert keys.public.signed(BATCH_CONTEXT, b"content", signature)
    assert not keys.public.signed(CARD_CONTEXT, b"content", signature)
    assert not keys.public.signed(BATCH_CONTEXT, b"Content", signature)
    assert not Keys.new().public.signed(BATCH_CONTEXT, b"content", signature)


def test_fingerprint_is_four_groups_and_covers_both_keys():
    one, two = Keys.new().public, Keys.new().public
    assert re.fullmatch(r"[A-Z2-7]{5}(-[A-Z2-7]{5}){3}", one.fingerprint)
    mixed = type(one)(one.verify, two.recipient)
    assert len({one.fingerprint, two.fingerprint, mixed.fingerprint}) == 3


def test_card_comes_back_and_any_change_is_noticed():
    keys = Keys.new()
    card = KeyCard("station", "522633101", "GD-01", "贯洞镇人社中心", keys.public)
    content = write_card(card, keys)
    assert read_card(content, "station") == card
    for wrong in (
        content.replace(b"GD-01", b"GD-02"),
        content.replace(keys.public.recipient.encode(), Keys.new().public.recipient.encode()),
        content[:-20],
        b"",
        b"[]",
    ):
        with pytest.raises(KeyFileIsBad):
            read_card(wrong, "station")
    with pytest.raises(KeyFileIsBad):
        read_card(content, "county")


def test_private_halves_do_not_show():
    keys = Keys.new()
    assert keys.signing not in repr(keys)
    assert keys.identity not in repr(keys)
