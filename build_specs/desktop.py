"""A screen without a monitor: windows are found, typed into and photographed, as a person would."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path


class Desktop:
    """The screen of a small laptop with a window manager; what is started on it needs its ``display``."""

    def __init__(self, pictures: Path) -> None:
        """Photographs go into ``pictures``."""
        self._pictures = pictures
        read, write = os.pipe()
        screen = ["-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), *screen],
            pass_fds=(write,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read, encoding="ascii") as number:
            self.display = f":{number.readline().strip()}"
        self._environment = {**os.environ, "DISPLAY": self.display}
        self._frames = subprocess.Popen(
            ["openbox"], env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def close(self) -> None:
        """Switch it off."""
        for process in (self._frames, self._server):
            process.terminate()
            process.wait()

    def windows(self, title: str) -> list[str]:
        """Visible windows whose title matches a regular expression."""
        return self._xdotool("search", "--onlyvisible", "--name", title, check=False).split()

    def wait_for(self, title: str, seconds: float = 60) -> str:
        """The window with such a title, once it is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.windows(title)
            if found:
                return found[-1]
            time.sleep(0.05)
        raise TimeoutError(f"no window {title} after {seconds:.0f} s; there are: {self.titles()}")

    def wait_until_gone(self, title: str, seconds: float = 30) -> None:
        """Come back when there is no such window any more."""
        end = time.monotonic() + seconds
        while self.windows(title):
            if time.monotonic() > end:
                raise TimeoutError(f"the window {title} stays")
            time.sleep(0.1)

    def titles(self) -> list[str]:
        """What is on the screen."""
        return [self._xdotool("getwindowname", one, check=False).strip() for one in self.windows(".")]

    def type(self, window: str, text: str) -> None:
        """Type into a window."""
        self._xdotool("windowfocus", "--sync", window, check=False)
        self._xdotool("type", "--delay", "40", text)

    def press(self, window: str, *keys: str) -> None:
        """Press keys by their X names."""
        self._xdotool("windowfocus", "--sync", window, check=False)
        self._xdotool("key", "--delay", "80", *keys)

    def photograph(self, name: str) -> int:
        """The whole screen as ``name.png``; gives the number of its colours (an empty screen has one)."""
        target = self._pictures / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(target)], env=self._environment, check=True)
        counted = subprocess.run(["identify", "-format", "%k", str(target)], check=True, capture_output=True, text=True)
        return int(counted.stdout)

    def _xdotool(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, check=check, capture_output=True, text=True, timeout=30
        )
        return done.stdout
