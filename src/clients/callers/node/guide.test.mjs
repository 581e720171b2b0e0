import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { Broker } from './broker.mjs';
import { inFile, minted } from './jwt.mjs';

const url = process.env.BROKER_URL;
const emulator = process.env.AWS_ENDPOINT_URL;
const pem = await readFile(process.env.LOGIN_KEY_FILE, 'utf8');
const issuer = process.env.LOGIN_ISSUER;
const own = () => minted({ pem, issuer, subject: 'shop-login' });

let lines;
let pauses;
let broker;

beforeEach(async () => {
  await fetch(`${emulator}/_emulator/faults`, { method: 'DELETE' });
  lines = [];
  pauses = [];
  broker = new Broker(url, own(), (line) => lines.push(line), async (millis) => pauses.push(millis));
});

test('a user keeps the identity, and the token is worth credentials', async () => {
  const first = await broker.tokenFor('shop-node-ann');
  const second = await broker.tokenFor('shop-node-ann');

  assert.equal(second.identityId, first.identityId);
  const answer = await cognito('GetCredentialsForIdentity', { IdentityId: second.identityId, Logins: second.logins });
  assert.match(answer.Credentials.AccessKeyId, /^ASIA/);
});

test('a failure of a moment is waited out', async () => {
  await faults({ kind: 'throttle', operation: 'GetOpenIdTokenForDeveloperIdentity', times: 2 });

  const issued = await broker.tokenFor('shop-node-bob');

  assert.ok(issued.token);
  assert.deepEqual(lines.map((line) => line.split(' ').slice(1, 3).join(' ').trim()), ['503 upstream-throttled', '200']);
  assert.ok(pauses.length === 1 && pauses[0] >= 1000, `as long as the broker wants: ${pauses}`);
});

test('a failure that stays is told after three tries', async () => {
  await faults({ kind: 'throttle', operation: 'GetOpenIdTokenForDeveloperIdentity' });

  await assert.rejects(broker.tokenFor('shop-node-bob'), { code: 'upstream-throttled', status: 503 });
  assert.equal(lines.length, 3);
  assert.ok(pauses.length === 2 && pauses[0] >= 1000 && pauses[1] >= 2000, `longer and longer: ${pauses}`);
});

test('a JWT that is refused is replaced, once', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'jwt-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'token');
  await writeFile(file, 'not.a.token\n');
  const fresh = await own().get();
  const jwts = { ...inFile(file), forget: () => writeFile(file, fresh) };

  assert.ok(await new Broker(url, jwts, (line) => lines.push(line)).tokenFor('shop-node-cleo'));
  assert.equal(lines.length, 2);

  const never = new Broker(url, minted({ pem, issuer, subject: 'nobody' }), () => {});
  await assert.rejects(never.tokenFor('shop-node-cleo'), { code: 'forbidden' });
});

test("a guest's identity becomes the user's, but not a second user's", async () => {
  const guest = await cognito('GetId', { IdentityPoolId: process.env.POOL_ID });

  const first = await broker.tokenFor('shop-node-dora', { identityId: guest.IdentityId });
  const second = await broker.tokenFor('shop-node-emil', { identityId: guest.IdentityId });

  assert.equal(first.identityId, guest.IdentityId);
  assert.notEqual(second.identityId, guest.IdentityId);
});

test('what repeating does not help is not repeated', async () => {
  await assert.rejects(broker.tokenFor('other-prefix'), { code: 'forbidden', status: 403 });
  assert.equal(lines.length, 1);
});

test('the log has what operators need, and no secret', async () => {
  const issued = await broker.tokenFor('shop-node-fay');

  assert.match(lines.join('\n'), /^broker: 200  in \d+ ms, request [0-9a-f-]{36}$/);
  assert.ok(!lines.join().includes(issued.token));
  assert.ok(!lines.join().includes('fay'));
});

async function faults(...list) {
  const response = await fetch(`${emulator}/_emulator/faults`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ faults: list }),
  });
  assert.equal(response.status, 200);
}

async function cognito(operation, input) {
  const response = await fetch(emulator, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  return response.json();
}
