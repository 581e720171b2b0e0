#!/bin/sh
# The commands of docs/callers/credentials.md, one by its name.
set -eu
case "$1" in
ask)
  # region: ask
  curl -s "$BROKER_URL/v1/credentials" -H "Authorization: Bearer $JWT" -H 'Content-Type: application/json' \
    -d '{"pool":"customers","userId":"alice"}'
  # endregion
  ;;
try)
  # region: try
  aws configure list --profile alice
  # endregion
  ;;
esac
