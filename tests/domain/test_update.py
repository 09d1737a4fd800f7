"""Which genuine update may go onto which computer: versions, data files, clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain import update
from cjdesk.domain.errors import (
    UpdateClockIsBehind,
    UpdateHasExpired,
    UpdateIsHere,
    UpdateIsOlder,
    UpdateIsRollback,
    UpdateNeedsAnother,
    UpdateNeedsLaterData,
    UpdateOpensOlderData,
    UserError,
)
from cjdesk.domain.update import Present, Release
from cjdesk.domain.version import Version

DAY = timedelta(days=1)
NOW = datetime(2027, 3, 15, 8, tzinfo=UTC)
RELEASE = Release(Version(0, 3, 0), Version(0, 1, 0), "0001", "0002", NOW - 10 * DAY, NOW + 90 * DAY)
PRESENT = Present(Version(0, 2, 0), Version(0, 2, 0), "0001", NOW, NOW)

numbers = st.integers(0, 9999)
versions = st.builds(Version, numbers, numbers, numbers)


@given(versions)
def test_a_version_is_written_in_one_way(version: Version) -> None:
    assert Version.parse(str(version)) == version


def test_versions_are_numbers_not_texts() -> None:
    assert Version.parse("0.9.0") < Version.parse("0.10.0") < Version.parse("1.0.0")


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0rc1", " 1.0.0", "1.0.0\n", "1.-1.0", "１.0.0", "10000.0.0"]
)
def test_other_texts_are_no_versions(text: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        Version.parse(text)


def test_a_later_version_in_its_time_is_taken() -> None:
    update.refuse(RELEASE, PRESENT)


@pytest.mark.parametrize(
    ("release", "present", "error"),
    [
        ({"version": Version(0, 2, 0)}, {}, UpdateIsHere),
        ({"version": Version(0, 1, 9)}, {}, UpdateIsOlder),
        ({}, {"highest": Version(0, 4, 0)}, UpdateIsRollback),
        ({"expires": NOW - DAY}, {}, UpdateHasExpired),
        ({"oldest": Version(0, 2, 1)}, {}, UpdateNeedsAnother),
        ({"schema_needs": "0002"}, {}, UpdateNeedsLaterData),
        ({"schema_brings": "0001"}, {"schema": "0002"}, UpdateOpensOlderData),
        ({}, {"now": NOW - 400 * DAY}, UpdateClockIsBehind),
    ],
)
def test_reasons_against_it(release: dict, present: dict, error: type[UserError]) -> None:
    with pytest.raises(error) as caught:
        update.refuse(replace(RELEASE, **release), replace(PRESENT, **present))
    assert type(caught.value) is error
    assert "None" not in str(caught.value)


def test_a_clock_set_back_does_not_make_an_expired_package_good() -> None:
    expired = replace(RELEASE, expires=NOW - DAY)
    set_back = replace(PRESENT, now=NOW - 5 * DAY)
    with pytest.raises(UpdateClockIsBehind):
        update.refuse(expired, set_back)


def test_a_clock_a_little_behind_the_office_that_made_it_is_no_reason() -> None:
    update.refuse(replace(RELEASE, created=NOW + update.CLOCK_LEEWAY), PRESENT)


def test_after_going_back_the_highest_version_itself_may_come_again_and_nothing_below() -> None:
    went_back = replace(PRESENT, version=Version(0, 1, 0), highest=Version(0, 3, 0))
    update.refuse(RELEASE, went_back)
    with pytest.raises(UpdateIsRollback):
        update.refuse(replace(RELEASE, version=Version(0, 2, 9)), went_back)


@given(versions, versions, versions)
def test_nothing_at_or_below_what_runs_or_below_what_ran_is_ever_taken(
    version: Version, runs: Version, highest: Version
) -> None:
    release = replace(RELEASE, version=version, oldest=Version(0, 0, 0))
    present = replace(PRESENT, version=runs, highest=max(runs, highest))
    if version > runs and version >= highest:
        update.refuse(release, present)
    else:
        with pytest.raises((UpdateIsHere, UpdateIsOlder, UpdateIsRollback)):
            update.refuse(release, present)


@given(st.integers(-4000, 4000), st.integers(-4000, 4000))
def test_no_clock_takes_a_package_beyond_its_time(clock: int, seen: int) -> None:
    present = replace(PRESENT, now=NOW + clock * DAY, newest=NOW + seen * DAY)
    latest = max(present.now, present.newest)
    if latest > RELEASE.expires or present.now + update.CLOCK_LEEWAY < RELEASE.created:
        with pytest.raises((UpdateHasExpired, UpdateClockIsBehind)):
            update.refuse(RELEASE, present)
    else:
        update.refuse(RELEASE, present)
