"""The key file: one random data key, wrapped for each clerk and for the recovery code on paper.

A passphrase or code goes through argon2id to a wrapping key; AES-256-GCM wraps the data key under it, bound to
whom it is for. The data key never lies on the disk in the clear, and a changed passphrase wraps it anew.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from pathlib import Path

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cjdesk.db import attempts, files, recovery
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import (
    ClerkExists,
    FileIsNewer,
    KeyFileDamaged,
    KeyFileMissing,
    LastClerk,
    LoginInvalid,
    NoDataFile,
    PassphraseTooWeak,
    RecoveryCodeWrong,
    UnknownClerk,
    WrongPassphrase,
)
from cjdesk.domain.passphrase import ticks

FILE = "keys.json"
VERSION = 1
KEY_BYTES = 32


class Cost(msgspec.Struct, frozen=True):
    """What one try costs (argon2id); stored beside each wrapped key, so that it can grow."""

    passes: int
    memory_kib: int
    lanes: int


COST = Cost(passes=3, memory_kib=64 * 1024, lanes=4)
"""RFC 9106, second recommended choice."""


class Wrapped(msgspec.Struct, frozen=True):
    """The data key under one secret."""

    cost: Cost
    salt: bytes
    nonce: bytes
    key: bytes


class ClerkKey(msgspec.Struct, frozen=True):
    """One who may open the file; name and role are for the unlock window."""

    login: str
    name: str
    role: str
    wrapped: Wrapped


class RecoveryKey(msgspec.Struct, frozen=True):
    """The sheet of paper that is valid now."""

    number: int
    fingerprint: str
    made_at: datetime
    wrapped: Wrapped


class KeyFile(msgspec.Struct, frozen=True, tag_field="format", tag="cjdesk-keys"):
    """What stands in keys.json."""

    version: int
    township: str
    office: str
    clerks: tuple[ClerkKey, ...]
    recovery: RecoveryKey

    def clerk(self, login: str) -> ClerkKey:
        """One clerk's entry; UnknownClerk if there is none."""
        for entry in self.clerks:
            if entry.login == login:
                return entry
        raise UnknownClerk(login=login, field="login")


def create(data_dir: Path, *, township: str, office: str, login: str, name: str, role: str, passphrase: str) -> str:
    """Write a new key file with a new data key and give the recovery code, which nobody can get again."""
    key = secrets.token_bytes(KEY_BYTES)
    clerk = _clerk_key(key, login=login, name=name, role=role, passphrase=passphrase)
    code, entry = _recovery_key(key, number=1)
    save(data_dir, KeyFile(VERSION, township, office, (clerk,), entry))
    return code


def read(data_dir: Path) -> KeyFile:
    """Read keys.json; the unlock window shows office and clerks from it."""
    path = data_dir / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if any(data_dir.glob("cjdesk.db*")):
            raise KeyFileMissing(path=path) from None
        raise NoDataFile(path=data_dir) from None
    return decode(content, path)


def logins(data_dir: Path) -> tuple[str, ...]:
    """Who may open the file."""
    return tuple(entry.login for entry in read(data_dir).clerks)


def decode(content: bytes, path: Path) -> KeyFile:
    """Read the content of a key file; ``path`` is only named in errors."""
    try:
        version = msgspec.json.decode(content, type=dict[str, msgspec.Raw]).get("version", msgspec.Raw(b"0"))
        found = msgspec.json.decode(version, type=int)
        if found > VERSION:
            raise FileIsNewer(found=f"keys {found}", known=f"keys {VERSION}")
        return msgspec.json.decode(content, type=KeyFile)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise KeyFileDamaged(path=path) from None


def save(data_dir: Path, keys: KeyFile) -> None:
    """Write keys.json whole or not at all."""
    files.write_whole(data_dir / FILE, msgspec.json.format(msgspec.json.encode(keys), indent=1), private=True)


def unlock(data_dir: Path, login: str, passphrase: str) -> bytes:
    """Give the data key to a clerk.

    Raises:
        WrongPassphrase: with the tries that are left.
        TooManyAttempts: while the door is closed.

    """
    entry = read(data_dir).clerk(login)
    attempts.check(data_dir, login)
    key = _unwrap(entry.wrapped, passphrase, _for_clerk(login))
    if key is None:
        left = attempts.failed(data_dir, login)
        if left == 0:
            attempts.check(data_dir, login)
        raise WrongPassphrase(left=left, field="passphrase")
    attempts.passed(data_dir, login)
    return key


def unlock_with_code(data_dir: Path, code: str) -> bytes:
    """Give the data key to one who holds the recovery sheet."""
    return open_with_code(read(data_dir), code)


def open_with_code(keys: KeyFile, code: str) -> bytes:
    """The data key of a key file by its recovery code."""
    key = _unwrap(keys.recovery.wrapped, recovery.normal(code), _for_recovery(keys.recovery.number))
    if key is None:
        raise RecoveryCodeWrong(number=keys.recovery.number, field="recovery_code")
    return key


