import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { bundle } from './bundle.mjs';
import { ONE_RENEWAL, backendUrl, bucket, callsOf, disable, emulator, identityPoolId, inject, passAtAws, region } from './world.mjs';

const settings = {
  backendUrl,
  bucket,
  identityPoolId,
  clientConfig: { region, endpoint: emulator },
  s3Config: { region, endpoint: emulator, forcePathStyle: true },
};

let browser;
let context;
let page;
let server;
let complaints;

before(async () => {
  const html = (await readFile('page.html', 'utf8')).replace('SETTINGS', JSON.stringify(settings));
  const script = await bundle();
  server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : html);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  complaints = [];
  context = await browser.newContext();
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  await visit();
});

afterEach(async () => {
  await passAtAws(0);
  await context.close();
  assert.deepEqual(complaints, []);
});

async function visit() {
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  assert.equal(await settled(), 'done');
}

/** What the page says when it has done what it was told. */
async function settled() {
  await page.waitForFunction(() => !['', '…'].includes(document.querySelector('[role=status]').textContent));
  return page.textContent('[role=status]');
}

const who = () => page.textContent('#who');

async function signIn(name, password) {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return settled();
}

async function save(text) {
  await page.getByLabel('Note').fill(text);
  await page.getByRole('button', { name: 'Save' }).click();
  return settled();
}

async function open() {
  await page.getByRole('button', { name: 'Open' }).click();
  return settled();
}

async function signOut() {
  await page.getByRole('button', { name: 'Sign out' }).click();
  return settled();
}

async function passTo(minutes) {
  await page.clock.setFixedTime(Date.now() + minutes * 60_000);
  await passAtAws(minutes);
}

test('a guest becomes a user and keeps identity and data', async () => {
  const guest = await who();
  assert.equal(await save('of a guest'), 'saved');
  assert.deepEqual(await callsOf(visit), { GetCredentialsForIdentity: 1 });
  assert.equal(await who(), guest);

  assert.equal(await signIn('carol', 'songs'), 'your notes are still here');
  assert.equal(await who(), guest);
  assert.equal(await open(), 'of a guest');
});

test('a sign-in costs one token, and each renewal one', async () => {
  await signIn('alice', 'wonderland');
  await signOut();
  assert.deepEqual(
    await callsOf(async () => {
      assert.equal(await signIn('alice', 'wonderland'), 'welcome');
      assert.equal(await save('first'), 'saved');
    }),
    ONE_RENEWAL,
  );
  await passTo(40);
  assert.deepEqual(await callsOf(() => save('still good')), {});
  await passTo(58);
  assert.deepEqual(await callsOf(async () => assert.equal(await save('about to end'), 'saved')), ONE_RENEWAL);
  await passTo(58 + 24 * 60);
  assert.deepEqual(await callsOf(async () => assert.equal(await save('a day later'), 'saved')), ONE_RENEWAL);
});

test('the next user of the browser has nothing of the one before', async () => {
  await signIn('alice', 'wonderland');
  const alice = await who();
  await save('private');
  await signOut();
  assert.equal(await who(), 'nobody');

  await signIn('bob', 'builder');
  assert.notEqual(await who(), alice);
  assert.notEqual(await open(), 'private');
});

test('problems are told by their code', async () => {
  await inject({ kind: 'throttle', operation: 'GetOpenIdTokenForDeveloperIdentity', times: 2 });
  assert.match(await signIn('dave', 'copper'), /welcome|still here/);
  await disable(await who());
  await signOut();

  assert.equal(await signIn('dave', 'copper'), 'identity-disabled');
  assert.equal(await signIn('dave', 'wrong'), 'unauthenticated');
});
