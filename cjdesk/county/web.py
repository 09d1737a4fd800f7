"""The county's door on the network: batches in, answers out, through the same intake as a stick.

A desk signs each of its requests; what it sends and fetches is sealed anyway. TLS is the reverse proxy's, or
uvicorn's with a given certificate.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import hashlib
import re
from pathlib import Path

from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from cjdesk.county import answering, inbox, intake, stations
from cjdesk.county.house import County
from cjdesk.domain.errors import (
    BatchForks,
    BatchIsDamaged,
    BatchIsTooLarge,
    RequestIsUnsigned,
    StationIsRevoked,
    StationIsUnknown,
    UserError,
)
from cjdesk.i18n import error_text
from cjdesk.sync import seal
from cjdesk.sync.keys import PublicKeys
from cjdesk.sync.manifest import FORMAT, NAME
from cjdesk.sync.request import SIGNATURE, TIME, WHO, WHOLE, Asked, proven

_EXTENT = re.compile(r"bytes (\d{1,9})-(\d{1,9})/(\d{1,9})")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclasses.dataclass(frozen=True, slots=True)
class _Desk:
    township: str
    station: str


def application(county: County, uploads: Path) -> Starlette:
    """The ASGI program; pieces of unfinished uploads lie in ``uploads``."""
    door = _Door(county, uploads)
    routes = [
        Route("/v1/health", door.health, methods=["GET"]),
        Route("/v1/batches/{name}", door.put, methods=["PUT"]),
        Route("/v1/batches/{name}", door.ask, methods=["GET"]),
        Route("/v1/answers/{station}", door.answers, methods=["GET"]),
    ]
    return Starlette(routes=routes, exception_handlers={UserError: _in_words})


class _Door:
    def __init__(self, county: County, uploads: Path) -> None:
        self._county = county
        self._uploads = uploads

    async def health(self, _request: Request) -> JSONResponse:
        """That the county is there, and which one it is."""
        await run_in_threadpool(self._county.database.ask, stations.stations)
        party = self._county.own.party
        return JSONResponse({"ok": True, "office": party.office, "fingerprint": party.keys, "format": FORMAT})

    async def put(self, request: Request) -> JSONResponse:
        """A batch, whole or the next piece of one."""
        body = await _body(request)
        desk = await self._desk(request, body)
        name = _name(request, desk)
        if "Content-Range" in request.headers:
            return await run_in_threadpool(self._piece, request, desk, name, body)
        return await run_in_threadpool(self._take, name, body)

    async def ask(self, request: Request) -> JSONResponse:
        """From where on the rest of a file is wanted."""
        desk = await self._desk(request, b"")
        _name(request, desk)
        part = self._part(desk, request)
        state = await run_in_threadpool(self._county.database.ask, inbox.state_of, request.headers[WHOLE])
        if state is not None:
            return JSONResponse({"state": state})
        return JSONResponse({"offset": part.stat().st_size if part.exists() else 0})

    async def answers(self, request: Request) -> JSONResponse:
        """What was answered to this desk, after a number."""
        desk = await self._desk(request, b"")
        if request.path_params["station"] != desk.station:
            raise StationIsUnknown(station=request.path_params["station"], township=desk.township)
        after = request.query_params.get("after", "0")
        found = await run_in_threadpool(
            self._county.database.ask, answering.answers, township=desk.township, station=desk.station
        )
        first = int(after) if after.isascii() and after.isdigit() else 0
        documents = [
            {
                "seq": number,
                "name": one.name,
                "batch": one.batch,
                "content": base64.b64encode(one.content).decode(),
            }
            for number, one in enumerate(found, start=1)
            if number > first
        ]
        return JSONResponse({"answers": documents})

    async def _desk(self, request: Request, body: bytes) -> _Desk:
        """The registered desk that signed this request."""
        township, _, station = request.headers.get(WHO, "").partition("/")
        keys = await run_in_threadpool(self._county.database.ask, _keys_of, township, station)
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        time = request.headers.get(TIME, "")
        asked = Asked(request.method, path, self._county.own.party.keys, time, body)
        if not proven(asked, request.headers.get(SIGNATURE, ""), keys):
            raise RequestIsUnsigned
        return _Desk(township, station)

    def _take(self, name: str, content: bytes) -> JSONResponse:
        outcome = intake.intake(self._county, content, name=name)
        document = dataclasses.asdict(outcome)
        del document["receipt"]
        return JSONResponse(document, status_code=200 if outcome.state == "REPEATED" else 201)

    def _piece(self, request: Request, desk: _Desk, name: str, body: bytes) -> JSONResponse:
        extent = _EXTENT.fullmatch(request.headers["Content-Range"])
        if extent is None:
            raise BatchIsDamaged
        start, end, total = (int(number) for number in extent.groups())
        if total > seal.LIMITS.sealed:
            raise BatchIsTooLarge(limit=f"{seal.LIMITS.sealed >> 20} MB")
        if not start <= end < total or end - start + 1 != len(body):
            raise BatchIsDamaged
        part = self._part(desk, request)
        there = part.stat().st_size if part.exists() else 0
        if start != there:
            return JSONResponse({"offset": there})
        if start == 0:
            self._forget(part)
        with part.open("ab") as file:
            file.write(body)
        if end + 1 < total:
            return JSONResponse({"offset": end + 1}, status_code=202)
        content = part.read_bytes()
        with contextlib.suppress(OSError):
            part.unlink()
        if hashlib.sha256(content).hexdigest() != request.headers[WHOLE]:
            raise BatchIsDamaged
        return self._take(name, content)

    def _forget(self, part: Path) -> None:
        """A desk has one unfinished upload at a time, so that it cannot fill the disk with beginnings."""
        self._uploads.mkdir(parents=True, exist_ok=True)
        for other in self._uploads.glob(f"{part.name.partition('-')[0]}-*.part"):
            other.unlink(missing_ok=True)

    def _part(self, desk: _Desk, request: Request) -> Path:
        whole = request.headers.get(WHOLE, "")
        if not _SHA256.fullmatch(whole):
            raise BatchIsDamaged
        owner = hashlib.sha256(f"{desk.township}/{desk.station}".encode()).hexdigest()[:16]
        return self._uploads / f"{owner}-{whole}.part"


def _keys_of(session: Session, township: str, station: str) -> PublicKeys:
    found = stations.find(session, township, station)
    if found is None:
        raise StationIsUnknown(station=station, township=township)
    if found.revoked:
        raise StationIsRevoked(station=station)
    return stations.public_keys(found)


def _name(request: Request, desk: _Desk) -> str:
    name: str = request.path_params["name"]
    found = NAME.fullmatch(name)
    if found is None or found[1] != desk.township:
        raise BatchIsDamaged
    return name


async def _body(request: Request) -> bytes:
    """The body, never more of it than a batch may have."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > seal.LIMITS.sealed:
            raise BatchIsTooLarge(limit=f"{seal.LIMITS.sealed >> 20} MB")
    return bytes(body)


_STATUS: dict[type[UserError], int] = {
    RequestIsUnsigned: 401,
    StationIsUnknown: 401,
    StationIsRevoked: 403,
    BatchForks: 409,
    BatchIsTooLarge: 413,
}


async def _in_words(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, UserError)
    document = {"error": {"code": error.code, "message": error_text(error), "field": error.field}}
    return JSONResponse(document, status_code=_STATUS.get(type(error), 422))
