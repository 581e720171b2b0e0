import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { address, launch, openPage, says, screenshots, seriousFindings, wasLit } from './browser.mjs';

/** What the steps provoke, in their order; nothing else may be refused. */
const REFUSALS = [
  '403 POST login', // a wrong password
  '403 GET demo-uploads', // the neighbour's folder
  '403 PUT demo-uploads',
  '403 GET hello', // unsigned
  '403 POST login', // a token for whoever is disabled
];

/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let browser;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launch();
});

after(async () => browser?.close());

for (const width of [360, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`every step, ${width} pixels wide and ${colorScheme}`, async () => {
      const { page, seen } = await openPage(browser, { colorScheme, viewport: { width, height: 800 } });
      try {
        await page.goto(address);
        assert.deepEqual(await seriousFindings(page), []);
        await go(page);
      } finally {
        await page.screenshot({ path: `${screenshots}/${width}-${colorScheme}.png`, fullPage: true });
      }
      await page.locator('.wire details').evaluateAll((exchanges) => exchanges.forEach((each) => (each.open = true)));
      await page.locator('.wire details[open] > .body').last().waitFor();
      assert.deepEqual(await seriousFindings(page), []);
      assert.ok(await fits(page), 'nothing is wider than the window');
      assert.deepEqual(seen, { errors: [], foreign: [], breaches: [], refused: REFUSALS });
      await page.context().close();
    });
  }
}

/** Through all ten steps, as a visitor goes. */
async function go(page) {
  await page.locator('#ask-token').click();
  await says(page, 'token', /Sign in first/);

  const form = page.locator('#sign-in-form');
  await form.getByLabel('Password').fill('guessed');
  await form.getByRole('button', { name: 'Sign in' }).click();
  await says(page, 'sign-in', /403 wrong-password/);
  await form.getByLabel('Password').fill('alice-password');
  await form.getByRole('button', { name: 'Sign in' }).click();
  await says(page, 'sign-in', /^alice is signed in/);

  await page.locator('#ask-token').click();
  for (const part of ['edge-browser-login', 'edge-login-broker', 'edge-broker-cognito', 'node-cognito']) {
    await wasLit(page, part);
  }
  await says(page, 'token', /^alice .* token for it/);
  const identity = await page.locator('#held-identity').textContent();
  assert.match(await page.locator('#token .detail').textContent(), new RegExp(`sub${identity}.*amr.*authenticated.*exp`));
  await wentTo(page, 'token', ['Browser → Login system', 'Login system → Broker', 'Broker → Cognito']);

  await page.locator('#redeem-token').click();
  await says(page, 'redeem', /has AWS credentials/);
  await wentTo(page, 'redeem', ['Browser → Cognito']);
  await secretsAreShortened(page);

  await page.locator('#upload-form button').click();
  await says(page, 'upload', /bytes were stored and read back/);
  await picturesAreSeen(page, 'upload', 1);
  await page.locator('#upload-form input').setInputFiles({ name: 'pixel.png', mimeType: 'image/png', buffer: PIXEL });
  await page.locator('#upload-form button').click();
  await says(page, 'upload', new RegExp(`^${PIXEL.length} bytes`));
  await wasLit(page, 'edge-browser-aws');
  await wentTo(page, 'upload', ['Browser → AWS services', 'Browser → AWS services']);

  await page.locator('#neighbour').getByRole('button', { name: 'Read' }).click();
  await says(page, 'neighbour', /refuses, as it should: 403 AccessDenied/);
  await page.locator('#neighbour').getByRole('button', { name: 'Write' }).click();
  await says(page, 'neighbour', /refuses, as it should: 403 AccessDenied.*s3:PutObject/);

  await page.locator('#call-hello').click();
  await says(page, 'hello', new RegExp(`Hello, ${identity}`));
  await page.locator('#call-hello-unsigned').click();
  await says(page, 'hello', /Without a signature it refuses: 403/);

  await page.locator('#start-guest').click();
  await says(page, 'guest', /Nobody had to sign in/);
  await picturesAreSeen(page, 'guest', 1);
  await page.locator('#sign-up-form button').click();
  await says(page, 'guest', /kept the guest’s identity/);
  await picturesAreSeen(page, 'guest', 1);
  assert.match(await page.locator('#guest .detail').textContent(), /the same, now the user’s/);

  await page.locator('#merge-form button').click();
  await says(page, 'merge', /^alice-old and guest-.* are one/);
  await wentTo(page, 'merge', ['Login system → Broker', 'Broker → Cognito']);

  await page.locator('#disable-user').click();
  await says(page, 'disable', /is disabled/);
  await page.locator('#ask-again').click();
  await says(page, 'disable', /The broker refuses: 403 identity-disabled/);
  await page.locator('#use-old').click();
  await says(page, 'disable', /It still answers “Hello/);
  await page.locator('#enable-user').click();
  await says(page, 'disable', /is enabled again/);

  await page.locator('#read-trail').click();
  await says(page, 'trail', /[1-9]\d* of them are this page’s doing/);
  const trail = await page.locator('#trail .detail').textContent();
  for (const type of ['token.issued', 'token.refused', 'identity.linked', 'identity.merged', 'identity.disabled', 'identity.enabled']) {
    assert.ok(trail.includes(type), `${type} is in the trail`);
  }
  await page.locator('.contents .done').nth(9).waitFor();
}

async function wentTo(page, step, hops) {
  const seen = await page.locator(`#${step} .hop`).allTextContents();
  for (const hop of hops) {
    assert.ok(seen.includes(hop), `${hop} in ${seen}`);
  }
}

/** Hidden until asked for, and hidden again. */
async function secretsAreShortened(page) {
  const exchange = page.locator('#redeem details').first();
  await exchange.locator('summary').click();
  const secret = /"SessionToken": "[^"…]{100,}"/;
  const text = () => exchange.locator('pre').last().textContent();
  assert.doesNotMatch(await text(), secret);
  await exchange.getByRole('button', { name: 'Reveal secrets' }).click();
  assert.match(await text(), secret);
  await exchange.getByRole('button', { name: 'Shorten secrets' }).click();
  assert.doesNotMatch(await text(), secret);
}

async function picturesAreSeen(page, step, count) {
  const pictures = page.locator(`#${step} .pictures img`);
  assert.equal(await pictures.count(), count);
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded();
    await page.waitForFunction((image) => image.complete && image.naturalWidth > 0, await picture.elementHandle());
  }
}

async function fits(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
}
