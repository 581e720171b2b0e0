"""How an app calls its own backend. No AWS here, and no broker: devices never call it."""

import json
import time
import urllib.error
import urllib.request

# region: backend
# The same request may succeed later. With all other codes it does not.
MAY_PASS = {
    "rate-limited",
    "quota-exhausted",
    "overloaded",
    "upstream-throttled",
    "upstream-unavailable",
    "upstream-timeout",
    "store-unavailable",
    "backend-unavailable",
}

ATTEMPTS_MAX = 3


class Problem(Exception):
    def __init__(self, code, request_id=None):
        super().__init__(f"refused: {code}, request {request_id}")
        self.code = code


class Backend:
    def __init__(self, url, wait=time.sleep):
        self._url = url
        self._wait = wait
        self._session = ""

    def sign_in(self, name, password):
        self._session = self._post("/sign-in", {"name": name, "password": password})["session"]

    def sign_out(self):
        self._post("/sign-out", {})
        self._session = ""

    def aws_identity(self, guest_identity_id=None):
        """The signed-in user's identity and the logins that Cognito takes for it: identityId, logins, region."""
        return self._post("/aws-identity", {"guestIdentityId": guest_identity_id} if guest_identity_id else {})

    def _post(self, path, body):
        for attempt in range(1, ATTEMPTS_MAX + 1):
            try:
                return self._send(path, body)
            except urllib.error.HTTPError as refusal:
                with refusal:
                    said = json.load(refusal)
                if said["code"] not in MAY_PASS or attempt == ATTEMPTS_MAX:
                    raise Problem(said["code"], said.get("requestId")) from None
                self._wait(int(refusal.headers.get("Retry-After", 2)) * attempt)

    def _send(self, path, body):
        headers = {"Authorization": f"Bearer {self._session}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=15) as answer:
            return json.load(answer)
# endregion
