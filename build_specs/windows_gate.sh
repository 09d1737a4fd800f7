#!/bin/sh
# The Wine gate: makes Setup.exe on Debian 12 and tries it under Wine. Left out only by CJDESK_SKIP_WINDOWS=1, never in CI.
set -eu
. "$(dirname "$0")/debian.sh"

if [ "${CJDESK_SKIP_WINDOWS:-}" = 1 ] && [ "${CI:-}" != true ]; then
    echo "The Windows package was NOT built and NOT tried (CJDESK_SKIP_WINDOWS=1)."
    exit 0
fi

need_packages $DESK_PACKAGES $WINDOWS_PACKAGES
locale -a | grep -qx zh_CN.utf8 || as_root localedef -i zh_CN -f UTF-8 zh_CN.UTF-8
need_venv -e ".[dev]"
rm -rf build/windows
xvfb-run -a .venv/bin/python build_specs/build.py
.venv/bin/python build_specs/windows_trial.py
.venv/bin/python build_specs/update_trial.py
