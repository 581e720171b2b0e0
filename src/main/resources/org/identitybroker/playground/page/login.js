import { travel } from './diagram.js';
import { send } from './wire.js';

/** Refused by the login system, or by the broker behind it: `code` says why. */
export class LoginRefusal extends Error {
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const COOKIE = 'The login system keeps its session in a cookie that no script can read (HttpOnly), so it is not shown here.';

/** Which step sent a request, by its id, for the audit trail. */
export const stepOfRequest = new Map();

/** The company's login system, as its page calls it. */
export const login = {
  /** What the app has to know: `aws`, `region`, `identityPoolId`. */
  app: async () => {
    const answer = await fetch('/login/app', { cache: 'no-store' });
    const body = await answer.json();
    if (!answer.ok) {
      throw new LoginRefusal(body.error, body.message, answer.status);
    }
    return body;
  },
  signIn: (journal, name, password) => call(journal, 'POST', '/login/session', { name, password }),
  signUp: (journal, name, password) => call(journal, 'POST', '/login/accounts', { name, password }),
  signOut: (journal) => call(journal, 'DELETE', '/login/session'),
  token: (journal, wish = {}) => call(journal, 'POST', '/login/token', wish),
  merge: (journal, name, password) => call(journal, 'POST', '/login/merge', { name, password }),
  setAccess: (journal, status) => call(journal, 'PUT', '/login/access', { status }),
  auditEvents: (journal) => call(journal, 'GET', '/login/audit-events'),
};

async function call(journal, method, path, body) {
  const requestId = `playground-${crypto.randomUUID()}`;
  stepOfRequest.set(requestId, journal.step);
  const exchange = await send(journal, {
    to: 'login',
    method,
    url: new URL(path, location.href),
    headers: { 'X-Request-Id': requestId, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
    credentials: 'same-origin',
    note: COOKIE,
  });
  await showWhatFollowed(journal, requestId);
  const answer = exchange.responseBody ? JSON.parse(exchange.responseBody) : {};
  if (exchange.status >= 400) {
    throw new LoginRefusal(answer.error ?? answer.code, answer.message ?? answer.title, exchange.status);
  }
  return answer;
}

/** The login system's own requests, which it keeps for this page's sake: no other would. */
async function showWhatFollowed(journal, requestId) {
  const answer = await fetch(`/login/exchanges/${requestId}`, { cache: 'no-store' });
  for (const exchange of await answer.json()) {
    const { to } = exchange;
    travel('login', to);
    journal.add({ ...exchange, from: 'login', what: undefined, note: noteOn(exchange) });
    const operation = behind(exchange);
    if (operation) {
      travel('broker', 'cognito');
      journal.add({ from: 'broker', to: 'cognito', what: operation, unseen: true, note: UNSEEN });
    }
  }
}

const UNSEEN = 'The broker signs this call with its own AWS credentials. Nobody else sees it.';

function noteOn({ to }) {
  return to === 'issuer'
    ? 'A login system signs its JWT itself. The demo’s issuer does it for this one, and it is kept for an hour.'
    : undefined;
}

/** What the broker asks Cognito for such a request, if it went well. */
function behind({ to, method, url, status, responseBody }) {
  const path = new URL(url).pathname;
  if (to !== 'broker' || method !== 'POST' || status !== 200 || JSON.parse(responseBody).reused) {
    return undefined;
  }
  return { '/v1/tokens': 'GetOpenIdTokenForDeveloperIdentity', '/v1/identities/merge': 'MergeDeveloperIdentities' }[path];
}
