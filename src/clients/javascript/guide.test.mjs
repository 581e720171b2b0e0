import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Account } from './account.mjs';
import { Backend } from './backend.mjs';
import { ONE_RENEWAL, backendUrl, bucket, callsOf, disable, emulator, identityPoolId, inject, passTo, region } from './world.mjs';

mock.timers.enable({ apis: ['Date'], now: Date.now() });

const waited = [];
const options = {
  identityPoolId,
  clientConfig: { region, endpoint: emulator },
  s3Config: { region, endpoint: emulator, forcePathStyle: true },
};

function account(store = {}) {
  return new Account(new Backend(backendUrl, async (seconds) => waited.push(seconds)), options, store);
}

function upload({ s3, identityId }, name, text) {
  return s3.send(new PutObjectCommand({ Bucket: bucket, Key: `home/${identityId}/${name}`, Body: text }));
}

async function download({ s3, identityId }, name) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `home/${identityId}/${name}` }));
  return Body.transformToString();
}

test('a guest becomes a user and keeps identity and data', async () => {
  const store = {};
  const guest = account(store);
  assert.deepEqual(await callsOf(() => guest.beGuest()), { GetId: 1, GetCredentialsForIdentity: 1 });
  await upload(guest, 'notes.txt', 'of a guest');

  const returned = account(store);
  assert.deepEqual(await callsOf(() => returned.beGuest()), { GetCredentialsForIdentity: 1 });
  assert.equal(returned.identityId, guest.identityId);

  assert.equal(await returned.signIn('carol', 'songs'), true);
  assert.equal(returned.identityId, guest.identityId);
  assert.equal(await download(returned, 'notes.txt'), 'of a guest');
  assert.deepEqual(store, {});
});

test('the first sign-in costs one token, whatever the app then does', async () => {
  const alice = account();
  const calls = await callsOf(async () => {
    assert.equal(await alice.signIn('alice', 'wonderland'), false);
    await Promise.all([1, 2, 3].map((n) => upload(alice, `${n}.txt`, 'hello')));
  });
  assert.deepEqual(calls, ONE_RENEWAL);
  const theirs = { s3: alice.s3, identityId: 'eu-west-1:somebody-else' };
  await assert.rejects(upload(theirs, 'x', 'x'), { name: 'AccessDenied' });
});

test('credentials are renewed before they end, and after, by one new request to the broker', async () => {
  const alice = account();
  await alice.signIn('alice', 'wonderland');

  await passTo(40);
  assert.deepEqual(await callsOf(() => upload(alice, 'a.txt', 'still good')), {});
  await passTo(58);
  assert.deepEqual(await callsOf(() => upload(alice, 'b.txt', 'about to end')), ONE_RENEWAL);
  await passTo(58 + 24 * 60);
  const calls = await callsOf(() => Promise.all([1, 2, 3, 4, 5].map((n) => upload(alice, `${n}.txt`, 'a day later'))));
  assert.deepEqual(calls, ONE_RENEWAL);
  await passTo(0);
});

test('a user with an identity does not get the guest\'s', async () => {
  const alice = account();
  await alice.signIn('alice', 'wonderland');
  const guest = account({});
  await guest.beGuest();
  await upload(guest, 'draft.txt', 'to be copied');
  const asGuest = { s3: guest.s3, identityId: guest.identityId };

  assert.equal(await guest.signIn('alice', 'wonderland'), false);
  assert.equal(guest.identityId, alice.identityId);
  await upload(guest, 'draft.txt', await download(asGuest, 'draft.txt'));
  assert.equal(await download(alice, 'draft.txt'), 'to be copied');
});

test('the next user of the device has nothing of the one before', async () => {
  const device = account({});
  await device.signIn('alice', 'wonderland');
  const alice = { identityId: device.identityId };
  await device.signOut();
  assert.equal(device.s3, undefined);

  await device.signIn('bob', 'builder');
  assert.notEqual(device.identityId, alice.identityId);
  await assert.rejects(download({ s3: device.s3, ...alice }, 'notes.txt'), { name: 'AccessDenied' });
});

test('what may pass is tried again when the broker says so', async () => {
  const alice = account();
  await inject({ kind: 'throttle', operation: 'GetOpenIdTokenForDeveloperIdentity', times: 2 });
  waited.length = 0;

  assert.deepEqual(await callsOf(() => alice.signIn('alice', 'wonderland')), ONE_RENEWAL);
  assert.equal(waited.length, 1);
  assert.ok(waited[0] >= 1);
});

test('good credentials serve on while the broker is away', async () => {
  const alice = account();
  await alice.signIn('alice', 'wonderland');
  await passTo(58);
  await inject({ kind: 'throttle', operation: 'GetOpenIdTokenForDeveloperIdentity' });
  waited.length = 0;
  await upload(alice, 'c.txt', 'still good');
  await upload(alice, 'd.txt', 'still good');
  assert.equal(waited.length, 2, 'one renewal, which failed three times');

  await passTo(61);
  await assert.rejects(upload(alice, 'e.txt', 'too late'), { name: 'Problem', code: 'upstream-throttled' });
  await inject();
  await passTo(0);
});

test('what does not pass is asked once', async () => {
  const dave = account();
  await dave.signIn('dave', 'copper');
  await disable(dave.identityId);
  waited.length = 0;

  await assert.rejects(account().signIn('dave', 'copper'), { name: 'Problem', code: 'identity-disabled' });
  await assert.rejects(account().signIn('dave', 'wrong'), { name: 'Problem', code: 'unauthenticated' });
  assert.deepEqual(waited, []);
});
