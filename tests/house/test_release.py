"""The release workflow calls only what is there, asks for no more than it needs, and its scripts make what they say."""

from __future__ import annotations

import ast
import base64
import os
import re
import struct
import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import cjdesk
from cjdesk.db.database import Database
from cjdesk.db.migrate import Schema
from cjdesk.domain.version import Version
from cjdesk.services.update import check as checking
from cjdesk.services.update import trust
from cjdesk.sync import update
from cjdesk.sync.update import ReleaseKey

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "build_specs"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RELEASE = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
STEPS = [(name, step) for name, job in RELEASE["jobs"].items() for step in job["steps"]]
SCRIPTS = "\n".join(step.get("run", "") for _, step in STEPS)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_parses_ends_in_time_and_pins_what_it_uses(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, job in workflow["jobs"].items():
        assert isinstance(job.get("timeout-minutes"), int), name
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), step
            assert "uses" not in step or re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]), step


def test_every_script_that_a_release_calls_is_there() -> None:
    called = set(re.findall(r"(?:build_specs[/\\]|\.ci/)[\w./-]+", SCRIPTS))
    assert {"build_specs/build.py", "build_specs/sign.py", "build_specs/update_package.py", ".ci/run"} <= called
    assert not [name for name in called if not (ROOT / name.replace("\\", "/")).is_file()]


def test_every_step_of_the_build_that_a_release_calls_is_known() -> None:
    tree = ast.parse((SPECS / "build.py").read_text(encoding="utf-8"))
    (known,) = [
        {str(ast.literal_eval(key)) for key in node.value.keys if key is not None}
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == "STEPS"
        and isinstance(node.value, ast.Dict)
    ]
    called = {step for line in re.findall(r"build\.py ([a-z ]+)", SCRIPTS) for step in line.split()}
    assert called
    assert called == known, "a step of the build is left out of the release"


def test_the_built_program_carries_the_release_keys() -> None:
    spec = (SPECS / "cjdesk.spec").read_text(encoding="utf-8")
    assert '"resources/update"' in spec or '(str(ROOT / "resources"), "resources")' in spec


def test_a_release_may_read_and_only_its_draft_may_write() -> None:
    assert RELEASE["permissions"] == {"contents": "read"}
    assert {name: job["permissions"] for name, job in RELEASE["jobs"].items() if "permissions" in job} == {
        "draft": {"contents": "write"}
    }
    assert RELEASE["jobs"]["draft"]["if"] == "startsWith(github.ref, 'refs/tags/')"


def test_secrets_and_names_from_outside_never_stand_in_a_script() -> None:
    assert "${{" not in SCRIPTS
    with_secret = {name for name, step in STEPS if "secrets." in str(step)}
    assert with_secret == {"setup"}
    assert RELEASE["jobs"]["setup"]["environment"] == "release"


def test_nothing_is_put_up_before_everything_passed() -> None:
    needs = {name: job.get("needs", []) for name, job in RELEASE["jobs"].items()}
    assert needs == {"linux": [], "windows": [], "setup": ["linux", "windows"], "draft": "setup"}


def test_what_a_release_says_of_itself_can_be_said() -> None:
    said = tomllib.loads((SPECS / "release.toml").read_text(encoding="utf-8"))
    assert Version.parse(said["oldest"]) <= Version.parse(cjdesk.__version__)
    assert said["schema_needs"] <= Schema().head
    assert set(said["notes"]) == {"zh_CN", "en"}
    assert all(len(text.strip().splitlines()) <= 6 and len(text) <= 240 for text in said["notes"].values())
    assert 0 < said["valid_days"] <= 800


def test_release_keys_are_public_keys_and_never_a_test_key() -> None:
    for key in trust.release_keys():
        assert re.fullmatch(r"[0-9a-f]{64}", key.public)
        assert "test" not in key.name.lower()


