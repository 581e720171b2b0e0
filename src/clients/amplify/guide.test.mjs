import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { fetchAuthSession } from 'aws-amplify/auth';
import { downloadData, uploadData } from 'aws-amplify/storage';
import { bringStorageTo } from '../emulator/storage.mjs';
import { Backend } from '../javascript/backend.mjs';
import { ONE_RENEWAL, backendUrl, bucket, callsOf, disable, emulator, identityPoolId, inject, passTo, region } from '../javascript/world.mjs';
import { configure } from './configure.mjs';
import { BrokeredCredentials } from './credentials.mjs';

mock.timers.enable({ apis: ['Date'], now: Date.now() });
bringStorageTo(emulator, region);

const waited = [];

function account(store = {}) {
  const backend = new Backend(backendUrl, async (seconds) => waited.push(seconds));
  const provider = new BrokeredCredentials(backend, identityPoolId, store, { region, endpoint: emulator });
  configure(provider, { bucket, region });
  return provider;
}

const identityId = async () => (await fetchAuthSession()).identityId;

async function upload(name, data, owner) {
  return uploadData({ path: `home/${owner ?? (await identityId())}/${name}`, data }).result;
}

async function download(name, owner) {
  const { body } = await downloadData({ path: `home/${owner ?? (await identityId())}/${name}` }).result;
  return body.text();
}

test('a guest becomes a user and keeps identity and data', async () => {
  const store = {};
  assert.deepEqual(await callsOf(() => account(store).becomeGuest()), { GetId: 1, GetCredentialsForIdentity: 1 });
  const guest = await identityId();
  await upload('notes.txt', 'of a guest');

  const returned = account(store);
  assert.deepEqual(await callsOf(() => returned.becomeGuest()), { GetCredentialsForIdentity: 1 });
  assert.equal(await returned.signIn('carol', 'songs'), true);
  assert.equal(await identityId(), guest);
  assert.equal(await download('notes.txt'), 'of a guest');
  assert.deepEqual(store, {});
});

test('the first sign-in costs one token, whatever Storage then does', async () => {
  const alice = account();
  const calls = await callsOf(async () => {
    await alice.signIn('alice', 'wonderland');
    await Promise.all([1, 2, 3].map((n) => upload(`${n}.txt`, 'hello')));
  });
  assert.deepEqual(calls, ONE_RENEWAL);
  await assert.rejects(upload('x', 'x', 'eu-west-1:somebody-else'), { name: 'AccessDenied' });
});

test('credentials are renewed before they end, and after, by one new request to the broker', async () => {
  await account().signIn('alice', 'wonderland');

  await passTo(40);
  assert.deepEqual(await callsOf(() => upload('a.txt', 'still good')), {});
  await passTo(58);
  assert.deepEqual(await callsOf(() => upload('b.txt', 'about to end')), ONE_RENEWAL);
  await passTo(58 + 24 * 60);
  const calls = await callsOf(() => Promise.all([1, 2, 3, 4, 5].map((n) => upload(`${n}.txt`, 'a day later'))));
  assert.deepEqual(calls, ONE_RENEWAL);
  assert.deepEqual(await callsOf(() => fetchAuthSession({ forceRefresh: true })), ONE_RENEWAL);
  await passTo(0);
});

test("a user with an identity does not get the guest's", async () => {
  await account().signIn('alice', 'wonderland');
  const alice = await identityId();
  const guest = account();
  await guest.becomeGuest();

  assert.equal(await guest.signIn('alice', 'wonderland'), false);
  assert.equal(await identityId(), alice);
});

test('the next user of the device has nothing of the one before', async () => {
  const device = account();
  await device.signIn('alice', 'wonderland');
  const alice = await identityId();
  await upload('mine.txt', 'private');
  await device.signOut();
  assert.equal((await fetchAuthSession()).credentials, undefined);

  await device.signIn('bob', 'builder');
  assert.notEqual(await identityId(), alice);
  await assert.rejects(download('mine.txt', alice), { name: 'AccessDenied' });
});

test('what may pass is tried again when the broker says so', async () => {
  await inject({ kind: 'throttle', operation: 'GetOpenIdTokenForDeveloperIdentity', times: 2 });
  waited.length = 0;

  assert.deepEqual(await callsOf(() => account().signIn('alice', 'wonderland')), ONE_RENEWAL);
  assert.equal(waited.length, 1);
});

test('what does not pass is asked once', async () => {
  await account().signIn('dave', 'copper');
  await disable(await identityId());
  waited.length = 0;

  await assert.rejects(account().signIn('dave', 'copper'), { name: 'Problem', code: 'identity-disabled' });
  await assert.rejects(account().signIn('dave', 'wrong'), { name: 'Problem', code: 'unauthenticated' });
  assert.deepEqual(waited, []);
});
