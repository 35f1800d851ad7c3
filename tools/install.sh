#!/bin/sh
# Install the pinned packages of a lock file and this project: install.sh VENV LOCK
set -eu
venv=$1
lock=$2

if command -v uv >/dev/null 2>&1; then
  VIRTUAL_ENV=$venv uv pip sync --quiet --require-hashes "$lock"
  VIRTUAL_ENV=$venv uv pip install --quiet --no-deps --editable .
else
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
fi
