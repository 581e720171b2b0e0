// How an app calls its own backend. No AWS here, and no broker: devices never call it.

// region: backend
/** The same request may succeed later. With all other codes it does not. */
const MAY_PASS = new Set([
  'rate-limited',
  'quota-exhausted',
  'overloaded',
  'upstream-throttled',
  'upstream-unavailable',
  'upstream-timeout',
  'store-unavailable',
  'backend-unavailable',
]);

const ATTEMPTS_MAX = 3;

export class Problem extends Error {
  constructor(code, requestId) {
    super(`refused: ${code}, request ${requestId}`);
    this.name = 'Problem';
    this.code = code;
  }

  get mayPass() {
    return MAY_PASS.has(this.code);
  }
}

export class Backend {
  #url;
  #wait;
  #session;

  constructor(url, wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))) {
    this.#url = url;
    this.#wait = wait;
  }

  async signIn(name, password) {
    this.#session = (await this.#post('/sign-in', { name, password })).session;
  }

  async signOut() {
    await this.#post('/sign-out', {});
    this.#session = undefined;
  }

  /** The signed-in user's identity and a token that Cognito takes for it: { identityId, logins, region }. */
  awsIdentity(guestIdentityId) {
    return this.#post('/aws-identity', { guestIdentityId });
  }

  async #post(path, body) {
    for (let attempt = 1; ; attempt++) {
      const headers = { 'content-type': 'application/json' };
      if (this.#session) {
        headers.authorization = `Bearer ${this.#session}`;
      }
      const signal = AbortSignal.timeout(15_000);
      const answer = await fetch(this.#url + path, { method: 'POST', headers, body: JSON.stringify(body), signal });
      const said = await answer.json();
      if (answer.ok) {
        return said;
      }
      const problem = new Problem(said.code, said.requestId);
      if (!problem.mayPass || attempt === ATTEMPTS_MAX) {
        throw problem;
      }
      await this.#wait(Number(answer.headers.get('retry-after') ?? 2) * attempt);
    }
  }
}
// endregion
