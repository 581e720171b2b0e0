// The distribution's Chromium, told to reach nothing but this machine. Run by ./mvnw -Pclients verify.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const CANDIDATES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const address = required('PLAYGROUND');

/** The origin that plays AWS. */
export const emulator = required('EMULATOR_ENDPOINT');

/** Where pictures go. */
export const screenshots = required('SCREENSHOTS');

export async function launch() {
  const executablePath = CANDIDATES.find((path) => path && existsSync(path));
  if (!executablePath) {
    throw new Error('Chromium is needed: install the package chromium, or name its program in CHROMIUM.');
  }
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
  });
}

/** A page that remembers what it must not do: errors, requests to others, breaches of its content security policy. */
export async function openPage(browser, options) {
  const context = await browser.newContext({ ...options, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const seen = { errors: [], foreign: [], refused: [], breaches: [] };
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('console', (message) => {
    // The browser's own line for an answer of 400 or above; those are compared one by one.
    const isAnswer = message.text().startsWith('Failed to load resource: the server responded with a status of');
    if ((message.type() === 'error' || message.type() === 'warning') && !isAnswer) {
      seen.errors.push(message.text());
    }
  });
  page.on('requestfailed', (request) => seen.errors.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'blob:' && origin !== new URL(address).origin && origin !== emulator) {
      seen.foreign.push(request.url());
    }
  });
  page.on('response', (answer) => {
    if (answer.status() >= 400) {
      seen.refused.push(`${answer.status()} ${answer.request().method()} ${new URL(answer.url()).pathname.split('/')[1]}`);
    }
  });
  await page.exposeFunction('reportBreach', (breach) => seen.breaches.push(breach));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.reportBreach(`${event.violatedDirective} ${event.blockedURI}`);
    });
    // A hop is lit for less than half a second, so it is remembered rather than waited for.
    globalThis.everLit = new Set();
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (target.classList.contains('lit')) {
          globalThis.everLit.add(target.id);
        }
      }
    }).observe(document, { subtree: true, attributeFilter: ['class'] });
  });
  return { page, seen };
}

/** Until the status of a step says what is expected of it. */
export async function says(page, step, expected) {
  await page.locator(`#${step} .status`).filter({ hasText: expected }).waitFor({ timeout: 10_000 }).catch(async () => {
    assert.match(await page.locator(`#${step} .status`).textContent(), expected);
  });
}

/** Until this part of the drawing has been lit up, now or earlier. */
export async function wasLit(page, id) {
  await page.waitForFunction((wanted) => globalThis.everLit.has(wanted), id, { timeout: 10_000 });
}

/** What axe finds that keeps somebody out, in a few words each. */
export async function seriousFindings(page) {
  await page.evaluate(axe);
  // Without the nodes of what is right: they take longest to be described.
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`);
}

function required(variable) {
  const value = process.env[variable];
  if (!value) {
    throw new Error(`${variable} is not set: run ./mvnw -Pclients verify`);
  }
  return value;
}
