# region: mint
import base64
import json
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

LIFETIME_SECONDS = 300
RENEWED_BEFORE_SECONDS = 60


class Minted:
    """JWTs that this login system signs itself. Each serves for many requests, until shortly before its end."""

    def __init__(self, pem, issuer, subject):
        self._key = load_pem_private_key(pem, password=None)
        self._issuer = issuer
        self._subject = subject
        self._current = ("", 0)

    def get(self):
        jwt, exp = self._current
        now = int(time.time())
        if now > exp - RENEWED_BEFORE_SECONDS:
            exp = now + LIFETIME_SECONDS
            jwt = self._signed({"iss": self._issuer, "sub": self._subject, "aud": "identity-broker", "iat": now, "exp": exp})
            self._current = (jwt, exp)
        return jwt

    def forget(self):
        self._current = ("", 0)

    def _signed(self, claims):
        parts = ({"alg": "RS256", "typ": "JWT"}, claims)
        text = ".".join(base64url(json.dumps(part).encode()) for part in parts)
        return f"{text}.{base64url(self._key.sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
# endregion


# region: file
class InFile:
    """JWTs that somebody else keeps fresh in a file: a kubelet."""

    def __init__(self, path):
        self._path = Path(path)

    def get(self):
        return self._path.read_text().strip()

    def forget(self):
        pass
# endregion
