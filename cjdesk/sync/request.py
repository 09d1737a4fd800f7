"""How a desk proves who asks, over HTTP: a signature over method, path, body and the county it speaks to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cjdesk.sync.keys import Keys, PublicKeys

CONTEXT = b"cjdesk request 1\0"
WHO, TIME, SIGNATURE, WHOLE = "CJDesk-Station", "CJDesk-Time", "CJDesk-Signature", "CJDesk-Content-SHA256"
"""Names of headers; WHOLE is the hash of the whole file of which a request carries a piece."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is signed. The time is for the county's log only: clocks of desks may be wrong."""

    method: str
    path: str
    county: str
    time: str
    body: bytes

    @property
    def text(self) -> bytes:
        """One line each; a hash stands for the body."""
        lines = (self.method, self.path, self.county, self.time, hashlib.sha256(self.body).hexdigest())
        return "\n".join(lines).encode()


def headers(asked: Asked, *, township: str, station: str, keys: Keys) -> dict[str, str]:
    """The headers that go with a request."""
    signature = keys.sign(CONTEXT, asked.text).hex()
    return {WHO: f"{township}/{station}", TIME: asked.time, SIGNATURE: signature}


def proven(asked: Asked, signature: str, keys: PublicKeys) -> bool:
    """Whether the owner of the keys asked exactly this."""
    try:
        return keys.signed(CONTEXT, asked.text, bytes.fromhex(signature))
    except ValueError:
        return False
