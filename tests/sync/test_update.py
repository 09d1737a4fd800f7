"""An update package comes back as it was made, opens with stock tools, and no touched byte of it is believed."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjdesk.domain.errors import (
    UpdateHoldsMore,
    UpdateIsCut,
    UpdateIsDamaged,
    UpdateIsNewerFormat,
    UpdateIsNone,
    UpdateKeyUnknown,
    UpdatePartDiffers,
    UpdateSignatureWrong,
    UpdateTooLarge,
    UserError,
)
from cjdesk.sync import archive, keys, update
from cjdesk.sync.keys import BATCH_CONTEXT
from cjdesk.sync.update import HEAD, SIGNATURE, Limits, Part, file_name, setup_name
from tests.sync.releases import KEY, SEED, SETUP, STRANGER, files, forged, head, package

GOOD = package()
NAME = setup_name("9.0.0")


def opened(content: bytes, **more):
    return update.unseal(content, [KEY], **more)


def vouched(parts: dict[str, bytes], **changed):
    """A manifest that names these parts."""
    named = tuple(Part(name, len(one), hashlib.sha256(one).hexdigest()) for name, one in parts.items())
    return head(**({"key": KEY.id, "parts": named} | changed))


def test_what_was_packed_comes_out() -> None:
    found = opened(GOOD)
    assert bytes(found.setup) == SETUP
    assert (found.manifest.version, found.key, found.manifest.key) == ("9.0.0", KEY, KEY.id)
    assert found.sha256 == hashlib.sha256(GOOD).hexdigest()
    assert file_name(found.manifest.version) == "CJDesk_9.0.0.cju"


def test_the_same_content_is_the_same_bytes() -> None:
    first = head()
    assert update.seal(first, {NAME: SETUP}, SEED) == update.seal(first, {NAME: SETUP}, SEED)


def test_stock_tools_open_it_and_check_it(tmp_path: Path) -> None:
    (tmp_path / "x.cju").write_bytes(GOOD)
    subprocess.run(["tar", "-xf", "x.cju"], cwd=tmp_path, check=True)
    assert (tmp_path / NAME).read_bytes() == SETUP
    manifest = msgspec.json.decode((tmp_path / HEAD).read_bytes())
    assert manifest["parts"] == [{"name": NAME, "bytes": len(SETUP), "sha256": hashlib.sha256(SETUP).hexdigest()}]
    with tarfile.open(tmp_path / "x.cju") as tar:
        assert tar.getnames() == [HEAD, SIGNATURE, NAME]


@settings(max_examples=400)
@given(place=st.integers(0, len(GOOD) - 1), flip=st.integers(1, 255))
def test_any_changed_byte_is_refused(place: int, flip: int) -> None:
    changed = bytearray(GOOD)
    changed[place] ^= flip
    with pytest.raises(UserError) as caught:
        opened(bytes(changed))
    assert caught.value.code.startswith("UPDATE_")


def test_every_byte_of_the_form_counts_too() -> None:
    """The bytes that a tar reader ignores: owners, times, padding, what stands behind the end."""
    accepted = []
    for place in [*range(512), *range(len(GOOD) - 4000, len(GOOD))]:
        changed = bytearray(GOOD)
        changed[place] ^= 1
        try:
            opened(bytes(changed))
        except UserError:
            continue
        accepted.append(place)
    assert not accepted


@settings(max_examples=200)
@given(length=st.integers(0, len(GOOD) - 1))
def test_any_cut_is_refused(length: int) -> None:
    with pytest.raises((UpdateIsCut, UpdateIsNone)):
        opened(GOOD[:length])


@given(more=st.binary(min_size=1, max_size=2000))
def test_nothing_may_follow(more: bytes) -> None:
    with pytest.raises(UserError):
        opened(GOOD + more)


@given(content=st.binary(max_size=3000))
def test_anything_else_is_no_package(content: bytes) -> None:
    with pytest.raises(UpdateIsNone):
        opened(content)


@pytest.mark.parametrize("what", ["zip", "gzip", "exe", "empty", "directory first"])
def test_other_files_are_no_package(what: str) -> None:
    buffer = io.BytesIO()
    if what == "zip":
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr(HEAD, b"{}")
    elif what == "gzip":
        with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
            tar.addfile(tarfile.TarInfo(HEAD))
    elif what == "exe":
        buffer.write(SETUP)
    elif what == "directory first":
        with tarfile.open(fileobj=buffer, mode="w") as tar:
            folder = tarfile.TarInfo("manifest.json")
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
    with pytest.raises(UpdateIsNone) as caught:
        opened(buffer.getvalue(), name="x.cju")
    assert caught.value.facts == {"name": "x.cju"}


def test_a_package_signed_by_another_key_is_refused() -> None:
    with pytest.raises(UpdateKeyUnknown):
        opened(package(seed=STRANGER))


def test_a_program_without_a_key_takes_nothing() -> None:
    with pytest.raises(UpdateKeyUnknown):
        update.unseal(GOOD, [])


def test_a_stranger_who_names_our_key_is_refused() -> None:
    parts = {NAME: SETUP}
    with pytest.raises(UpdateSignatureWrong):
        opened(forged(vouched(parts), parts, seed=STRANGER))


def test_a_signature_of_another_purpose_does_not_count() -> None:
    parts = {NAME: SETUP}
    text = msgspec.json.encode(vouched(parts))
    content = archive.tar({HEAD: text, SIGNATURE: keys.sign(SEED, BATCH_CONTEXT, text), **parts})
    with pytest.raises(UpdateSignatureWrong):
        opened(content)


def test_any_of_the_known_keys_may_sign() -> None:
    other = update.ReleaseKey("next", keys.public_half(STRANGER))
    assert update.unseal(package(seed=STRANGER), [KEY, other]).key == other


def test_a_manifest_of_one_update_with_the_setup_of_another_is_refused() -> None:
    mixed = files(package("9.0.1")) | {}
    parts = {setup_name("9.0.1"): b"MZ another program", HEAD: mixed[HEAD], SIGNATURE: mixed[SIGNATURE]}
    content = archive.tar({name: parts[name] for name in (HEAD, SIGNATURE, setup_name("9.0.1"))})
    with pytest.raises(UpdatePartDiffers) as caught:
        opened(content)
    assert caught.value.facts == {"name": setup_name("9.0.1")}


def test_a_manifest_with_the_signature_of_another_is_refused() -> None:
    mine, other = files(GOOD), files(package("9.0.1"))
    with pytest.raises(UpdateSignatureWrong):
        opened(archive.tar({HEAD: mine[HEAD], SIGNATURE: other[SIGNATURE], NAME: SETUP}))


def test_a_setup_of_the_same_length_is_refused() -> None:
    parts = files(GOOD)
    with pytest.raises(UpdatePartDiffers):
        opened(archive.tar(parts | {NAME: SETUP[:-1] + b"!"}))


@pytest.mark.parametrize("evil", ["../evil.exe", "..\\evil.exe", "/etc/passwd", "C:evil.exe", "extra.dll", HEAD, NAME])
def test_files_that_do_not_belong_are_refused(evil: str) -> None:
    parts = files(GOOD)
    block = archive.header(evil, 4) + b"evil" + b"\0" * 508
    body = b"".join(archive.header(name, len(one)) + one + b"\0" * (-len(one) % 512) for name, one in parts.items())
    for stolen in (block + body, body[: len(body) // 512 // 2 * 512] + block, body + block):
        content = stolen + b"\0" * (archive.tar_size(len(stolen)) - len(stolen))
        with pytest.raises((UpdateHoldsMore, UpdatePartDiffers, UpdateSignatureWrong, UpdateIsDamaged, UpdateIsCut)):
            opened(content)
    content = body + block
    with pytest.raises(UpdateHoldsMore) as caught:
        opened(content + b"\0" * (archive.tar_size(len(content)) - len(content)))
    assert caught.value.facts == {"name": evil}


@pytest.mark.parametrize("name", ["../x.exe", "a/b", "", ".hidden", "CJDesk-9.0.0-Setup.exe\0", "x" * 81])
def test_a_signed_manifest_cannot_name_a_path(name: str) -> None:
    text = msgspec.json.encode(vouched({NAME: SETUP})).replace(NAME.encode(), msgspec.json.encode(name)[1:-1], 1)
    with pytest.raises(UpdateIsDamaged):
        opened(forged(text, {NAME: SETUP}))


def test_the_setup_must_be_of_that_version() -> None:
    parts = {setup_name("8.0.0"): SETUP}
    with pytest.raises(UpdateIsDamaged):
        opened(forged(vouched(parts), parts))


def test_a_part_twice_is_refused() -> None:
    parts = {NAME: SETUP}
    manifest = vouched(parts)
    twice = msgspec.structs.replace(manifest, parts=manifest.parts * 2)
    text = msgspec.json.encode(twice)
    one = archive.header(NAME, len(SETUP)) + SETUP + b"\0" * (-len(SETUP) % 512)
    body = archive.tar({HEAD: text, SIGNATURE: keys.sign(SEED, update.UPDATE_CONTEXT, text)}).rstrip(b"\0")
    body += b"\0" * (-len(body) % 512) + one + one
    with pytest.raises(UpdateIsDamaged):
        opened(body + b"\0" * (archive.tar_size(len(body)) - len(body)))


def test_links_and_sparse_files_are_refused() -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.GNUTYPE_SPARSE, tarfile.XHDTYPE):
        entry = tarfile.TarInfo(NAME)
        entry.type, entry.linkname, entry.mode = kind, "/etc/passwd", 0o644
        whole = archive.tar({name: one for name, one in files(GOOD).items() if name != NAME}).rstrip(b"\0")
        body = whole + b"\0" * (-len(whole) % 512) + entry.tobuf(tarfile.USTAR_FORMAT)
        with pytest.raises(UpdateIsDamaged):
            opened(body + b"\0" * (archive.tar_size(len(body)) - len(body)))


def test_what_is_too_large_is_not_looked_at() -> None:
    with pytest.raises(UpdateTooLarge) as caught:
        opened(GOOD, limits=Limits(package=len(GOOD) - 1))
    assert caught.value.facts == {"limit": "0 MB"}
    with pytest.raises(UpdatePartDiffers):
        opened(GOOD, limits=Limits(manifest=100))


def test_a_size_that_promises_more_than_there_is_takes_no_memory() -> None:
    content = bytearray(GOOD)
    place = GOOD.index(NAME.encode(), 512 * 3)
    content[place : place + 512] = archive.header(NAME, 8_589_934_591)
    with pytest.raises(UpdateIsCut):
        opened(bytes(content))


def test_a_later_format_is_named() -> None:
    with pytest.raises(UpdateIsNewerFormat) as caught:
        opened(forged(b'{"format": 2, "anything": []}', {NAME: SETUP}))
    assert caught.value.facts == {"found": 2, "known": 1}


@pytest.mark.parametrize(
    "changed",
    [
        {"version": "9.0"}, {"version": "09.0.0"}, {"version": "9.0.0-rc1"}, {"oldest": "x"}, {"schema_brings": "1"},
        {"created": "2026-02-30T00:00:00Z"}, {"expires": "2026-03-01"}, {"program": "Other"}, {"system": "linux"},
        {"notes": {"fr": "non"}}, {"notes": {"en": "x" * 4001}}, {"parts": []}, {"surprise": 1},
    ],
)  # fmt: skip
def test_a_genuine_manifest_that_is_not_as_agreed_is_refused(changed: dict) -> None:
    parts = {NAME: SETUP}
    said = msgspec.json.decode(msgspec.json.encode(vouched(parts))) | changed
    with pytest.raises(UpdateIsDamaged):
        opened(forged(msgspec.json.encode(said), parts))


@pytest.mark.parametrize(
    "changed", [{"oldest": "9.0.1"}, {"schema_needs": "0009"}, {"expires": "2020-01-01T00:00:00Z"}]
)
def test_a_head_that_contradicts_itself_is_never_sealed(changed: dict) -> None:
    with pytest.raises(ValueError, match="contradicts"):
        package(**changed)


def test_fingerprints_of_release_keys_have_their_own_purpose() -> None:
    assert KEY.id == update.key_id(KEY.public)
    assert len(KEY.id.split("-")) == 4
    assert KEY.id != keys.fingerprint(KEY.public)
