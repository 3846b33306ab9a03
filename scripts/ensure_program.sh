#!/bin/sh
# Print the path of a program that tests need, installing it where apt-get can.
#     sh scripts/ensure_program.sh chromium|nginx
# RRR_CHROMIUM and RRR_NGINX, when set, are looked at first.
set -eu

case "${1:-}" in
chromium)
    title=Chromium variable=RRR_CHROMIUM packages="chromium fonts-dejavu-core" may_install=yes
    without="Without it, all other tests run with: .venv/bin/python -m pytest -m 'not browser'"
    set -- "${RRR_CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"
    ;;
nginx)
    # Its package starts a web server: only on a machine that is there for tests.
    title=nginx variable=RRR_NGINX packages="nginx openssl" may_install=${CI:+yes}
    without="Without it, the tests of deploy/nginx.conf are skipped; with CI=true they fail."
    set -- "${RRR_NGINX:-nginx}" nginx /usr/sbin/nginx
    ;;
*)
    echo "Usage: sh scripts/ensure_program.sh chromium|nginx" >&2
    exit 2
    ;;
esac

find_first() {
    for name in "$@"; do
        if path=$(command -v "$name" 2>/dev/null); then
            echo "$path"
            return 0
        fi
    done
    return 1
}

install_with_apt() {
    [ "$may_install" = yes ] && command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        return 1
    fi
    echo "No $title found; installing it for the tests with apt-get." >&2
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq >&2 &&
        $as_root apt-get install -y -qq --no-install-recommends $packages >&2
}

find_first "$@" && exit 0
install_with_apt && find_first "$@" && exit 0

echo "No $title was found, and none was installed." >&2
echo "Install it (Debian: sudo apt-get install ${packages%% *}), or set $variable to its path." >&2
echo "$without" >&2
exit 1
