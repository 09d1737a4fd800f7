"""The recovery code on paper: eight groups of four, the last one checks the others."""

from __future__ import annotations

import hashlib
import secrets

from cjdesk.domain.errors import RecoveryCodeMistyped

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U, 0, 1: nothing that is mixed up in handwriting. 28 characters carry 137 bits."""

_GROUPS = 8
_SIZE = 4


def new_code() -> str:
    """A fresh random code, its groups separated by blanks."""
    secret = "".join(secrets.choice(ALPHABET) for _ in range((_GROUPS - 1) * _SIZE))
    return _grouped(secret + _check(secret))


def normal(typed: str) -> str:
    """What was typed (any case, any separators) in the one form that is hashed.

    Raises:
        RecoveryCodeMistyped: length, a character or the check group is wrong.

    """
    text = "".join(character for character in typed.upper() if character.isalnum())
    secret, check = text[: -_SIZE or None], text[-_SIZE:]
    if len(text) != _GROUPS * _SIZE or not set(text) <= set(ALPHABET) or check != _check(secret):
        raise RecoveryCodeMistyped(field="recovery_code")
    return text


def is_code(typed: str) -> bool:
    """Whether this may be a code: complete, and its check group fits."""
    try:
        normal(typed)
    except RecoveryCodeMistyped:
        return False
    return True


def fingerprint(code: str) -> str:
    """Two groups that may be shown: they tell which sheet is meant and give nothing away."""
    digest = hashlib.sha256(b"cjdesk recovery fingerprint" + normal(code).encode()).hexdigest().upper()
    return f"{digest[:4]} {digest[4:8]}"


def _grouped(text: str) -> str:
    return " ".join(text[at : at + _SIZE] for at in range(0, len(text), _SIZE))


def _check(secret: str) -> str:
    number = int.from_bytes(hashlib.sha256(b"cjdesk recovery check" + secret.encode()).digest())
    digits = []
    for _ in range(_SIZE):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)
