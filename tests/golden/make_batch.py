"""Writes ``batch_v1.cjp`` and its test keys; run by hand only when a new format version begins a new file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from cjdesk.sync import seal
from cjdesk.sync.keys import Keys
from cjdesk.sync.manifest import name_of
from tests.sync.letters import head, roster

HERE = Path(__file__).parent


def main() -> None:
    """Refuse to overwrite: the file is opened by every later reader for ever."""
    station, county = Keys.new(), Keys.new()
    sealed = seal.seal(
        head(station, county), roster(5), keys=station, readers=(county.public.recipient, station.public.recipient)
    )
    keys = {
        "note": "Keys of a test. They protect nothing.",
        "name": name_of(sealed.manifest),
        "sha256": sealed.sha256,
        "county": {"signing": county.signing, "identity": county.identity},
        "station": {"verify": station.public.verify, "recipient": station.public.recipient},
    }
    with (HERE / "batch_v1.cjp").open("xb") as file:
        file.write(sealed.content)
    with (HERE / "batch_v1.keys.json").open("xb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(keys), indent=1))


if __name__ == "__main__":
    main()
