#!/bin/sh
# Sets CJDesk up for development on a bare Debian 12 and passes the tests; arguments go to pytest.
set -eu
. "$(dirname "$0")/debian.sh"

need_packages $DESK_PACKAGES $TEST_PACKAGES
need_venv -e ".[dev]"
QT_QPA_PLATFORM=offscreen exec .venv/bin/python -m pytest -n 2 "$@"
