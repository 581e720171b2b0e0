import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CognitoIdentityClient, GetCredentialsForIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import { downloadData, getUrl, list, uploadData } from 'aws-amplify/storage';
import { configure } from '../amplify/configure.mjs';
import { endpoint, loginKey, pool, region, signIn } from './emulator.mjs';
import { bringStorageTo } from './storage.mjs';

/** Amplify addresses a bucket with a dot by path. */
const dottedBucket = 'demo.uploads';

bringStorageTo(endpoint, region);

/** Asks the login system's backend for a token and redeems it, each time that Amplify wants credentials. */
class BrokeredCredentials {
  #session;

  async getCredentialsAndIdentityId({ forceRefresh }) {
    if (forceRefresh || !this.#session || this.#session.credentials.expiration < new Date()) {
      this.#session = await redeem(await signIn('amplify-ann'));
    }
    return this.#session;
  }

  clearCredentialsAndIdentityId() {
    this.#session = undefined;
  }
}

async function redeem({ identityId, token }) {
  const device = new CognitoIdentityClient({ endpoint, region });
  const { Credentials } = await device.send(
    new GetCredentialsForIdentityCommand({ IdentityId: identityId, Logins: { [loginKey]: token } }),
  );
  return {
    identityId,
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretKey,
      sessionToken: Credentials.SessionToken,
      expiration: Credentials.Expiration,
    },
  };
}

function configureBrokered() {
  configure(new BrokeredCredentials(), { bucket: dottedBucket, region });
}

test('a guest signs in with what Amplify has on board', async () => {
  Amplify.configure({
    Auth: { Cognito: { identityPoolId: pool, identityPoolEndpoint: endpoint, allowGuestAccess: true } },
  });

  const session = await fetchAuthSession();

  assert.match(session.identityId, /^eu-west-1:[0-9a-f-]{36}$/);
  assert.match(session.credentials.accessKeyId, /^ASIA/);
});

test('a custom credentials provider brings the identity, and refreshes on demand', async () => {
  configureBrokered();

  const first = await fetchAuthSession();
  const cached = await fetchAuthSession();
  const refreshed = await fetchAuthSession({ forceRefresh: true });

  assert.equal(first.identityId, (await signIn('amplify-ann')).identityId);
  assert.equal(cached.credentials.accessKeyId, first.credentials.accessKeyId);
  assert.notEqual(refreshed.credentials.accessKeyId, first.credentials.accessKeyId);
  assert.equal(refreshed.identityId, first.identityId);
});

test('Storage uploads, lists, downloads and presigns in the own folder', async () => {
  configureBrokered();
  const folder = `users/${(await fetchAuthSession()).identityId}/`;
  const path = `${folder}notes.txt`;

  await uploadData({ path, data: 'from amplify', options: { contentType: 'text/plain' } }).result;
  const { items } = await list({ path: folder });
  const { body } = await downloadData({ path }).result;
  const { url } = await getUrl({ path });
  const presigned = await fetch(url);

  assert.deepEqual(items.map((item) => item.path), [path]);
  assert.equal(await body.text(), 'from amplify');
  assert.equal(presigned.status, 200);
  assert.equal(await presigned.text(), 'from amplify');
});

test("Storage is refused in somebody else's folder", async () => {
  configureBrokered();
  const upload = uploadData({ path: 'users/somebody-else/notes.txt', data: 'x' }).result;

  await assert.rejects(upload, { name: 'AccessDenied' });
});
