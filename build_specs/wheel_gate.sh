#!/bin/sh
# The wheel as pipx would install it: into a fresh environment, used from another folder than the checkout.
set -eu
. "$(dirname "$0")/debian.sh"

need_packages $DESK_PACKAGES
need_venv -e ".[dev]"
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
.venv/bin/python -m hatchling build -t wheel -d "$room" >/dev/null 2>&1
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q "$room"/cjdesk-*.whl
cd "$room"
unset PYTHONPATH DISPLAY WAYLAND_DISPLAY
export HOME="$room/home" XDG_DATA_HOME="$room/home/data" QT_QPA_PLATFORM=offscreen PATH="$room/venv/bin:$PATH"
where=$(cd / && "$room/venv/bin/python" -c 'import cjdesk; print(cjdesk.__file__)')
case "$where" in "$room"/*) ;; *) echo "the checkout was used: $where" && exit 1 ;; esac
cjdesk self-test --report report.txt >/dev/null || { cat report.txt && exit 1; }
tail -n 1 report.txt
cjdesk demo --people 40 demo >/dev/null
CJDESK_PASSPHRASE=Yanshi-2026 cjdesk check --data demo/township --as lifang
