import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromCognitoIdentity, fromWebToken } from '@aws-sdk/credential-providers';
import { bucket, endpoint, loginKey, region, role, signIn } from './emulator.mjs';

/** As docs of the SDK have it: the function is asked for a token at each fetch of credentials. */
function cognitoCredentials(identityId, logins) {
  return fromCognitoIdentity({ identityId, logins: { [loginKey]: logins }, clientConfig: { endpoint, region } });
}

test('fromCognitoIdentity asks its function for a fresh token each time', async () => {
  const { identityId } = await signIn('js-bob');
  let asked = 0;
  const provider = cognitoCredentials(identityId, async () => {
    asked++;
    return (await signIn('js-bob')).token;
  });

  const first = await provider();
  const second = await provider();

  assert.equal(asked, 2);
  assert.equal(first.identityId, identityId);
  assert.match(first.accessKeyId, /^ASIA/);
  assert.notEqual(second.accessKeyId, first.accessKeyId);
});

test('S3 lets the user into the own folder and no other', async () => {
  const { identityId, token } = await signIn('js-bob');
  const s3 = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: cognitoCredentials(identityId, async () => token),
  });
  const Key = `users/${identityId}/notes of today+ä.txt`;

  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'hello', ContentType: 'text/plain' }));
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const list = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `users/${identityId}/` }));

  assert.equal(await object.Body.transformToString(), 'hello');
  assert.equal(object.ContentType, 'text/plain');
  assert.deepEqual(list.Contents.map((found) => found.Key), [Key]);

  const refused = (error) => {
    assert.ok(error instanceof S3ServiceException);
    assert.equal(error.name, 'AccessDenied');
    assert.equal(error.$metadata.httpStatusCode, 403);
    return true;
  };
  await assert.rejects(
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'users/somebody-else/x', Body: 'x' })),
    refused,
  );
  await assert.rejects(s3.send(new ListBucketsCommand({})), refused);
});

test('STS knows whose credentials these are', async () => {
  const { identityId, token } = await signIn('js-bob');
  const sts = new STSClient({ endpoint, region, credentials: cognitoCredentials(identityId, token) });

  const caller = await sts.send(new GetCallerIdentityCommand({}));

  assert.equal(caller.Arn, 'arn:aws:sts::111122223333:assumed-role/CognitoAuthenticated/CognitoIdentityCredentials');
  assert.equal(caller.Account, '111122223333');
});

test('the classic flow gives credentials of the role', async () => {
  const { token } = await signIn('js-bob');
  // No AWS credentials: this call needs none.
  const sts = new STSClient({ endpoint, region });
  const input = { RoleArn: role, RoleSessionName: 'device', WebIdentityToken: token, DurationSeconds: 900 };

  const assumed = await sts.send(new AssumeRoleWithWebIdentityCommand(input));
  assert.match(assumed.AssumedRoleUser.Arn, /assumed-role\/CognitoAuthenticated\/device$/);
  await assert.rejects(
    sts.send(new AssumeRoleWithWebIdentityCommand({ ...input, RoleArn: `${role}Admin` })),
    { name: 'AccessDenied' },
  );

  const provider = fromWebToken({
    roleArn: role,
    roleSessionName: 'device',
    webIdentityToken: token,
    clientConfig: { endpoint, region },
  });
  assert.match((await provider()).accessKeyId, /^ASIA/);
});
