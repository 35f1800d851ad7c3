#!/bin/sh
# Print the path of an installed Chromium; exit status 1 if there is none.
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && command -v "$name"; then exit 0; fi
done
exit 1
