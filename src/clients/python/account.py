"""Whoever uses the app: a guest, then a user, then perhaps another one."""

import random
from datetime import timedelta

import boto3
import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.credentials import CredentialProvider, CredentialResolver, RefreshableCredentials

from backend import Problem

# region: credentials
# botocore renews 15 minutes before the end. Without this, people who came together return together.
SPREAD_SECONDS = 600


class CognitoCredentials(CredentialProvider):
    """Hands credentials to a botocore session, which renews them for all of its clients, in one thread at a time. If
    that fails, good ones serve on until ten minutes before their end."""

    METHOD = "identity-broker"

    def __init__(self, fetch):
        super().__init__()
        # At once: a token is good for minutes, and nobody knows when the app calls AWS for the first time.
        self._credentials = RefreshableCredentials.create_from_metadata(
            self._metadata(fetch()), lambda: self._metadata(fetch()), self.METHOD
        )

    def load(self):
        return self._credentials

    @staticmethod
    def _metadata(fetched):
        early = timedelta(seconds=random.uniform(0, SPREAD_SECONDS))
        return {
            "access_key": fetched["AccessKeyId"],
            "secret_key": fetched["SecretKey"],
            "token": fetched["SessionToken"],
            "expiry_time": (fetched["Expiration"] - early).isoformat(),
        }


def session_of(fetch, region):
    session = botocore.session.Session()
    session.register_component("credential_provider", CredentialResolver([CognitoCredentials(fetch)]))
    return boto3.Session(botocore_session=session, region_name=region)
# endregion


# The user cannot have the guest's identity: has one already, somebody else has it, or Cognito does not know it.
NOT_FOR_THIS_USER = {"user-already-linked", "identity-conflict", "login-rejected"}


class Account:
    """`store` is a dict that lasts longer than the app, for example a `shelve`; `endpoint_url` is for tests."""

    def __init__(self, backend, identity_pool_id, store, endpoint_url=None):
        self._backend = backend
        self._identity_pool_id = identity_pool_id
        self._store = store
        self._endpoint_url = endpoint_url
        self._region = identity_pool_id.split(":")[0]
        # These calls are public, and a device has no other credentials.
        self._cognito = boto3.client(
            "cognito-identity",
            region_name=self._region,
            endpoint_url=endpoint_url,
            config=Config(signature_version=UNSIGNED),
        )
        self.identity_id = None
        self.s3 = None

    # region: user
    def _become_user(self, guest_identity_id=None):
        answers = [self._backend.aws_identity(guest_identity_id)]
        identity_id = answers[0]["identityId"]

        def fetch():
            # The sign-in's token serves once. Each renewal asks the backend for another.
            answer = answers.pop() if answers else self._backend.aws_identity()
            if answer["identityId"] != identity_id:
                raise Problem("identity-changed")
            return self._redeem(identity_id, answer["logins"])

        self._become(identity_id, fetch)

    def _redeem(self, identity_id, logins):
        """GetCredentialsForIdentity with what the backend gave, and nothing else: Cognito refuses the token in GetId."""
        return self._cognito.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)["Credentials"]

    # endregion

    # region: guest
    def become_guest(self):
        """Needs no backend. This is the only place where GetId is called, once: the id is kept in the store."""
        if "guest_identity_id" not in self._store:
            answer = self._cognito.get_id(IdentityPoolId=self._identity_pool_id)
            self._store["guest_identity_id"] = answer["IdentityId"]
        guest = self._store["guest_identity_id"]
        self._become(guest, lambda: self._cognito.get_credentials_for_identity(IdentityId=guest)["Credentials"])

    def _become_user_instead_of(self, guest):
        """The guest's identity becomes the user's, with all that is stored under it, if that can be."""
        try:
            self._become_user(guest)
        except Problem as problem:
            if not guest or problem.code not in NOT_FOR_THIS_USER:
                raise
            self._become_user()

    # endregion

    # region: account
    def sign_in(self, name, password):
        """Answers whether what the guest stored is the user's now. If not, copy it with the guest's client while that
        one still works."""
        guest = self._store.get("guest_identity_id")
        self._backend.sign_in(name, password)
        self._become_user_instead_of(guest)
        self._store.pop("guest_identity_id", None)
        return guest == self.identity_id

    def sign_out(self):
        self.s3 = None
        self.identity_id = None
        self._backend.sign_out()

    def _become(self, identity_id, fetch):
        self.s3 = session_of(fetch, self._region).client("s3", endpoint_url=self._endpoint_url)
        self.identity_id = identity_id

    # endregion
