"""An update by the built program under Wine, and the way back: checked, refused, installed, undone, data whole.

Needs what ``build.py`` made. It ends with 1 if anything is wrong. Report: ``build/windows/update_trial/report.txt``.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import build  # noqa: E402 - these scripts are no package
import identity  # noqa: E402
import update_package  # noqa: E402
import windows_trial  # noqa: E402
import wine  # noqa: E402

from cjdesk.sync import update  # noqa: E402
from cjdesk.sync.keys import Keys, public_half  # noqa: E402

windows_trial.PLACE = build.WORK / "update_trial"
SEED, STRANGER = Keys.new().signing, Keys.new().signing
LATER = re.sub(r"\d+$", lambda found: str(int(found[0]) + 1), identity.version())
CLERK = {"CJDESK_PASSPHRASE": windows_trial.PASSPHRASE, "CJDESK_USER": "lifang"}


class UpdateTrial(windows_trial.Trial):
    """A clerk's computer with this version, and a stick with a later one (the same program under a later number)."""

    def prepares(self) -> None:
        """This version installed, a release key of this trial in it, data, a stick."""
        self.chosen = self.local / "Programs" / "CJDesk"
        code = self.silent(self.setup)
        there = code == 0 and self.version() == identity.version()
        self.fact("this version is installed", there, f"{code} {self.version()} {self.silent_words()}")
        listed = self.chosen / "program" / "resources" / "update" / "release_keys.toml"
        self.fact("the program carries its list of release keys", listed.is_file())
        listed.write_text(f'[[key]]\nname = "trial"\npublic = "{public_half(SEED)}"\n', encoding="utf-8")
        self.makes_data()
        self.stick = self.drive / "U盘"
        self.stick.mkdir()
        self.later = build.installer(LATER, plain=True)

    def package(self, name: str, seed: str = SEED) -> Path:
        """A package of the later version on the stick."""
        head = update_package.head(update_package.RELEASE, LATER)
        path = self.stick / name
        path.write_bytes(update.seal(head, {self.later.name: self.later.read_bytes()}, seed))
        return path

    def asks(self, verb: str, *words: str | Path) -> tuple[int, str, dict[str, object]]:
        """An update verb: exit code, code of the refusal, document."""
        code, said = self.cli("update", verb, *words, **CLERK)
        error = said.get("error")
        return code, str(error["code"]) if isinstance(error, dict) else "", said

    def refuses(self) -> None:
        """A stranger's package, a changed byte, a cut one: words, and nothing happens."""
        good = self.package(update.file_name(LATER)).read_bytes()
        for name, content, expected in (
            ("stranger.cju", self.package("stranger.cju", STRANGER).read_bytes(), "UPDATE_UNKNOWN_KEY"),
            ("changed.cju", good[:-600_000] + bytes([good[-600_000] ^ 1]) + good[-599_999:], "UPDATE_PART_DIFFERS"),
            ("cut.cju", good[:-20_000], "UPDATE_INCOMPLETE"),
            ("other.cju", b"MZ" + bytes(5000), "UPDATE_NO_PACKAGE"),
        ):
            (self.stick / name).write_bytes(content)
            code, refusal, said = self.asks("apply", self.windows_path(self.stick / name))
            self.fact(f"{name} is refused", (code, refusal) == (1, expected), refusal or said)
        self.fact("nothing was installed", self.version() == identity.version())

    def updates(self) -> None:
        """Checked, backed up, installed by the program itself."""
        path = self.windows_path(self.stick / update.file_name(LATER))
        code, refusal, said = self.asks("check", path)
        self.fact("the good one is found good", code == 0, refusal or said)
        start = time.monotonic()
        code, refusal, said = self.asks("apply", path)
        self.fact("update apply ends with 0", code == 0, refusal or said)
        self.measured("checked, backed up, installer started", time.monotonic() - start)
        there = self.wait(lambda: self.version() == LATER, 180)
        self.measured("later version in place", time.monotonic() - start)
        self.fact("the later version is installed", there, f"{self.version()} {self.silent_words()}")
        kept = self.wait(lambda: self.version(self.previous) == identity.version(), 30)
        self.fact("the version before is kept", kept, self.version(self.previous))
        backups = list((self.data / "backups").glob("*_upgrade.cjbackup"))
        self.fact("a backup was made before", len(backups) == 1, [one.name for one in backups])
        self.opens_data("after the update")

    def returns(self) -> None:
        """One step back, the data as they are."""
        code, _, said = self.asks("status")
        self.fact("the way back is offered", code == 0 and identity.version() in str(said), said)
        code, refusal, said = self.asks("back")
        self.fact("update back ends with 0", code == 0, refusal or said)
        there = self.wait(lambda: self.version() == identity.version(), 60)
        self.fact("the version before is installed again", there, f"{self.version()} {self.silent_words()}")
        self.fact("the later one is kept now", self.wait(lambda: self.version(self.previous) == LATER, 10))
        self.opens_data("after going back")

    def everything(self) -> None:
        """All of it."""
        try:
            for step in (self.prepares, self.refuses, self.updates, self.returns):
                step()
        finally:
            (windows_trial.PLACE / "report.txt").write_text("\n".join(self.lines) + "\n", encoding="utf-8")
            wine.stop(self.prefix)
            self.desktop.close()
            shutil.rmtree(self.prefix, ignore_errors=True)


if __name__ == "__main__":
    trial = UpdateTrial()
    trial.everything()
    sys.exit(f"{trial.failed} wrong" if trial.failed else 0)
