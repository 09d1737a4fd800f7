#!/bin/sh
# Sets CJDesk up on a bare Debian 12, runs the demonstration into demo-data/ and opens the desk on it.
set -eu
. "$(dirname "$0")/debian.sh"

need_packages $DESK_PACKAGES
need_venv ".[county]"
[ -e demo-data ] || .venv/bin/cjdesk demo demo-data
[ -n "${CJDESK_PASSPHRASE:-}" ] || echo "登录 李芳（lifang），密码 Yanshi-2026"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/cjdesk --data demo-data/township
fi
echo "没有图形显示，窗口没有打开。有显示器时运行： .venv/bin/cjdesk --data demo-data/township"