def open_with_passphrase(keys: KeyFile, login: str, passphrase: str) -> bytes:
    """The data key of a key file that lies in a backup, where no tries are counted."""
    key = _unwrap(keys.clerk(login).wrapped, passphrase, _for_clerk(login))
    if key is None:
        raise WrongPassphrase(left=attempts.ALLOWED, field="passphrase")
    return key


def check_passphrase(passphrase: str) -> None:
    """Refuse one that is too simple (D-07).

    Raises:
        PassphraseTooWeak: shorter than eight characters, or of fewer than three kinds.

    """
    if not ticks(passphrase).enough:
        raise PassphraseTooWeak(field="passphrase")


def change_passphrase(data_dir: Path, login: str, old: str, new: str) -> None:
    """Wrap the data key anew for a clerk who knows the present passphrase."""
    key = unlock(data_dir, login, old)
    set_passphrase(data_dir, key, login, new)


def set_passphrase(data_dir: Path, key: bytes, login: str, new: str) -> None:
    """Give a clerk a new passphrase, by one who holds the data key (an open file or the recovery code)."""
    keys = read(data_dir)
    entry = keys.clerk(login)
    renewed = _clerk_key(key, login=login, name=entry.name, role=entry.role, passphrase=new)
    save(data_dir, _with_clerk(keys, renewed))
    attempts.passed(data_dir, login)


def add(data_dir: Path, key: bytes, *, login: str, name: str, role: str, passphrase: str) -> None:
    """Wrap the data key for one clerk more."""
    keys = read(data_dir)
    if any(entry.login == login for entry in keys.clerks):
        raise ClerkExists(login=login, field="login")
    entry = _clerk_key(key, login=login, name=name, role=role, passphrase=passphrase)
    save(data_dir, msgspec.structs.replace(keys, clerks=(*keys.clerks, entry)))


def describe(data_dir: Path, login: str, *, name: str, role: str) -> None:
    """Change the name and role that the unlock window shows."""
    keys = read(data_dir)
    entry = msgspec.structs.replace(keys.clerk(login), name=name, role=role)
    save(data_dir, _with_clerk(keys, entry))


def remove(data_dir: Path, login: str) -> None:
    """Take a clerk's key away; the last one stays."""
    keys = read(data_dir)
    keys.clerk(login)
    rest = tuple(entry for entry in keys.clerks if entry.login != login)
    if not rest:
        raise LastClerk(login=login)
    save(data_dir, msgspec.structs.replace(keys, clerks=rest))


def renew_recovery(data_dir: Path, key: bytes) -> str:
    """Make a new recovery code; the old sheet is worthless from now on (except for older backups)."""
    keys = read(data_dir)
    code, entry = _recovery_key(key, number=keys.recovery.number + 1)
    save(data_dir, msgspec.structs.replace(keys, recovery=entry))
    return code


def _with_clerk(keys: KeyFile, entry: ClerkKey) -> KeyFile:
    clerks = tuple(entry if clerk.login == entry.login else clerk for clerk in keys.clerks)
    return msgspec.structs.replace(keys, clerks=clerks)


def _clerk_key(key: bytes, *, login: str, name: str, role: str, passphrase: str) -> ClerkKey:
    if not re.fullmatch(r"[a-z][a-z0-9.-]{1,39}", login):
        raise LoginInvalid(login=login, field="login")
    check_passphrase(passphrase)
    return ClerkKey(login, name, role, _wrap(key, passphrase, _for_clerk(login)))


def _recovery_key(key: bytes, *, number: int) -> tuple[str, RecoveryKey]:
    code = recovery.new_code()
    wrapped = _wrap(key, recovery.normal(code), _for_recovery(number))
    return code, RecoveryKey(number, recovery.fingerprint(code), utc_now(), wrapped)


def _for_clerk(login: str) -> bytes:
    return f"cjdesk data key v1 for clerk {login}".encode()


def _for_recovery(number: int) -> bytes:
    return f"cjdesk data key v1 for recovery sheet {number}".encode()


def _wrap(key: bytes, secret: str, purpose: bytes) -> Wrapped:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    return Wrapped(COST, salt, nonce, AESGCM(_stretched(secret, salt, COST)).encrypt(nonce, key, purpose))


def _unwrap(wrapped: Wrapped, secret: str, purpose: bytes) -> bytes | None:
    try:
        return AESGCM(_stretched(secret, wrapped.salt, wrapped.cost)).decrypt(wrapped.nonce, wrapped.key, purpose)
    except InvalidTag:
        return None


def _stretched(secret: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        secret.encode(), salt, cost.passes, cost.memory_kib, cost.lanes, hash_len=KEY_BYTES, type=Type.ID
    )