def script(name: str, *words: object, more: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CJDESK_")} | (more or {})
    return subprocess.run(
        [sys.executable, str(SPECS / name), *(str(word) for word in words)],
        env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def key_list(tmp_path: Path) -> Path:
    """The program's list of release keys, as it is in the checkout."""
    path = tmp_path / "release_keys.toml"
    path.write_bytes(trust.key_file().read_bytes())
    return path


def test_a_key_a_package_and_the_program_that_takes_it(
    tmp_path: Path, key_list: Path, township: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, setup = tmp_path / "secret", tmp_path / update.setup_name(cjdesk.__version__)
    setup.write_bytes(b"MZ" + bytes(5000))
    made = script("update_package.py", "--keys", key_list, "new-key", "2027", "--secret-out", secret)
    assert made.returncode == 0, made.stderr
    seed = secret.read_text(encoding="ascii").strip()
    assert seed not in made.stdout + key_list.read_text(encoding="utf-8")
    if os.name == "posix":
        assert secret.stat().st_mode & 0o077 == 0
    again = script("update_package.py", "--keys", key_list, "new-key", "2028", "--secret-out", tmp_path / "next")
    assert again.returncode == 0, again.stderr
    known = [ReleaseKey(one["name"], one["public"]) for one in tomllib.loads(key_list.read_text("utf-8"))["key"]]
    assert [one.name for one in known][-2:] == ["2027", "2028"]
    out, release = tmp_path / "out", tmp_path / "release.toml"
    text = (SPECS / "release.toml").read_text(encoding="utf-8")
    release.write_text(re.sub(r'oldest = "[0-9.]+"', 'oldest = "0.0.1"', text), encoding="utf-8")
    words = ("--keys", key_list, "make", setup, "--out", out, "--release", release)
    made = script("update_package.py", *words, more={"CJDESK_RELEASE_KEY": seed})
    assert made.returncode == 0, made.stderr
    (package,) = out.iterdir()
    assert package.name == f"CJDesk_{cjdesk.__version__}.cju"
    looked = script("update_package.py", "--keys", key_list, "look", package)
    assert (looked.returncode, "signed by 2027" in looked.stdout) == (0, True)
    version = cjdesk.__version__
    monkeypatch.setattr(cjdesk, "__version__", "0.0.1")
    monkeypatch.setattr(trust, "key_file", lambda: key_list)
    assert township.path is not None
    found = township.ask(checking.check, package, township.path.parent)
    assert (found.offer.present, found.offer.version, found.offer.changes_data) == ("0.0.1", version, False)
    assert bytes(found.package.setup) == setup.read_bytes()


def test_a_package_is_not_made_with_a_key_or_a_setup_that_does_not_fit(tmp_path: Path, key_list: Path) -> None:
    setup, other = tmp_path / update.setup_name(cjdesk.__version__), tmp_path / "Other.exe"
    for one in (setup, other):
        one.write_bytes(b"MZ")
    script("update_package.py", "--keys", key_list, "new-key", "2027", "--secret-out", tmp_path / "secret")
    seed = (tmp_path / "secret").read_text(encoding="ascii").strip()
    for file, given, word in ((setup, "", "no key"), (setup, "ab" * 32, "not in"), (other, seed, "is not CJDesk-")):
        done = script(
            "update_package.py", "--keys", key_list, "make", file, "--out", tmp_path / "out",
            more={"CJDESK_RELEASE_KEY": given},
        )  # fmt: skip
        assert (done.returncode, word in done.stderr) == (1, True), done.stderr
    assert not (tmp_path / "out").exists()
    looked = script("update_package.py", "--keys", key_list, "look", setup)
    assert (looked.returncode, "UPDATE_NO_PACKAGE" in looked.stderr) == (1, True)


def test_programs_are_signed_where_there_is_a_certificate(tmp_path: Path) -> None:
    program = tmp_path / "CJDesk.exe"
    program.write_bytes(smallest_program())
    plain = script("sign.py", program)
    assert (plain.returncode, "not signed" in plain.stdout) == (0, True)
    assert program.read_bytes() == smallest_program()
    more = {
        "CJDESK_CERTIFICATE": certificate("Kennwort-密"),
        "CJDESK_CERTIFICATE_PASSWORD": "Kennwort-密",
        "CJDESK_TIMESTAMP": "",
    }
    signed = script("sign.py", program, more=more)
    assert signed.returncode == 0, signed.stderr
    looked = subprocess.run(["osslsigncode", "verify", "-in", program], capture_output=True, text=True, check=False)
    assert "Subject: /CN=CJDesk test" in looked.stdout
    assert script("sign.py", program, more=more | {"CJDESK_CERTIFICATE_PASSWORD": "wrong"}).returncode != 0
    assert script("sign.py", tmp_path / "missing.exe").returncode == 1


def certificate(password: str) -> str:
    """A publisher of a test, as the secret of the workflow holds him."""
    key = rsa.generate_private_key(65537, 2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CJDesk test")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pfx = pkcs12.serialize_key_and_certificates(b"test", key, made, None, BestAvailableEncryption(password.encode()))
    return base64.b64encode(pfx).decode()


def smallest_program() -> bytes:
    """Headers of a 64-bit Windows program without a section."""
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = struct.pack("<HHIIIHH", 0x8664, 0, 0, 0, 0, 240, 0x22)
    optional = struct.pack("<HBBIIIIIQIIHHHHHHIIIIHHQQQQII", 0x20B, 14, 0, 0, 0, 0, 0, 0, 0x140000000, 4096, 512,
                           6, 0, 0, 0, 6, 0, 0, 4096, 512, 0, 3, 0, 1 << 20, 4096, 1 << 20, 4096, 0, 16)  # fmt: skip
    head = dos + b"PE\0\0" + coff + optional + bytes(128)
    return head + bytes(1024 - len(head))
