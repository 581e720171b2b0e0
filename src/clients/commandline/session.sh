#!/bin/sh
# What a user types, in the order of docs/clients/aws-cli.md. Run by ./mvnw -Pclients verify.
set -eu

# region: sign-in
export AWS_PROFILE=app
app-credentials sign-in alice
aws s3 cp notes.txt "s3://$BUCKET/home/$(app-credentials identity)/notes.txt"
# endregion

# region: sign-out
app-credentials sign-out
app-credentials sign-in bob
aws s3 cp notes.txt "s3://$BUCKET/home/$(app-credentials identity)/notes.txt"
# endregion
app-credentials sign-out

# region: guest
app-credentials guest
aws s3 cp notes.txt "s3://$BUCKET/home/$(app-credentials identity)/notes.txt"

app-credentials sign-in carol
aws s3 ls "s3://$BUCKET/home/$(app-credentials identity)/"
# endregion
