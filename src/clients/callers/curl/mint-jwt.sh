#!/bin/sh
# usage: mint-jwt.sh KEY_FILE ISSUER SUBJECT
# Prints a JWT for the broker that is good for five minutes.
set -eu

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

now=$(date +%s)
header=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url)
claims=$(printf '{"iss":"%s","sub":"%s","aud":"identity-broker","iat":%d,"exp":%d}' \
  "$2" "$3" "$now" $((now + 300)) | base64url)
signature=$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign "$1" -binary | base64url)
printf '%s.%s.%s' "$header" "$claims" "$signature"
