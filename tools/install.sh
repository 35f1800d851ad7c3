#!/bin/sh
# Install the pinned packages of a lock file and this project: install.sh VENV LOCK
set -eu
venv=$1
lock=$2
python=$venv/bin/python

with_uv() {
  VIRTUAL_ENV=$venv uv pip sync --quiet --require-hashes "$lock" &&
    VIRTUAL_ENV=$venv uv pip install --quiet --no-deps --editable .
}

with_pip() {
  "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >/dev/null
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  "$python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
}

# uv does not read pip's settings: where only pip knows the way to the packages, pip is asked.
if uv --version >/dev/null 2>&1; then
  with_uv || { echo "uv could not install the packages; trying pip." >&2; with_pip; }
else
  with_pip
fi
