#!/bin/sh
# Makes .venv with the system's Python, or says in one line what is missing.
set -eu
python=${PYTHON:-python3}
folder=${1:-.venv}

fail() {
    echo "make: $1" >&2
    exit 1
}

command -v "$python" >/dev/null || fail "no $python here: install Python 3.11 or newer"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) is too old: Otklik needs 3.11 or newer (make PYTHON=/path/to/python3)"

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null ||
            fail "could not install python3-venv"
    else
        fail "this Python cannot make environments: run 'sudo apt-get install python3-venv' and try again"
    fi
fi

"$python" -m venv --clear "$folder"
