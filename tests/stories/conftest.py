"""The county of a story is a real PostgreSQL, as in tests/county."""

from tests.county.conftest import county_url, county_urls, postgres, template

__all__ = ["county_url", "county_urls", "postgres", "template"]
