"""The code of docs/clients/python.md against broker and emulator. Run by ./mvnw -Pclients verify."""

import collections
import concurrent.futures
import json
import os
import unittest
import urllib.request

import travel  # first

from botocore.exceptions import ClientError

from account import Account
from backend import Backend, Problem

EMULATOR = os.environ["EMULATOR_ENDPOINT"]
BUCKET = os.environ["BUCKET"]
ONE_RENEWAL = {"GetOpenIdTokenForDeveloperIdentity": 1, "GetCredentialsForIdentity": 1}


def ask(url, method="GET", body=None, headers=None):
    request = urllib.request.Request(url, body and json.dumps(body).encode(), headers or {}, method=method)
    with urllib.request.urlopen(request, timeout=15) as answer:
        return json.load(answer)


def pass_to(minutes):
    """Time goes on at the device and at AWS alike."""
    travel.ahead_by(minutes)
    ask(f"{EMULATOR}/_emulator/clock", "PUT", {"offsetSeconds": minutes * 60})


def throttle(times):
    fault = {"kind": "throttle", "operation": "GetOpenIdTokenForDeveloperIdentity", "times": times}
    ask(f"{EMULATOR}/_emulator/faults", "PUT", {"faults": [fault]})


def stop_throttling():
    ask(f"{EMULATOR}/_emulator/faults", "DELETE")


def disable(identity_id):
    headers = {"Authorization": f"Bearer {os.environ['OPERATOR_JWT']}", "Content-Type": "application/json"}
    url = f"{os.environ['BROKER_URL']}/v1/identities/{identity_id}/status"
    ask(url, "PUT", {"status": "disabled", "reason": "for the test"}, headers)


def calls_of(steps):
    """What these steps have Cognito do. Refused requests do not count: the broker repeats them for its own reasons,
    when clocks have jumped."""

    def requests():
        return ask(f"{EMULATOR}/_emulator/requests")["requests"]

    before = len(requests())
    steps()
    return collections.Counter(seen["operation"] for seen in requests()[before:] if seen["outcome"] == "ok")


class GuideTest(unittest.TestCase):
    def setUp(self):
        self.waited = []
        self.addCleanup(pass_to, 0)
        self.addCleanup(stop_throttling)

    def account(self, store=None):
        backend = Backend(os.environ["BACKEND_URL"], self.waited.append)
        store = {} if store is None else store
        return Account(backend, os.environ["IDENTITY_POOL_ID"], store, EMULATOR)

    def upload(self, account, name, text):
        account.s3.put_object(Bucket=BUCKET, Key=f"home/{account.identity_id}/{name}", Body=text.encode())

    def download(self, s3, identity_id, name):
        return s3.get_object(Bucket=BUCKET, Key=f"home/{identity_id}/{name}")["Body"].read().decode()

    def test_a_guest_becomes_a_user_and_keeps_identity_and_data(self):
        store = {}
        guest = self.account(store)
        self.assertEqual(calls_of(guest.become_guest), {"GetId": 1, "GetCredentialsForIdentity": 1})
        self.upload(guest, "notes.txt", "of a guest")

        returned = self.account(store)
        self.assertEqual(calls_of(returned.become_guest), {"GetCredentialsForIdentity": 1})
        self.assertTrue(returned.sign_in("carol", "songs"))
        self.assertEqual(returned.identity_id, guest.identity_id)
        self.assertEqual(self.download(returned.s3, returned.identity_id, "notes.txt"), "of a guest")
        self.assertEqual(store, {})

    def test_the_first_sign_in_costs_one_token(self):
        alice = self.account()

        def steps():
            self.assertFalse(alice.sign_in("alice", "wonderland"))
            self.upload(alice, "1.txt", "hello")
            self.upload(alice, "2.txt", "hello")

        self.assertEqual(calls_of(steps), ONE_RENEWAL)
        with self.assertRaisesRegex(ClientError, "AccessDenied"):
            self.download(alice.s3, "eu-west-1:somebody-else", "x")

    def test_credentials_are_renewed_by_one_new_request(self):
        alice = self.account()
        alice.sign_in("alice", "wonderland")

        pass_to(30)
        self.assertEqual(calls_of(lambda: self.upload(alice, "a.txt", "still good")), {})
        pass_to(58)
        self.assertEqual(calls_of(lambda: self.upload(alice, "b.txt", "about to end")), ONE_RENEWAL)
        pass_to(58 + 24 * 60)
        self.assertEqual(calls_of(lambda: self.upload_at_once(alice, 5)), ONE_RENEWAL)

    def upload_at_once(self, account, times):
        with concurrent.futures.ThreadPoolExecutor() as threads:
            list(threads.map(lambda n: self.upload(account, f"{n}.txt", "a day later"), range(times)))

    def test_a_user_with_an_identity_does_not_get_the_guests(self):
        self.account().sign_in("alice", "wonderland")
        guest = self.account()
        guest.become_guest()
        self.upload(guest, "draft.txt", "to be copied")
        guests, guest_id = guest.s3, guest.identity_id

        self.assertFalse(guest.sign_in("alice", "wonderland"))
        self.assertNotEqual(guest.identity_id, guest_id)
        self.upload(guest, "draft.txt", self.download(guests, guest_id, "draft.txt"))
        self.assertEqual(self.download(guest.s3, guest.identity_id, "draft.txt"), "to be copied")

    def test_the_next_user_has_nothing_of_the_one_before(self):
        device = self.account()
        device.sign_in("alice", "wonderland")
        alice = device.identity_id
        device.sign_out()
        self.assertIsNone(device.s3)

        device.sign_in("bob", "builder")
        self.assertNotEqual(device.identity_id, alice)
        with self.assertRaisesRegex(ClientError, "AccessDenied"):
            self.download(device.s3, alice, "1.txt")

    def test_what_may_pass_is_tried_again(self):
        throttle(2)
        self.assertEqual(calls_of(lambda: self.account().sign_in("alice", "wonderland")), ONE_RENEWAL)
        self.assertEqual(len(self.waited), 1)
        self.assertGreaterEqual(self.waited[0], 1)

    def test_what_does_not_pass_is_asked_once(self):
        dave = self.account()
        dave.sign_in("dave", "copper")
        disable(dave.identity_id)

        for password, code in (("copper", "identity-disabled"), ("wrong", "unauthenticated")):
            with self.assertRaises(Problem) as refused:
                self.account().sign_in("dave", password)
            self.assertEqual(refused.exception.code, code)
        self.assertEqual(self.waited, [])


if __name__ == "__main__":
    unittest.main()
