#!/bin/sh
# The commands of docs/callers/curl.md.
set -eu
# region: try
./mint-jwt.sh "$LOGIN_KEY_FILE" https://login.shop.example shop-login > jwt
BROKER_JWT_FILE=jwt ./issue-token.sh shop-4711
# endregion
