"""People, their posts and accounts."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


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
