#!/bin/sh
# usage: make-key.sh FOLDER
set -eu
umask 077
# Stays with the login system.
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1/login-key.pem"
# For the broker.
openssl pkey -in "$1/login-key.pem" -pubout -out "$1/login-public.pem"
