// Amplify's Storage against the emulator, for tests of Node's own runner.
import { request } from 'node:http';
import { after, before } from 'node:test';

/**
 * Amplify's Storage can only talk to Amazon's own host: its endpoint for tests, http://localhost:20005, is refused by
 * its own check in @aws-amplify/storage 6.17.0. So while the tests of this file run, what it sends to Amazon is brought
 * to the emulator, as it was signed.
 */
export function bringStorageTo(emulator, region) {
  const realFetch = globalThis.fetch;

  async function fetchFromEmulator(resource, init = {}) {
    const url = new URL(resource.url ?? resource);
    if (url.host !== `s3.${region}.amazonaws.com`) {
      return realFetch(resource, init);
    }
    const headers = { ...Object.fromEntries(new Headers(init.headers)), host: url.host };
    const answer = await new Promise((resolve, reject) => {
      const call = request(new URL(url.pathname + url.search, emulator), { method: init.method ?? 'GET', headers }, resolve);
      call.on('error', reject);
      new Response(init.body).arrayBuffer().then((body) => call.end(Buffer.from(body)), reject);
    });
    const body = Buffer.concat(await answer.toArray());
    const empty = answer.statusCode === 204 || init.method === 'HEAD';
    return new Response(empty ? null : body, { status: answer.statusCode, headers: answer.headers });
  }

  before(() => {
    globalThis.fetch = fetchFromEmulator;
  });
  after(() => {
    globalThis.fetch = realFetch;
  });
}
