"""Makes the update package of a release, a new release key, or looks into a package.

``new-key NAME --secret-out FILE``, ``make SETUP.exe --out FOLDER``, ``look FILE``. The secret half of the key
comes from the environment variable CJDESK_RELEASE_KEY (64 hex digits) or from ``--secret-file``.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cjdesk  # noqa: E402 - the checkout it stands in
from cjdesk.db import files  # noqa: E402
from cjdesk.db.migrate import Schema  # noqa: E402
from cjdesk.domain.errors import UserError  # noqa: E402
from cjdesk.services.update import trust  # noqa: E402
from cjdesk.sync import keys, update  # noqa: E402
from cjdesk.sync.update import Manifest, ReleaseKey  # noqa: E402

SECRET = "CJDESK_RELEASE_KEY"  # noqa: S105 - the name of a variable
RELEASE = ROOT / "build_specs" / "release.toml"
_NONE = "key = []\n"


def new_key(args: argparse.Namespace) -> None:
    """Make a pair: the public half goes into the program's list, the secret one into a file of its own."""
    seed = secrets.token_hex(32)
    entry = f'[[key]]\nname = "{args.name}"\npublic = "{keys.public_half(seed)}"\n'
    if args.secret_out.exists():
        raise SystemExit(f"{args.secret_out} exists already")
    files.write_whole(args.secret_out, f"{seed}\n".encode(), private=True)
    text = args.keys.read_text(encoding="utf-8")
    files.write_whole(args.keys, (text.replace(_NONE, "").rstrip("\n") + f"\n\n{entry}").encode())
    print(f"{args.name}: {update.key_id(keys.public_half(seed))}")
    print(f"public half: {args.keys}; secret half: {args.secret_out} (into the secret {SECRET}, then into a safe)")


def make(args: argparse.Namespace) -> None:
    """Seal Setup.exe under what release.toml says; refuses a key that the program itself would not know."""
    seed = _secret(args)
    known = _known(args)
    if keys.public_half(seed) not in {one.public for one in known}:
        raise SystemExit(f"the public half of this key is not in {args.keys}: no program would take the package")
    version = cjdesk.__version__
    if args.setup.name != update.setup_name(version):
        raise SystemExit(f"{args.setup.name} is not {update.setup_name(version)}")
    content = update.seal(head(args.release, version), {args.setup.name: args.setup.read_bytes()}, seed)
    args.out.mkdir(parents=True, exist_ok=True)
    target = args.out / update.file_name(version)
    files.write_whole(target, content)
    print(f"{target}: {len(content):,} bytes, sha256 {update.unseal(content, known).sha256}")


def look(args: argparse.Namespace) -> None:
    """Check a package with the program's own keys and print its manifest."""
    try:
        found = update.unseal(args.file.read_bytes(), _known(args), name=args.file.name)
    except UserError as error:
        raise SystemExit(f"{error.code}: {error}") from error
    print(f"signed by {found.key.name} ({found.key.id}), sha256 {found.sha256}")
    print(found.manifest)


def head(release: Path, version: str) -> Manifest:
    """What a release says of itself, from now on."""
    said = tomllib.loads(release.read_text(encoding="utf-8"))
    now = datetime.now(UTC)
    return Manifest(
        format=update.FORMAT,
        version=version,
        oldest=said["oldest"],
        schema_needs=said["schema_needs"],
        schema_brings=Schema().head,
        created=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        expires=f"{now + timedelta(days=said['valid_days']):%Y-%m-%dT%H:%M:%SZ}",
        notes={language: text.strip() for language, text in said["notes"].items()},
        key="",
        parts=(),
    )


def _secret(args: argparse.Namespace) -> str:
    text = args.secret_file.read_text(encoding="ascii") if args.secret_file else os.environ.get(SECRET, "")
    seed = text.strip()
    try:
        keys.public_half(seed)
    except ValueError:
        raise SystemExit(f"no key: give 64 hex digits in {SECRET} or with --secret-file") from None
    return seed


def _known(args: argparse.Namespace) -> list[ReleaseKey]:
    found = tomllib.loads(args.keys.read_text(encoding="utf-8"))
    return [ReleaseKey(one["name"], one["public"]) for one in found["key"]]


def main() -> None:
    """Do the verb."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=Path, default=trust.key_file(), help="the program's list of release keys")
    verbs = parser.add_subparsers(required=True)
    one = verbs.add_parser("new-key", help="make a release key")
    one.add_argument("name")
    one.add_argument("--secret-out", type=Path, required=True)
    one.set_defaults(run=new_key)
    one = verbs.add_parser("make", help="make the update package of this release")
    one.add_argument("setup", type=Path, metavar="SETUP.exe")
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--release", type=Path, default=RELEASE)
    one.add_argument("--secret-file", type=Path)
    one.set_defaults(run=make)
    one = verbs.add_parser("look", help="check a package and show its manifest")
    one.add_argument("file", type=Path)
    one.set_defaults(run=look)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
