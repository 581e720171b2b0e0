"""The code of docs/callers/python.md. Run by ./mvnw -Pclients verify."""

import json
import os
import tempfile
import unittest
import urllib.request
from pathlib import Path

from broker import Broker, BrokerRefusal
from caller_jwt import InFile, Minted

URL = os.environ["BROKER_URL"]
EMULATOR = os.environ["AWS_ENDPOINT_URL"]
PEM = Path(os.environ["LOGIN_KEY_FILE"]).read_bytes()
ISSUER = os.environ["LOGIN_ISSUER"]
TOKEN_CALL = "GetOpenIdTokenForDeveloperIdentity"


def faults(*orders):
    call("PUT", "/_emulator/faults", {"faults": orders})


def call(method, path, content=None, **headers):
    data = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(EMULATOR + path, data, headers, method=method)
    request.add_header("Content-Type", headers.get("Content-Type", "application/json"))
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def cognito(operation, content):
    target = {"X-Amz-Target": f"AWSCognitoIdentityService.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    return call("POST", "/", content, **target)


class GuideTest(unittest.TestCase):
    def setUp(self):
        call("DELETE", "/_emulator/faults")
        self.pauses = []
        self.broker = Broker(URL, Minted(PEM, ISSUER, "shop-login"), self.pauses.append)

    def test_a_user_keeps_the_identity_and_the_token_is_worth_credentials(self):
        first = self.broker.token_for("shop-python-ann")
        second = self.broker.token_for("shop-python-ann")

        self.assertEqual(second["identityId"], first["identityId"])
        answer = cognito(
            "GetCredentialsForIdentity", {"IdentityId": second["identityId"], "Logins": second["logins"]}
        )
        self.assertTrue(answer["Credentials"]["AccessKeyId"].startswith("ASIA"))

    def test_a_failure_of_a_moment_is_waited_out(self):
        faults({"kind": "throttle", "operation": TOKEN_CALL, "times": 2})

        with self.assertLogs("broker", "INFO") as log:
            issued = self.broker.token_for("shop-python-bob")

        self.assertEqual([record.getMessage().split(" in ")[0] for record in log.records], ["503 upstream-throttled", "200 "])
        self.assertNotIn(issued["token"], str(log.output))
        self.assertNotIn("bob", str(log.output))
        self.assertEqual(len(self.pauses), 1)
        self.assertGreaterEqual(self.pauses[0], 1)

    def test_a_failure_that_stays_is_told_after_three_tries(self):
        faults({"kind": "throttle", "operation": TOKEN_CALL})

        with self.assertLogs("broker", "INFO") as log, self.assertRaisesRegex(BrokerRefusal, "upstream-throttled"):
            self.broker.token_for("shop-python-bob")
        self.assertEqual(len(log.records), 3)
        self.assertEqual(len(self.pauses), 2)
        self.assertGreaterEqual(self.pauses[1], 2)

    def test_a_jwt_that_is_refused_is_replaced(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "token")
            file.write_text("not.a.token\n")
            jwts = InFile(file)
            with self.assertRaises(BrokerRefusal) as refused:
                Broker(URL, jwts).token_for("shop-python-cleo")
            self.assertEqual((refused.exception.code, refused.exception.status), ("unauthenticated", 401))

            jwts.forget = lambda: file.write_text(Minted(PEM, ISSUER, "shop-login").get())
            self.assertTrue(Broker(URL, jwts).token_for("shop-python-cleo")["token"])

    def test_a_guests_identity_becomes_the_users_but_not_a_second_users(self):
        guest = cognito("GetId", {"IdentityPoolId": os.environ["POOL_ID"]})["IdentityId"]

        first = self.broker.token_for("shop-python-dora", identityId=guest)
        second = self.broker.token_for("shop-python-emil", identityId=guest)

        self.assertEqual(first["identityId"], guest)
        self.assertNotEqual(second["identityId"], guest)

    def test_what_repeating_does_not_help_is_not_repeated(self):
        with self.assertLogs("broker", "INFO") as log, self.assertRaisesRegex(BrokerRefusal, "forbidden"):
            self.broker.token_for("other-prefix")
        self.assertEqual(len(log.records), 1)


if __name__ == "__main__":
    unittest.main()
