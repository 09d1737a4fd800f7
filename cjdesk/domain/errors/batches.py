"""Batches and the sticks they travel on."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class BatchIsNone(UserError):
    """{name} is no CJDesk batch.
    Choose a file whose name ends in .cjp."""

    code = "BATCH_NO_FILE"


class BatchIsTooLarge(UserError):
    """The batch is larger than allowed (limit: {limit}); nothing was taken in.
    Ask the sender to make it again."""

    code = "BATCH_TOO_LARGE"


class BatchIsForeign(UserError):
    """This batch was not sealed for this office, or its head was changed; nothing was taken in.
    Give it to the office that its name says, or ask the sender for the county's batch again."""

    code = "BATCH_FOREIGN"


class BatchIsDamaged(UserError):
    """The batch is damaged or was changed on its way; nothing was taken in.
    Ask the sender to copy the file again."""

    code = "BATCH_DAMAGED"


class BatchIsNewer(UserError):
    """The batch was made by a newer CJDesk (format {found}, this program knows {known}); nothing was taken in.
    Install the newer program, then take it in again."""

    code = "BATCH_NEWER_FORMAT"


class BatchSignatureWrong(UserError):
    """The signature of this file does not fit, it may have been changed on its way; nothing was taken in.
    Ask the sender for the file again."""

    code = "BATCH_SIGNATURE"


class StationIsUnknown(UserError):
    """The desk {station} ({township}) is not registered here; nothing was taken in.
    Take in its key file first and compare the fingerprint by telephone."""

    code = "BATCH_UNKNOWN_STATION"


class StationIsRevoked(UserError):
    """The key of desk {station} was revoked; nothing was taken in.
    Register the desk's new key, then let it send again."""

    code = "BATCH_REVOKED_STATION"


class BatchRowIsWrong(UserError):
    """Row {row} of {part} is not written as agreed; nothing was taken in.
    Ask the sender to update the program and to make the batch again."""

    code = "BATCH_ROW"


class BatchTotalsDiffer(UserError):
    """The batch says {name} is {said}, its rows give {found}; nothing was taken in.
    Ask the sender to make the batch again."""

    code = "BATCH_TOTALS"


class BatchForks(UserError):
    """Batch {seq} of desk {station} was received before with other content, or it does not follow batch {before}.
    The desk was perhaps restored from an old backup: telephone, and let it continue after its last receipt."""

    code = "BATCH_FORK"


class BatchIsOlder(UserError):
    """Version {version} of batch {seq} comes after version {newer}; nothing was taken in.
    The newer version counts; nothing needs to be done."""

    code = "BATCH_OLDER_VERSION"


class BatchHasPassed(UserError):
    """Batch {seq} of desk {station} has passed already; a new version is not taken.
    Correct it in next month's run."""

    code = "BATCH_HAS_PASSED"


class BatchRowsAreForeign(UserError):
    """{part} holds a record that belongs to another township; nothing was taken in.
    Ask the sender to look at record {id}."""

    code = "BATCH_OTHER_TOWNSHIP"


class BatchRecordForks(UserError):
    """Record {id} of {part} came before with the same version and other content; nothing was taken in.
    The desk was perhaps restored from an old backup: telephone before it sends again."""

    code = "BATCH_RECORD_FORK"


class BatchRowsClash(UserError):
    """The rows of {part} do not fit what is here: a record is there twice, or one it refers to is missing.
    Nothing was taken in. Ask the sender for a people batch first, then for this one."""

    code = "BATCH_ROWS_CLASH"


class BatchIsPractice(UserError):
    """This batch comes from a practice desk and does not count; nothing was taken in.
    Use the real desk's batch."""

    code = "BATCH_PRACTICE"


class BatchIsReal(UserError):
    """This is a practice county: it takes no real batch.
    Take the batch in at the real county."""

    code = "BATCH_NOT_PRACTICE"


class BatchUnknown(UserError):
    """There is no batch {name} here.
    Choose one from the list of batches."""

    code = "BATCH_UNKNOWN"


class BatchHasNoCover(UserError):
    """{name} carries no pay; only a pay batch has a cover.
    Choose a pay batch."""

    code = "BATCH_NO_COVER"


class BatchRunChanged(UserError):
    """The pay run {number} was unlocked after {name} was sealed, so its cover cannot be printed any more.
    Make the batch again and print the cover of the new version."""

    code = "BATCH_RUN_CHANGED"


class CoverNeedsFolder(UserError):
    """The covers are put beside the batches.
    Say the folder or the stick with --to."""

    code = "COVER_NEEDS_FOLDER"


class BatchIsEmpty(UserError):
    """There is nothing to report of this kind.
    Enter or import the records first."""

    code = "BATCH_EMPTY"


class BatchIsMade(UserError):
    """Batch {name} was made from this run already and is {state}.
    Export that file; a new version is made after a return."""

    code = "BATCH_MADE_BEFORE"


class RunIsNotLocked(UserError):
    """Pay run {number} is {state}.
    Lock it after the check, then make the batch."""

    code = "BATCH_RUN_NOT_LOCKED"


class RunIsNotApproved(UserError):
    """Pay run {number} is locked but not approved.
    Let the second person approve it, then make the batch."""

    code = "BATCH_RUN_NOT_APPROVED"


class NoRunToReport(UserError):
    """There is no locked pay run in {month}.
    Compute and lock the month first."""

    code = "BATCH_NO_RUN"


class CountyKeyMissing(UserError):
    """The county's key is not known to this desk.
    Take in the county's key file first (batch trust)."""

    code = "COUNTY_KEY_MISSING"


class CountyKeyDiffers(UserError):
    """This desk trusts another county key ({known}); the file has {found}. Nothing was changed.
    Telephone the county; if the key was really renewed, take it in with --replace."""

    code = "COUNTY_KEY_DIFFERS"


class KeyFileIsBad(UserError):
    """The key file is damaged or is not of the right kind.
    Ask for it again."""

    code = "KEY_FILE_BAD"


class AnswerSignatureWrong(UserError):
    """The signature of this file of the county does not fit, it may have been changed on its way; nothing was read.
    Ask the county for it again."""

    code = "ANSWER_SIGNATURE"


class AnswerIsUnknown(UserError):
    """This answer is about batch {name}, which this desk did not make.
    Give it to the desk that made it."""

    code = "ANSWER_UNKNOWN"


class CarrierIsFull(UserError):
    """There is no room left on {folder}; no file was left there.
    Make room or take another stick; the data have not changed."""

    code = "CARRIER_FULL"


class CarrierIsReadOnly(UserError):
    """Nothing can be written on {folder}.
    Remove the write protection or take another stick; the data have not changed."""

    code = "CARRIER_READ_ONLY"


class CarrierIsGone(UserError):
    """{folder} cannot be read or written: it is not there, or was pulled out.
    Put the stick in again and repeat; the data have not changed."""

    code = "CARRIER_GONE"


class CarrierMismatch(UserError):
    """What was written on the stick reads back different; this file cannot be used.
    Export again on another stick; the data have not changed."""

    code = "CARRIER_MISMATCH"


class CarrierNameTaken(UserError):
    """On {folder} there is another file named {name} with other content; it was left alone.
    Move it away or choose another folder."""

    code = "CARRIER_NAME_TAKEN"


class CountyLineBroken(UserError):
    """Sending did not succeed: the county does not answer.
    The file is kept; send it later, or take it on a stick."""

    code = "COUNTY_LINE_BROKEN"


class CountyRefuses(UserError):
    """The county did not take it in ({code}): {message}
    The data have not changed."""

    code = "COUNTY_REFUSES"
