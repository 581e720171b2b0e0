// A login system in one file, for the guides in docs/clients: it knows users and their passwords, and asks the broker to
// vouch for whoever is signed in. Devices call it; only it calls the broker. Run by ./mvnw -Pclients verify.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const broker = process.env.BROKER_URL;
const jwtFile = process.env.BROKER_JWT_FILE;
const pool = process.env.BROKER_POOL;

/** Of this sample only: a login system stores no passwords, and the id of a user never changes. */
const users = new Map([
  ['alice', { id: 'user-1001', password: 'wonderland' }],
  ['bob', { id: 'user-1002', password: 'builder' }],
  ['carol', { id: 'user-1003', password: 'songs' }],
  ['dave', { id: 'user-1004', password: 'copper' }],
]);

/** User ids by session. */
const sessions = new Map();

/** A body here is a name and a password, or an identity id. */
const BODY_MAX = 4096;

const routes = {
  'POST /sign-in': signIn,
  'POST /sign-out': signOut,
  'POST /aws-identity': awsIdentity,
};

// region: broker
/** The broker does the rest: it knows the user's identity, and gets the token from Cognito. */
async function awsIdentity({ user, body }) {
  if (!user) {
    return { status: 401, json: { code: 'unauthenticated' } };
  }
  const answer = await fetch(`${broker}/v1/tokens`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${(await readFile(jwtFile, 'utf8')).trim()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ pool, userId: user, identityId: body.guestIdentityId }),
    signal: AbortSignal.timeout(10_000),
  });
  const said = await answer.json();
  return answer.ok ? handed(said) : refused(answer, said);
}

/** What the device needs, and nothing else. */
function handed({ identityId, logins, region }) {
  return { status: 200, json: { identityId, logins, region } };
}

/** The device is told the code and when to come back. A 401 of the broker is about this backend, not about the user. */
function refused(answer, { code, requestId }) {
  const retryAfter = answer.headers.get('retry-after');
  return {
    status: answer.status === 401 ? 502 : answer.status,
    headers: retryAfter ? { 'retry-after': retryAfter } : {},
    json: { code: answer.status === 401 ? 'backend-misconfigured' : code, requestId },
  };
}
// endregion

async function signIn({ body }) {
  const user = users.get(body.name);
  if (!user || user.password !== body.password) {
    return { status: 401, json: { code: 'unauthenticated' } };
  }
  const session = randomUUID();
  sessions.set(session, user.id);
  return { status: 200, json: { session } };
}

async function signOut({ session }) {
  sessions.delete(session);
  return { status: 200, json: {} };
}

async function bodyOf(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > BODY_MAX) {
      throw new RangeError('the body is too large');
    }
  }
  return text ? JSON.parse(text) : {};
}

async function answerTo(request) {
  const route = routes[`${request.method} ${request.url}`];
  if (!route) {
    return { status: 404, json: { code: 'not-found' } };
  }
  const session = request.headers.authorization?.replace(/^Bearer /, '');
  try {
    return await route({ session, user: sessions.get(session), body: await bodyOf(request) });
  } catch (failure) {
    if (failure instanceof SyntaxError || failure instanceof RangeError) {
      return { status: 400, json: { code: 'invalid-request' } };
    }
    console.error(failure.name);
    return { status: 503, headers: { 'retry-after': '2' }, json: { code: 'backend-unavailable' } };
  }
}

/** The browser's page, of whatever origin, may call: sessions are no cookies. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-expose-headers': 'retry-after',
};

const server = createServer(async (request, response) => {
  if (request.method === 'OPTIONS') {
    response.writeHead(204, CORS).end();
    return;
  }
  const { status, headers, json } = await answerTo(request);
  response
    .writeHead(status, { ...CORS, 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(json));
});

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
