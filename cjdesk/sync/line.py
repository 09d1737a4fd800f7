"""The line to the county over HTTP: the same files as on a stick, sent in pieces that go on where they stopped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import msgspec

from cjdesk.domain.errors import CountyLineBroken, CountyRefuses
from cjdesk.sync.keys import KeyCard, Keys
from cjdesk.sync.request import WHOLE, Asked, headers

PIECE = 256 << 10


class Reply(msgspec.Struct, frozen=True):
    """What the county says to a batch; ``offset`` while it waits for more pieces."""

    state: str = ""
    missing: tuple[int, ...] = ()
    offset: int | None = None


class _Waiting(msgspec.Struct, frozen=True):
    seq: int
    name: str
    content: str


class _Answers(msgspec.Struct, frozen=True):
    answers: tuple[_Waiting, ...]


class _Error(msgspec.Struct, frozen=True):
    code: str
    message: str


class _Refusal(msgspec.Struct, frozen=True):
    error: _Error


@dataclass(frozen=True, slots=True)
class Line:
    """Where the county is, and who speaks."""

    url: str
    desk: KeyCard
    keys: Keys
    county: str

    def send(self, name: str, content: bytes, *, progress: Callable[[int, int], None] | None = None) -> Reply:
        """Send a batch; what a broken line brought over before is not sent again."""
        whole = hashlib.sha256(content).hexdigest()
        path = f"/v1/batches/{name}"
        with self._client() as client:
            reply = self._ask(client, "GET", path, b"", {WHOLE: whole})
            while reply.offset is not None:
                start = reply.offset
                piece = content[start : start + PIECE]
                extent = {WHOLE: whole, "Content-Range": f"bytes {start}-{start + len(piece) - 1}/{len(content)}"}
                reply = self._ask(client, "PUT", path, piece, extent)
                if progress is not None:
                    progress(min(start + len(piece), len(content)), len(content))
        return reply

    def answers(self, *, after: int = 0) -> tuple[tuple[str, bytes], ...]:
        """What waits at the county for this desk, in the order in which it was given."""
        with self._client() as client:
            response = self._request(client, "GET", f"/v1/answers/{self.desk.station}?after={after}", b"", {})
        try:
            found = msgspec.json.decode(response.content, type=_Answers)
            return tuple((one.name, base64.b64decode(one.content, validate=True)) for one in found.answers)
        except (msgspec.MsgspecError, ValueError) as error:
            raise CountyLineBroken from error

    def _client(self) -> httpx.Client:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            raise CountyLineBroken
        return httpx.Client(base_url=self.url, timeout=httpx.Timeout(10, read=120), follow_redirects=False)

    def _ask(self, client: httpx.Client, method: str, path: str, body: bytes, more: dict[str, str]) -> Reply:
        response = self._request(client, method, path, body, more)
        try:
            return msgspec.json.decode(response.content, type=Reply)
        except msgspec.MsgspecError as error:
            raise CountyLineBroken from error

    def _request(
        self, client: httpx.Client, method: str, path: str, body: bytes, more: dict[str, str]
    ) -> httpx.Response:
        asked = Asked(method, path, self.county, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), body)
        proof = headers(asked, township=self.desk.office, station=self.desk.station, keys=self.keys)
        try:
            response = client.request(method, path, content=body, headers=proof | more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise CountyLineBroken from error
        if response.is_success:
            return response
        try:
            refusal = msgspec.json.decode(response.content, type=_Refusal).error
        except msgspec.MsgspecError as error:
            raise CountyLineBroken from error
        raise CountyRefuses(code=refusal.code, message=refusal.message)
