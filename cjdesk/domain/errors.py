"""Every error the clerk can put right, on one page.

A class docstring is the English message template (the Chinese text stands in the catalogue
``resources/locale/zh_CN``); ``{name}`` places are filled from the keyword arguments. ``code`` is stable:
help pages, tests and other programs refer to it. Anything that is not a :class:`UserError` is our bug.
"""

from __future__ import annotations

import inspect
from typing import ClassVar


class UserError(Exception):
    """Something could not be done."""

    code: ClassVar[str] = "ERROR"

    def __init__(self, *, field: str | None = None, **facts: object) -> None:
        """Keep the facts for the message; ``field`` names the input to mark (a FIELDS or COLUMNS key)."""
        self.field = field
        self.facts = facts
        super().__init__(self.template().format(**facts))

    @classmethod
    def template(cls) -> str:
        """The English message id, with its places unfilled."""
        return inspect.cleandoc(cls.__doc__ or "").replace("\n", " ")


# Command line


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


class DemoFolderNotEmpty(UserError):
    """The folder {folder} is not empty. Give the demonstration a new or an empty folder."""

    code = "DEMO_FOLDER_NOT_EMPTY"


# Reference


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


# People


class PersonUnknown(UserError):
    """This person is no longer in the data file. Refresh the list and choose again."""

    code = "PERSON_UNKNOWN"


class DuplicateId(UserError):
    """{name} is already registered ({village} {group}). Open that card; no second entry is needed."""

    code = "DUPLICATE_ID"


class NameMissing(UserError):
    """The name is empty. Type the name as it stands on the ID card."""

    code = "NAME_MISSING"


class PhoneWrong(UserError):
    """The phone number {number} is not complete. Type 11 digits, or an area code and a number."""

    code = "PHONE_WRONG"


class ValueNotInList(UserError):
    """“{value}” is not in the list. Choose one of: {choices}."""

    code = "VALUE_NOT_IN_LIST"


class AccountNumberWrong(UserError):
    """The account number has {digits} digits; an account has 12 to 23. Compare it with the card or passbook."""

    code = "ACCOUNT_NUMBER_WRONG"


class AccountHolderReason(UserError):
    """The account holder {holder} is not {name} himself or herself. Give the reason why somebody else receives it."""

    code = "ACCOUNT_HOLDER_REASON"


class AgeUnder16(UserError):
    """{name} is {age} years old on {day}; a post needs 16. Check the ID number or the start day."""

    code = "AGE_UNDER_16"


class AgeOver65(UserError):
    """{name} is {age} years old on {day}, over 65, and cannot be newly put on post. Check the ID number."""

    code = "AGE_OVER_65"


class CannotWork(UserError):
    """{name} is registered with the labour ability “{ability}” and cannot be put on post. Check the card first."""

    code = "CANNOT_WORK"


class TwoOpenPosts(UserError):
    """{name} is already on post as {post} from {start}. End that post first; one person has one post."""

    code = "TWO_OPEN_POSTS"


class UnknownPostType(UserError):
    """There is no active post type “{post_type}”. Choose one of: {choices}."""

    code = "UNKNOWN_POST_TYPE"


class DateOrder(UserError):
    """The last day {end} lies before the first day {start}. Correct one of the two."""

    code = "DATE_ORDER"


class NotOnPost(UserError):
    """{name} is not on post on {day}. Check the day, or put the person on post first."""

    code = "NOT_ON_POST"


class SuspensionsOverlap(UserError):
    """{name} is already suspended from {start}. End that suspension first, or choose a later day."""

    code = "SUSPENSIONS_OVERLAP"


class CategoryTwice(UserError):
    """{name} has the category {category} already. End it first if it begins anew."""

    code = "CATEGORY_TWICE"


# Cooperatives


class CooperativeUnknown(UserError):
    """This cooperative, team or membership is no longer in the data file. Refresh the list and choose again."""

    code = "COOPERATIVE_UNKNOWN"


class NameTaken(UserError):
    """“{name}” exists already. Choose another name, or use the existing one."""

    code = "NAME_TAKEN"


class MemberTwoCoops(UserError):
    """{name} is already a member of {cooperative} (since {joined}). End that membership first, or use transfer."""

    code = "MEMBER_TWO_COOPS"


class CooperativeInCircle(UserError):
    """{name} cannot stand under a cooperative that stands under it. Choose another one."""

    code = "COOPERATIVE_IN_CIRCLE"
