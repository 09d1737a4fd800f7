"""Puts the publisher's Authenticode signature on programs, where there is a certificate; without one it says so.

``sign.py FILE …``; the certificate (a .pfx file as base64) stands in CJDESK_CERTIFICATE, its password in
CJDESK_CERTIFICATE_PASSWORD. CJDESK_TIMESTAMP is the server whose time is signed too; empty leaves it away.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

CERTIFICATE, PASSWORD, TIMESTAMP = "CJDESK_CERTIFICATE", "CJDESK_CERTIFICATE_PASSWORD", "CJDESK_TIMESTAMP"
USUAL_TIMESTAMP = "http://timestamp.digicert.com"
KITS = Path("C:/Program Files (x86)/Windows Kits/10/bin")


def sign(files: Sequence[Path]) -> None:
    """Sign each file in place and check the signature that it has then."""
    with tempfile.TemporaryDirectory() as name:
        pfx = Path(name) / "certificate.pfx"
        pfx.touch(mode=0o600)
        pfx.write_bytes(base64.b64decode(os.environ[CERTIFICATE], validate=False))
        for file in files:
            (_with_signtool if sys.platform == "win32" else _with_osslsigncode)(file, pfx, os.environ.get(PASSWORD, ""))
            print(f"signed: {file.name}")


def _with_signtool(file: Path, pfx: Path, password: str) -> None:
    tool = max(KITS.glob("10.*/x64/signtool.exe"), default=None)
    if tool is None:
        raise SystemExit(f"no signtool.exe under {KITS}")
    server = _timestamp()
    stamp = ["/tr", server, "/td", "sha256"] if server else []
    subprocess.run([tool, "sign", "/q", "/fd", "sha256", "/f", pfx, "/p", password, *stamp, file], check=True)
    subprocess.run([tool, "verify", "/q", "/pa", file], check=True)


def _with_osslsigncode(file: Path, pfx: Path, password: str) -> None:
    server, signed = _timestamp(), file.with_name(f"{file.name}.signed")
    stamp = ["-ts", server] if server else []
    secret = pfx.with_name("password")
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="utf-8")
    names = ["-pkcs12", pfx, "-readpass", secret, "-h", "sha256", "-n", "CJDesk"]
    subprocess.run(["osslsigncode", "sign", *names, *stamp, "-in", file, "-out", signed], check=True)
    signed.replace(file)


def _timestamp() -> str:
    return os.environ.get(TIMESTAMP, USUAL_TIMESTAMP)


def main() -> None:
    """Sign what is named, if there is something to sign with."""
    files = [Path(word) for word in sys.argv[1:]]
    missing = [str(file) for file in files if not file.is_file()]
    if missing or not files:
        raise SystemExit(f"no such file: {', '.join(missing)}" if missing else __doc__)
    if not os.environ.get(CERTIFICATE):
        print(f"not signed, there is no {CERTIFICATE}: {', '.join(file.name for file in files)}")
        return
    sign(files)


if __name__ == "__main__":
    main()
