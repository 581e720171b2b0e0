#!/bin/sh
# usage: issue-token.sh USER_ID
# The JWT is in the file BROKER_JWT_FILE. For user ids without quotes and backslashes: this is no JSON library.
set -eu
umask 077
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# The JWT comes on standard input: arguments can be seen by every user of the machine.
printf 'header = "Authorization: Bearer %s"\n' "$(cat "${BROKER_JWT_FILE:-/var/run/broker/token}")" |
  curl --config - --silent --fail-with-body --output "$answer" \
    --max-time 10 --retry 2 --retry-max-time 20 \
    --write-out '%{stderr}broker: %{http_code} in %{time_total} s, request %header{x-request-id}\n' \
    --header 'Content-Type: application/json' \
    --data "{\"userId\":\"$1\"}" \
    "$BROKER_URL/v1/tokens" || failed=$?
cat "$answer"
exit "${failed:-0}"
