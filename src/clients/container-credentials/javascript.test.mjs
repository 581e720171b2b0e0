import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, mock, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fromContainerMetadata, fromHttp } from '@aws-sdk/credential-providers';
import { bucket, forgetRequests, identityId, jwt, jwtOfNobody, redemptions } from './broker.mjs';

const MINUTES = 60_000;

beforeEach(forgetRequests);

test('the default chain finds the credentials, and a client uses them', async () => {
  const s3 = new S3Client({ forcePathStyle: true });
  const Key = `users/${identityId}/from-javascript.txt`;

  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'hello' }));
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));

  assert.equal(await object.Body.transformToString(), 'hello');
  assert.equal(await redemptions(), 1);
  await assert.rejects(s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'users/other/x', Body: 'x' })), {
    name: 'AccessDenied',
  });
});

for (const [name, provider] of Object.entries({ fromHttp, fromContainerMetadata })) {
  test(`${name} reads all four fields`, async () => {
    const credentials = await provider({ timeout: 10_000 })();

    assert.match(credentials.accessKeyId, /^ASIA/);
    assert.equal(credentials.secretAccessKey.length, 40);
    assert.ok(credentials.sessionToken);
    const minutesLeft = (credentials.expiration - Date.now()) / MINUTES;
    assert.ok(minutesLeft > 59 && minutesLeft <= 60, `${minutesLeft} minutes`);
  });
}

test('a client fetches new credentials before and after the old ones end, once each', async (t) => {
  const s3 = new S3Client({ forcePathStyle: true });
  const first = await s3.config.credentials();
  const again = await s3.config.credentials();
  assert.equal(again.accessKeyId, first.accessKeyId);
  assert.equal(await redemptions(), 1);
  t.after(() => mock.timers.reset());

  mock.timers.enable({ apis: ['Date'], now: first.expiration.getTime() - 1 * MINUTES });
  await s3.config.credentials();
  mock.timers.reset();
  const second = await renewed(s3, first);
  assert.equal(await redemptions(), 2);

  mock.timers.enable({ apis: ['Date'], now: second.expiration.getTime() + 1 * MINUTES });
  const third = await s3.config.credentials();
  mock.timers.reset();
  assert.notEqual(third.accessKeyId, second.accessKeyId);
  assert.equal(await redemptions(), 3);
});

test("a token's file is read for each fetch", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'token-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'token');
  await writeFile(file, 'not.a.token');
  const provider = fromHttp({ awsContainerAuthorizationTokenFile: file, timeout: 10_000, maxRetries: 0 });

  await assert.rejects(provider(), { Code: 'unauthenticated' });
  await writeFile(file, jwt);

  assert.match((await provider()).accessKeyId, /^ASIA/);
});

test('a caller that acts as nobody is told so', async () => {
  const provider = fromHttp({ awsContainerAuthorizationToken: `Bearer ${jwtOfNobody}`, timeout: 10_000, maxRetries: 0 });

  await assert.rejects(provider(), (error) => {
    assert.equal(error.Code, 'forbidden');
    assert.match(error.Message, /^This caller acts as no user; .* Request [\w-]+\.$/);
    return true;
  });
  assert.equal(await redemptions(), 0);
});

/** While credentials are good for some minutes more, a client goes on with them and fetches others beside. */
async function renewed(client, old) {
  for (let i = 0; i < 500; i++) {
    const credentials = await client.config.credentials();
    if (credentials.accessKeyId !== old.accessKeyId) {
      return credentials;
    }
    await setTimeout(10);
  }
  return assert.fail('the credentials were not renewed');
}
