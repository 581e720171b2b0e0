// What the tests of the guides see and turn: the emulator's request log, its clock and its faults.
import assert from 'node:assert/strict';
import { mock } from 'node:test';

export const emulator = required('EMULATOR_ENDPOINT');
export const identityPoolId = required('IDENTITY_POOL_ID');
export const region = 'eu-west-1';
export const bucket = required('BUCKET');
export const backendUrl = required('BACKEND_URL');

const start = Date.now();

/** Time goes on at the device and at AWS alike. */
export async function passTo(minutes) {
  mock.timers.setTime(start + minutes * 60_000);
  await passAtAws(minutes);
}

export function passAtAws(minutes) {
  return control('PUT', 'clock', { offsetSeconds: minutes * 60 });
}

/** What these steps have Cognito do: the requests by operation. */
export async function callsOf(steps) {
  const before = await requests();
  await steps();
  const counts = {};
  for (const { operation } of (await requests()).slice(before.length)) {
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

/** One token of the broker, redeemed once. */
export const ONE_RENEWAL = { GetOpenIdTokenForDeveloperIdentity: 1, GetCredentialsForIdentity: 1 };

/** Refused requests do not count: the broker repeats them for its own reasons, when clocks have jumped. */
async function requests() {
  const { requests: all } = await control('GET', 'requests');
  assert.ok(all.every(({ operation, outcome }) => operation !== 'GetId' || outcome === 'ok'), 'a refused GetId');
  return all.filter(({ outcome }) => outcome === 'ok');
}

export function inject(...faults) {
  return control('PUT', 'faults', { faults });
}

export async function disable(identityId) {
  await asOperator('PUT', `/v1/identities/${encodeURIComponent(identityId)}/status`, {
    status: 'disabled',
    reason: 'for the test',
  });
}

async function asOperator(method, path, body) {
  const answer = await fetch(required('BROKER_URL') + path, {
    method,
    headers: { authorization: `Bearer ${required('OPERATOR_JWT')}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
}

async function control(method, what, body) {
  const answer = await fetch(`${emulator}/_emulator/${what}`, { method, body: body && JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return answer.json();
}

function required(variable) {
  const value = process.env[variable];
  if (!value) {
    throw new Error(`${variable} is not set: run ./mvnw -Pclients verify`);
  }
  return value;
}
