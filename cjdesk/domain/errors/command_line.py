"""What was typed on the command line."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class PassphraseMissing(UserError):
    """No passphrase was given. Set CJDESK_PASSPHRASE, name a file with --passphrase-file, or type it at the prompt."""

    code = "PASSPHRASE_MISSING"


class PassphrasesDiffer(UserError):
    """The two passphrases differ. Type the same one twice."""

    code = "PASSPHRASES_DIFFER"


class WrongMonth(UserError):
    """“{text}” is no month. Write it like 2026-03."""

    code = "WRONG_MONTH"


class WrongDate(UserError):
    """“{text}” is no date. Write it like 2026-03-15."""

    code = "WRONG_DATE"


class WrongYear(UserError):
    """“{text}” is no year. Write it like 2026."""

    code = "WRONG_YEAR"


class NoDisplay(UserError):
    """There is no display to open the desk on. Start it where a screen is, or work with verbs: cjdesk --help."""

    code = "NO_DISPLAY"


class DemoFolderNotEmpty(UserError):
    """The folder {folder} is not empty. Give the demonstration a new or an empty folder."""

    code = "DEMO_FOLDER_NOT_EMPTY"
