// region: client
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Refusals of a moment: the same request may be answered a little later. */
const MAY_PASS = [
  'rate-limited',
  'quota-exhausted',
  'upstream-throttled',
  'upstream-unavailable',
  'upstream-timeout',
  'store-unavailable',
  'overloaded',
];

/** The guest's identity, or the public login, cannot become this user's. */
const GUEST_STAYS = ['user-already-linked', 'identity-conflict'];

const TRIES = 3;
const TIMEOUT_MS = 10_000;
const LONGEST_PAUSE_SECONDS = 10;

export class BrokerRefusal extends Error {
  constructor({ code, status, requestId }) {
    super(`the broker refused: ${code} (${status}), request ${requestId}`);
    Object.assign(this, { code, status, requestId });
  }
}

export class Broker {
  #url;
  #jwts;
  #log;
  #pause;

  /**
   * @param jwts from jwt.mjs
   * @param pause waits so many milliseconds
   */
  constructor(url, jwts, log = console.log, pause = sleep) {
    this.#url = url;
    this.#jwts = jwts;
    this.#log = log;
    this.#pause = pause;
  }

  /**
   * Identity id and token for a user who has just signed in.
   *
   * @param guest `identityId` and `logins` of the device's time as a guest, if it had one
   * @throws BrokerRefusal
   */
  async tokenFor(userId, guest = {}) {
    let body = { userId, ...guest };
    let jwtRenewed = false;
    for (let tries = 1; ; tries++) {
      const answer = await this.#ask(body);
      if (answer.status === 200) {
        return answer.body;
      } else if (answer.code === 'unauthenticated' && !jwtRenewed) {
        this.#jwts.forget();
        jwtRenewed = true;
      } else if (GUEST_STAYS.includes(answer.code) && (body.identityId || body.logins)) {
        body = { userId };
      } else if (MAY_PASS.includes(answer.code) && tries < TRIES && answer.retryAfter <= LONGEST_PAUSE_SECONDS) {
        await this.#pause(1000 * answer.retryAfter * 2 ** (tries - 1) * (1 + Math.random() / 2));
      } else {
        throw new BrokerRefusal(answer);
      }
    }
  }

  /** One exchange, with its line in the log: never the body, of neither side. */
  async #ask(body) {
    const requestId = randomUUID();
    const startedAt = performance.now();
    const answer = await this.#post(body, requestId);
    const millis = Math.round(performance.now() - startedAt);
    this.#log(`broker: ${answer.status} ${answer.code ?? ''} in ${millis} ms, request ${requestId}`);
    return { ...answer, requestId };
  }

  async #post(body, requestId) {
    const jwt = await this.#jwts.get();
    try {
      const response = await fetch(`${this.#url}/v1/tokens`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${jwt}`,
          'Content-Type': 'application/json',
          'X-Request-Id': requestId,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const content = await response.json();
      const retryAfter = Number(response.headers.get('Retry-After') ?? 1);
      return { status: response.status, code: content.code, body: content, retryAfter };
    } catch {
      // No connection, no answer in time, or a page of something between: the request can be repeated.
      return { status: 0, code: 'upstream-unavailable', retryAfter: 1 };
    }
  }
}
// endregion
