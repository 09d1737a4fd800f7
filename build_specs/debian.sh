# Sets up a checkout on Debian 12: packages of the system that are missing, then .venv. Sourced by demo.sh and test.sh.

cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1

# Qt's own libraries come in its wheel; these are what it expects of the system, and a Chinese font.
DESK_PACKAGES="ca-certificates python3 python3-venv fonts-noto-cjk
    libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libxkbcommon0 libxkbcommon-x11-0"

# A real PostgreSQL for the county's side, the stock tools that must be able to open a batch and read a PDF, and what
# signs a Windows program.
TEST_PACKAGES="postgresql postgresql-client age zstd tar poppler-utils zbar-tools osslsigncode libreoffice-calc-nogui"

# Wine with what Windows programs are made with, and what looks at their windows.
WINDOWS_PACKAGES="wine wine64 xvfb xauth openbox xdotool imagemagick locales nsis
    gcc-mingw-w64-x86-64 binutils-mingw-w64-x86-64 mingw-w64-tools libpython3.11-stdlib"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

need_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
    done
    [ -z "$missing" ] && return
    echo "Installing:$missing"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
}

need_venv() {
    [ -x .venv/bin/python ] || python3 -m venv .venv
    .venv/bin/pip install -q "$@"
}
