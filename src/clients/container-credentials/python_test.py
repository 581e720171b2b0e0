"""botocore against the broker's container credentials. Run by ./mvnw -Pclients verify."""

import json
import os
import tempfile
import unittest
import urllib.request
from datetime import timedelta
from pathlib import Path

import botocore.session
from botocore.config import Config
from botocore.credentials import ContainerMetadataFetcher, ContainerProvider
from botocore.exceptions import ClientError, CredentialRetrievalError

EMULATOR = os.environ["AWS_ENDPOINT_URL"]
IDENTITY_ID = os.environ["IDENTITY_ID"]
JWT = os.environ["CALLER_JWT"]
JWT_OF_NOBODY = os.environ["CALLER_JWT_WITHOUT_USER"]
REQUESTS = f"{EMULATOR}/_emulator/requests"
BUCKET = "demo-uploads"


def redemptions():
    with urllib.request.urlopen(REQUESTS) as answer:
        requests = json.load(answer)["requests"]
    return sum(request["operation"] == "GetCredentialsForIdentity" for request in requests)


def provider(**variables):
    """The SDK's provider, which asks again without a pause."""
    address = os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
    return ContainerProvider(
        environ={"AWS_CONTAINER_CREDENTIALS_FULL_URI": address, **variables},
        fetcher=ContainerMetadataFetcher(sleep=lambda seconds: None),
    )


class ContainerCredentialsTest(unittest.TestCase):
    def setUp(self):
        urllib.request.urlopen(urllib.request.Request(REQUESTS, method="DELETE")).close()

    def test_the_default_chain_finds_them_and_a_client_uses_them(self):
        session = botocore.session.get_session()
        self.assertEqual(session.get_credentials().method, "container-role")
        s3 = session.create_client("s3", endpoint_url=EMULATOR, config=Config(s3={"addressing_style": "path"}))
        key = f"users/{IDENTITY_ID}/from-python.txt"

        s3.put_object(Bucket=BUCKET, Key=key, Body=b"hello")

        self.assertEqual(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read(), b"hello")
        self.assertEqual(redemptions(), 1)
        with self.assertRaisesRegex(ClientError, "AccessDenied"):
            s3.put_object(Bucket=BUCKET, Key="users/other/x", Body=b"x")

    def test_new_ones_are_fetched_before_and_after_the_old_ones_end(self):
        credentials = botocore.session.get_session().get_credentials()
        keys = [credentials.get_frozen_credentials().access_key]
        self.assertEqual(redemptions(), 1)

        for expected, minutes_gone_by in ((2, 55), (3, 61)):
            credentials._expiry_time -= timedelta(minutes=minutes_gone_by)
            keys.append(credentials.get_frozen_credentials().access_key)
            self.assertEqual(redemptions(), expected)
        self.assertEqual(len(set(keys)), 3)

    def test_a_tokens_file_is_read_for_each_fetch(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "token")
            file.write_text("not.a.token")
            asks = provider(AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=str(file))
            with self.assertRaisesRegex(CredentialRetrievalError, '401.*"Code":"unauthenticated"'):
                asks.load()

            file.write_text(JWT)

            self.assertTrue(asks.load().access_key.startswith("ASIA"))

    def test_a_caller_that_acts_as_nobody_is_told_so(self):
        asks = provider(AWS_CONTAINER_AUTHORIZATION_TOKEN="Bearer " + JWT_OF_NOBODY)

        with self.assertRaisesRegex(CredentialRetrievalError, '403.*"Code":"forbidden","Message":"This caller acts'):
            asks.load()
        self.assertEqual(redemptions(), 0)


if __name__ == "__main__":
    unittest.main()
