#!/bin/sh
# Print the path of a Chromium for the browser tests, installing one where apt-get can.
# RRR_CHROMIUM, when set, is taken as it is.
set -eu

find_chromium() {
    for name in "${RRR_CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if path=$(command -v "$name" 2>/dev/null); then
            echo "$path"
            return 0
        fi
    done
    return 1
}

install_with_apt() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        return 1
    fi
    echo "No Chromium found; installing one for the browser tests with apt-get." >&2
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq >&2 &&
        $as_root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >&2
}

find_chromium && exit 0
install_with_apt && find_chromium && exit 0

echo "The browser tests need Chromium or Google Chrome; none was found and none could be installed." >&2
echo "Install one (Debian: sudo apt-get install chromium), or set RRR_CHROMIUM to its path." >&2
echo "Without it, all other tests run with: .venv/bin/python -m pytest -m 'not browser'" >&2
exit 1
