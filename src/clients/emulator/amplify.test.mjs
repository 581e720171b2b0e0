import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { CognitoIdentityClient, GetCredentialsForIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import { downloadData, getUrl, list, uploadData } from 'aws-amplify/storage';
import { endpoint, loginKey, pool, region, signIn } from './emulator.mjs';

/** Amplify addresses a bucket with a dot by path. */
const dottedBucket = 'demo.uploads';

/**
 * Amplify's Storage can only talk to Amazon's own host: its endpoint for tests, http://localhost:20005, is refused by
 * its own check in @aws-amplify/storage 6.17.0. So what it sends to Amazon is brought to the emulator, as it was
 * signed.
 */
const realFetch = globalThis.fetch;

async function fetchFromEmulator(resource, init = {}) {
  const url = new URL(resource.url ?? resource);
  if (url.host !== `s3.${region}.amazonaws.com`) {
    return realFetch(resource, init);
  }
  const headers = { ...Object.fromEntries(new Headers(init.headers)), host: url.host };
  const answer = await new Promise((resolve, reject) => {
    const call = request(new URL(url.pathname + url.search, endpoint), { method: init.method ?? 'GET', headers }, resolve);
    call.on('error', reject);
    new Response(init.body).arrayBuffer().then((body) => call.end(Buffer.from(body)), reject);
  });
  const body = Buffer.concat(await answer.toArray());
  const empty = answer.statusCode === 204 || init.method === 'HEAD';
  return new Response(empty ? null : body, { status: answer.statusCode, headers: answer.headers });
}

before(() => { globalThis.fetch = fetchFromEmulator; });
after(() => { globalThis.fetch = realFetch; });

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
  Amplify.configure(
    { Storage: { S3: { bucket: dottedBucket, region } } },
    {
      Auth: {
        credentialsProvider: new BrokeredCredentials(),
        // There is no user pool.
        tokenProvider: { getTokens: async () => null },
      },
    },
  );
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
