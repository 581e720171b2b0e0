import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { address, launch, openPage, says, screenshots } from './browser.mjs';

let browser;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launch();
});

after(async () => browser?.close());

test('the keyboard is enough', async () => {
  const { page, seen } = await openPage(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to the steps');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('bob');
  await page.keyboard.press('Tab');
  await page.keyboard.type('bob-password');
  await page.keyboard.press('Enter');
  await says(page, 'sign-in', /^bob is signed in/);
  await tabTo(page, 'Ask for a token');
  await page.keyboard.press('Enter');
  await says(page, 'token', /^bob .* token for it/);
  assert.equal(await focused(page), 'Ask for a token', 'the focus stays where it was');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.locator('#token details[open] pre').first().waitFor();
  assert.deepEqual(seen, { errors: [], foreign: [], breaches: [], refused: [] });
  await page.context().close();
});

test('a session outlives a reload, and ends', async () => {
  const { page, seen } = await openPage(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  await page.locator('#sign-in-form').getByRole('button', { name: 'Sign in' }).click();
  await says(page, 'sign-in', /^alice is signed in/);
  await page.reload();
  await page.locator('#held-user', { hasText: 'alice' }).waitFor();
  await page.locator('#sign-out').click();
  await says(page, 'sign-in', /^Signed out/);
  await page.reload();
  await page.locator('#held-user', { hasText: 'nobody' }).waitFor();
  assert.deepEqual(seen, { errors: [], foreign: [], breaches: [], refused: [] });
  await page.context().close();
});

test('a server that is away is told', async () => {
  const { page } = await openPage(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  await page.locator('#sign-in-form').getByRole('button', { name: 'Sign in' }).click();
  await says(page, 'sign-in', /^alice is signed in/);
  await page.route('**/login/token', (route) => route.abort());
  await page.getByRole('button', { name: 'Ask for a token' }).first().click();
  await says(page, 'token', /did not answer/);
  await page.context().close();
});

/** docs/playground.png is a copy of it. */
test('a picture for the README', async () => {
  const { page } = await openPage(browser, { colorScheme: 'light', viewport: { width: 1280, height: 760 } });
  await page.goto(address);
  await page.locator('#sign-in-form').getByRole('button', { name: 'Sign in' }).click();
  await says(page, 'sign-in', /^alice is signed in/);
  await page.locator('#ask-token').click();
  await says(page, 'token', /token for it/);
  await page.locator('#redeem-token').click();
  await says(page, 'redeem', /has AWS credentials/);
  await page.locator('#token .wire').evaluate((list) => list.scrollIntoView({ behavior: 'instant' }));
  await page.locator('#redeem-token').click();
  await says(page, 'redeem', /has AWS credentials/);
  const picture = await page.screenshot({ path: `${screenshots}/readme.png` });
  assert.ok(picture.length < 300_000, 'quickly loaded');
  await page.context().close();
});

async function focused(page) {
  return page.evaluate(() => document.activeElement.textContent.trim());
}

/** More presses than there are controls before it would be a trap. */
async function tabTo(page, name) {
  for (let press = 0; press < 20 && (await focused(page)) !== name; press++) {
    await page.keyboard.press('Tab');
  }
  assert.equal(await focused(page), name);
}
