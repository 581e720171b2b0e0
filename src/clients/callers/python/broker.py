# region: client
import json
import logging
import random
import time
import urllib.error
import urllib.request
import uuid

# Refusals of a moment: the same request may be answered a little later.
MAY_PASS = [
    "rate-limited",
    "quota-exhausted",
    "upstream-throttled",
    "upstream-unavailable",
    "upstream-timeout",
    "store-unavailable",
    "overloaded",
]

# The guest's identity, or the public login, cannot become this user's.
GUEST_STAYS = ["user-already-linked", "identity-conflict"]

TRIES = 3
TIMEOUT_SECONDS = 10
LONGEST_PAUSE_SECONDS = 10

log = logging.getLogger("broker")


class BrokerRefusal(Exception):
    def __init__(self, code, status, request_id):
        super().__init__(f"the broker refused: {code} ({status}), request {request_id}")
        self.code, self.status, self.request_id = code, status, request_id


class Broker:
    """`jwts` is from caller_jwt.py."""

    def __init__(self, url, jwts, pause=time.sleep):
        self._url = url
        self._jwts = jwts
        self._pause = pause

    def token_for(self, user_id, **guest):
        """Identity id and token for a user who has just signed in.

        `identityId` and `logins` are those of the device's time as a guest, if it had one.
        """
        body = {"userId": user_id, **guest}
        jwt_renewed = False
        tries = 1
        while True:
            status, content, retry_after, request_id = self._ask(body)
            code = content.get("code")
            if status == 200:
                return content
            if code == "unauthenticated" and not jwt_renewed:
                self._jwts.forget()
                jwt_renewed = True
            elif code in GUEST_STAYS and len(body) > 1:
                body = {"userId": user_id}
            elif code in MAY_PASS and tries < TRIES and retry_after <= LONGEST_PAUSE_SECONDS:
                self._pause(retry_after * 2 ** (tries - 1) * (1 + random.random() / 2))
            else:
                raise BrokerRefusal(code, status, request_id)
            tries += 1

    def _ask(self, body):
        """One exchange, with its line in the log: never the body, of neither side."""
        request_id = str(uuid.uuid4())
        started_at = time.monotonic()
        status, content, retry_after = self._post(body, request_id)
        millis = 1000 * (time.monotonic() - started_at)
        log.info("%d %s in %d ms, request %s", status, content.get("code", ""), millis, request_id)
        return status, content, retry_after, request_id

    def _post(self, body, request_id):
        request = urllib.request.Request(
            f"{self._url}/v1/tokens",
            json.dumps(body).encode(),
            {
                "Authorization": f"Bearer {self._jwts.get()}",
                "Content-Type": "application/json",
                "X-Request-Id": request_id,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return answer.status, json.load(answer), 0
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, problem(refusal), int(refusal.headers.get("Retry-After", 1))
        except (OSError, ValueError):
            # No connection, no answer in time, or a broken one: the request can be repeated.
            return 0, {"code": "upstream-unavailable"}, 1


def problem(refusal):
    try:
        return json.load(refusal)
    except ValueError:
        return {"code": "upstream-unavailable"}  # a page of something between
# endregion
