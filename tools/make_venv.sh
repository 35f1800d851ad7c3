#!/bin/sh
# Make an empty virtual environment: make_venv.sh PYTHON FOLDER
set -eu
python=$1
venv=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Yhdyspinta needs Python 3.11 or newer; $("$python" --version 2>&1) was found." >&2
  echo "Name another one: make PYTHON=python3.12 demo" >&2
  exit 1
fi
if uv --version >/dev/null 2>&1; then
  uv venv --quiet --allow-existing --python "$python" "$venv"
  exit 0
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  # Debian keeps venv's installer in a package of its own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv
  else
    echo "Python's venv module is incomplete. Install it (Debian: apt-get install python3-venv)," >&2
    echo "or install uv, and run make again." >&2
    exit 1
  fi
fi
"$python" -m venv "$venv"
