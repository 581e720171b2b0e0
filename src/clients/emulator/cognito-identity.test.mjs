import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenForDeveloperIdentityCommand,
  NotAuthorizedException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity';
import { backend, endpoint, loginKey, pool, provider, region, signIn } from './emulator.mjs';

// No AWS credentials, as a browser has none.
const device = new CognitoIdentityClient({ endpoint, region });

test('a guest gets an identity and credentials', async () => {
  const { IdentityId } = await device.send(new GetIdCommand({ IdentityPoolId: pool }));
  const { Credentials } = await device.send(new GetCredentialsForIdentityCommand({ IdentityId }));

  assert.match(IdentityId, /^eu-west-1:[0-9a-f-]{36}$/);
  assert.match(Credentials.AccessKeyId, /^ASIA/);
});

test('a user has one identity, and the token is good for credentials of an hour', async () => {
  const first = await signIn('js-ann');
  const second = await signIn('js-ann');
  const { IdentityId, Credentials } = await device.send(
    new GetCredentialsForIdentityCommand({ IdentityId: first.identityId, Logins: { [loginKey]: second.token } }),
  );

  assert.equal(second.identityId, first.identityId);
  assert.equal(IdentityId, first.identityId);
  assert.ok(Credentials.Expiration instanceof Date);
  const minutes = (Credentials.Expiration.getTime() - Date.now()) / 60_000;
  assert.ok(minutes > 58 && minutes <= 60, `${minutes} minutes`);
});

test('an unknown pool is a ResourceNotFoundException', async () => {
  const unknown = new GetIdCommand({ IdentityPoolId: 'eu-west-1:00000000-0000-0000-0000-00000000dead' });

  await assert.rejects(device.send(unknown), (error) => {
    assert.ok(error instanceof ResourceNotFoundException);
    assert.equal(error.name, 'ResourceNotFoundException');
    assert.match(error.message, /^IdentityPool '.*' not found\.$/);
    assert.equal(error.$metadata.httpStatusCode, 400);
    return true;
  });
});

test('a forged token is a NotAuthorizedException', async () => {
  const { identityId, token } = await signIn('js-ann');
  const forged = `${token.slice(0, token.lastIndexOf('.'))}.AAAA`;
  const redemption = new GetCredentialsForIdentityCommand({ IdentityId: identityId, Logins: { [loginKey]: forged } });

  await assert.rejects(device.send(redemption), (error) => {
    assert.ok(error instanceof NotAuthorizedException);
    assert.equal(error.message, "Invalid login token. Couldn't verify signed token.");
    return true;
  });
});

test('a violated constraint is a ValidationException, which no model has', async () => {
  await assert.rejects(device.send(new GetIdCommand({ IdentityPoolId: 'nonsense' })), { name: 'ValidationException' });
});

test('only who signs gets a developer token', async () => {
  const wrong = new CognitoIdentityClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'wrong' },
  });
  const call = new GetOpenIdTokenForDeveloperIdentityCommand({ IdentityPoolId: pool, Logins: { [provider]: 'eve' } });

  await assert.rejects(wrong.send(call), { name: 'InvalidSignatureException' });
  assert.ok((await backend.send(call)).Token);
});
