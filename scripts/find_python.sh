#!/bin/sh
# Print a Python that can run Right Reasons (3.11 to 3.13, with venv), or say what to install.
set -eu

suits='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'
right_version='import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'
without_venv=

for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    if "$name" -c "$suits" >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    elif "$name" -c "$right_version" >/dev/null 2>&1; then
        without_venv=${without_venv:-$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])')}
    fi
done

if [ -n "$without_venv" ]; then
    echo "Python $without_venv is here, but it lacks the venv module that keeps Right Reasons' packages apart." >&2
    echo "On Debian or Ubuntu: sudo apt-get install python$without_venv-venv. Then run make again." >&2
else
    echo "Right Reasons needs Python 3.11, 3.12 or 3.13; none of them was found." >&2
    echo "Install one (Debian, Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python@3.13)," >&2
    echo "or name one you have: make PYTHON=/path/to/python3.12 run" >&2
fi
exit 1
