"""The county's house: begun once, entered with the passphrase only, on the schema that the migration makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect

from cjdesk.county import house, keys
from cjdesk.county.house import County
from cjdesk.db.models import Base
from cjdesk.domain.errors import (
    CountyDatabaseMissing,
    CountyExists,
    CountyIsMissing,
    CountyKeysLocked,
    CountyPartsMissing,
    CountyUnreachable,
    PassphraseTooWeak,
)


def test_migration_makes_every_table_on_postgresql(county: County):
    tables = county.database.ask(lambda session: set(inspect(session.connection()).get_table_names()))
    assert set(Base.metadata.tables) <= tables
    assert county.database.ask(lambda session: session.connection().dialect.name) == "postgresql"


def test_county_is_entered_with_its_passphrase(county: County, county_url: str, tmp_path: Path):
    again = house.enter(county_url, tmp_path / "county", "Congjiang-2020")
    assert (again.own, again.demo) == (county.own, True)
    again.close()
    with pytest.raises(CountyKeysLocked):
        house.enter(county_url, tmp_path / "county", "congjiang-2020")
    with pytest.raises(CountyIsMissing):
        house.enter(county_url, tmp_path / "elsewhere", "Congjiang-2020")


def test_second_county_in_a_folder_is_refused(county: County, county_url: str, tmp_path: Path):
    with pytest.raises(CountyExists):
        house.begin(county_url, tmp_path / "county", office="522633", name="x", passphrase="Congjiang-2020", demo=True)
    with pytest.raises(CountyExists):
        house.begin(county_url, tmp_path / "other", office="522632", name="x", passphrase="Congjiang-2020")


def test_weak_passphrase_leaves_no_trace(county_url: str, tmp_path: Path):
    with pytest.raises(PassphraseTooWeak):
        house.begin(county_url, tmp_path / "county", office="522633", name="x", passphrase="abc")
    assert not (tmp_path / "county").exists()
    house.begin(county_url, tmp_path / "county", office="522632", name="y", passphrase="Congjiang-2020").close()


def test_key_file_shows_no_private_key(county: County, tmp_path: Path):
    text = (tmp_path / "county" / keys.FILE).read_text(encoding="utf-8")
    assert county.own.keys.signing not in text
    assert "AGE-SECRET-KEY" not in text
    assert county.own.keys.identity not in repr(county)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("no address", CountyDatabaseMissing),
        ("postgresql+nosuchdriver://x@127.0.0.1/x", CountyDatabaseMissing),
        ("postgresql+asyncpg://x@127.0.0.1/x", CountyPartsMissing),
        ("postgresql+psycopg://x@127.0.0.1:1/x?connect_timeout=2", CountyUnreachable),
    ],
)
def test_databases_that_cannot_be_used_have_their_words(url: str, error, tmp_path: Path):
    with pytest.raises(error):
        house.begin(url, tmp_path / "county", office="522633", name="x", passphrase="Congjiang-2020")
    assert not (tmp_path / "county").exists()
