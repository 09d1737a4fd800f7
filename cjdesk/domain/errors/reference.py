"""Reference files."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class ReferenceUnreadable(UserError):
    """The reference file {file} cannot be read. Check that the file is there and that you may open it."""

    code = "REFERENCE_UNREADABLE"


class ReferenceNotToml(UserError):
    """Line {line} of the reference file is not TOML. Ask the county for the file again, or correct this line."""

    code = "REFERENCE_NOT_TOML"


class ReferenceUnknownKey(UserError):
    """Line {line} of the reference file has the unknown key “{key}”. Correct the key; nothing was taken in."""

    code = "REFERENCE_UNKNOWN_KEY"


class ReferenceKeyMissing(UserError):
    """The entry {entry} in line {line} of the reference file lacks “{key}”. Add it; nothing was taken in."""

    code = "REFERENCE_KEY_MISSING"


class ReferenceWrongValue(UserError):
    """Line {line} of the reference file: “{key}” cannot be {value}. Correct the value; nothing was taken in."""

    code = "REFERENCE_WRONG_VALUE"
