#!/bin/sh
# Succeed where the JavaScript can be tested and checked (Node 20 or newer, with npm); else say what
# is missing.
set -eu

if node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null &&
    npm --version >/dev/null 2>&1; then
    exit 0
fi
echo "The JavaScript is left out: this needs Node 20 or newer with npm (https://nodejs.org)." >&2
exit 1
