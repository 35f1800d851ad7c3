#!/bin/sh
# Install Debian's chromium for the browser tests where that is possible; say so where it is not.
here=$(dirname "$0")
"$here/find_chromium.sh" >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian's chromium for the browser tests ..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
  echo "No chromium, and no right to install it: the browser tests will be left out."
fi
exit 0
