import { facts, make } from './dom.js';
import { login, LoginRefusal, stepOfRequest } from './login.js';
import { AwsRefusal } from './aws.js';
import { drawn } from './picture.js';
import { decoded, explained } from './token.js';

/** A megabyte is plenty for a picture, and what is kept in the emulator stays small. */
const PICTURE_BYTES_MAX = 5 * 1024 * 1024;

const AND = new Intl.ListFormat('en');

/** A step that needs another before it. */
export class NotYet extends Error {
  name = 'Not yet';
}

// Each step is given what the page holds, its own place in the page and what its form has, and answers what to say.

export async function signIn(held, step, form) {
  const user = await login.signIn(step.journal, form.get('name'), form.get('password'));
  forget(held);
  held.user = user;
  return `${held.user.name} is signed in. The page has a session with the login system, and nothing for AWS yet.`;
}

export async function signOut(held, step) {
  await login.signOut(step.journal);
  forget(held);
  return 'Signed out. The page has dropped the token and the credentials; they would have been good until they end.';
}

export async function askForToken(held, step) {
  requireUser(held);
  held.token = await login.token(step.journal);
  step.show(...tokenDetail(held.token));
  return held.token.created
    ? `${held.user.name} was new to the broker and now has an identity, and a token for it.`
    : `${held.user.name} has the same identity as before, and a new token for it.`;
}

export async function redeem(held, step) {
  const { identityId, logins } = required(held.token, 'Get a token first (step 2).');
  held.credentials = await held.aws.credentials(step.journal, identityId, logins);
  step.show(facts([
    ['AccessKeyId', held.credentials.accessKeyId, 'begins with ASIA: temporary'],
    ['Expiration', held.credentials.expiration.toLocaleString(), 'the credentials outlive the token that they were got with'],
    ['IdentityId', held.credentials.identityId, 'on whose behalf AWS will act'],
  ]));
  return 'The page has AWS credentials. They can do what the IAM role of signed-in users may do, for this identity.';
}

export async function upload(held, step, form) {
  const credentials = requireCredentials(held);
  const chosen = form.get('picture');
  const picture = chosen?.size > 0 ? checked(chosen) : await drawn(credentials.identityId);
  const key = `users/${credentials.identityId}/picture`;
  await held.aws.put(step.journal, credentials, key, picture);
  const stored = await held.aws.get(step.journal, credentials, key);
  step.show(pictures([stored, 'Read back from S3']), facts([['key', key]]));
  return `${stored.size} bytes were stored and read back. They went from this browser to S3, and through no server of the company.`;
}

export async function tryNeighbour(held, step, form) {
  const credentials = requireCredentials(held);
  const key = `users/${form.get('identity').trim()}/picture`;
  const attempt = form.has('write')
    ? async () => held.aws.put(step.journal, credentials, key, await drawn(credentials.identityId))
    : () => held.aws.get(step.journal, credentials, key);
  const refusal = await expected(attempt);
  return refusal
    ? [`S3 refuses, as it should: `, make('b', {}, `${refusal.status} ${refusal.code}`), `. ${refusal.message}`]
    : 'That was allowed: it is this user’s own folder.';
}

export async function callHello(held, step) {
  const answer = await held.aws.hello(step.journal, requireCredentials(held));
  step.show(facts([
    ['identityId', answer.identityId, 'from the signature, not from anything that the page said'],
    ['principalArn', answer.principalArn],
    ['amr', answer.amr.join(', ')],
  ]));
  return `It answers “${answer.message}”.`;
}

export async function callHelloUnsigned(held, step) {
  const refusal = await expected(() => held.aws.hello(step.journal));
  return refusal
    ? ['Without a signature it refuses: ', make('b', {}, `${refusal.status} ${refusal.code}`), `. ${refusal.message}`]
    : 'It answered without a signature, which it should not have done.';
}

export async function startAsGuest(held, step) {
  const identityId = await held.aws.guestIdentity(step.journal);
  const credentials = await held.aws.credentials(step.journal, identityId);
  const key = `guests/${identityId}/picture`;
  await held.aws.put(step.journal, credentials, key, await drawn(identityId));
  held.guest = { identityId, key };
  const stored = await held.aws.get(step.journal, credentials, key);
  step.show(pictures([stored, 'Stored by the guest']), facts([['IdentityId', identityId, 'a guest’s'], ['key', key]]));
  return 'Nobody had to sign in. The guest has an identity, credentials for little, and a picture in S3.';
}

export async function signUpAsGuest(held, step, form) {
  const guest = required(held.guest, 'Start as a guest first.');
  const user = await login.signUp(step.journal, form.get('name'), form.get('password'));
  forget(held);
  held.user = user;
  held.guest = guest;
  held.token = await login.token(step.journal, { identityId: guest.identityId });
  held.credentials = await held.aws.credentials(step.journal, held.token.identityId, held.token.logins);
  const kept = await held.aws.get(step.journal, held.credentials, guest.key);
  step.show(
    pictures([kept, 'Stored by the guest, read by the user']),
    facts([
      ['before', guest.identityId, 'the guest’s identity'],
      ['after', held.token.identityId, same(guest.identityId, held.token.identityId)],
    ]),
  );
  held.guest = undefined;
  return `${user.name} has signed up and kept the guest’s identity. The picture is still there.`;
}

export async function merge(held, step, form) {
  requireUser(held);
  required(held.token, 'Get a token first (step 2), so that the one who is signed in has an identity.');
  const merged = await login.merge(step.journal, form.get('name'), form.get('password'));
  const { identityId, users } = merged.identity;
  step.show(facts([
    ['before', merged.mergedUsersIdentityIdBefore, `the identity of ${merged.mergedUser}`],
    ['after', identityId, `the identity of ${AND.format(users.map(({ userId }) => userId))}`],
  ]));
  return `${merged.mergedUser} and ${held.user.userId} are one at Cognito and at the broker.`;
}

export async function disable(held, step) {
  requireUser(held);
  const identity = await login.setAccess(step.journal, 'disabled');
  step.show(facts([['identityId', identity.identityId], ['status', identity.status, 'on every replica of the broker, from now on']]));
  return `${held.user.name} is disabled. Ask for a token now.`;
}

export async function askAgain(held, step) {
  requireUser(held);
  const refusal = await expected(async () => {
    held.token = await login.token(step.journal);
  });
  return refusal
    ? ['The broker refuses: ', make('b', {}, `${refusal.status} ${refusal.code}`), `. ${refusal.message}`]
    : `${held.user.name} gets tokens again.`;
}

export async function useOldCredentials(held, step) {
  const credentials = requireCredentials(held);
  const answer = await held.aws.hello(step.journal, credentials);
  return `It still answers “${answer.message}”: credentials that are out are good until they end, at ${credentials.expiration.toLocaleTimeString()}.`;
}

export async function enable(held, step) {
  requireUser(held);
  const identity = await login.setAccess(step.journal, 'enabled');
  step.show(facts([['identityId', identity.identityId], ['status', identity.status]]));
  return `${held.user.name} is enabled again, with the same identity.`;
}

export async function readTrail(held, step) {
  requireUser(held);
  const { items } = await login.auditEvents(step.journal);
  step.show(make('ol', { class: 'trail' }, ...items.map(event)));
  const own = items.filter(({ requestId }) => stepOfRequest.has(requestId)).length;
  return `The ${items.length} latest events of the pool, newest first. ${own} of them are this page’s doing.`;
}

function event({ occurredAt, type, outcome, problemCode, userId, identityId, requestId }) {
  const step = stepOfRequest.get(requestId);
  const what = make('div', {}, make('b', {}, type), ' ', outcome === 'success'
    ? make('span', { class: 'code-good' }, outcome)
    : make('span', { class: 'code-bad' }, [outcome, problemCode].filter(Boolean).join(', ')));
  what.append(...(userId ? [` for ${userId}`] : []), ...(step ? [' ', make('span', { class: 'mine' }, step)] : []));
  what.append(...(identityId ? [make('span', { class: 'mono' }, identityId)] : []));
  return make('li', {}, make('time', { datetime: occurredAt }, new Date(occurredAt).toLocaleTimeString()), what);
}

function tokenDetail(answer) {
  const { header, claims } = decoded(answer.token);
  const life = claims.exp - claims.iat;
  const left = make('progress', { max: life, 'aria-label': 'Time that the token has left', 'data-until': claims.exp * 1000 });
  left.value = claims.exp - Date.now() / 1000;
  return [
    make('h3', {}, `Time left, of ${Math.round(life / 60)} minutes`),
    left,
    make('h3', {}, 'Header'),
    facts(explained(header)),
    make('h3', {}, 'Claims'),
    facts(explained(claims)),
  ];
}

function pictures(...shown) {
  return make('div', { class: 'pictures' }, ...shown.map(([blob, caption]) => {
    const image = make('img', { alt: caption, src: URL.createObjectURL(blob) });
    image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
    return make('figure', {}, image, make('figcaption', {}, caption));
  }));
}

function checked(file) {
  if (file.size > PICTURE_BYTES_MAX) {
    throw new NotYet(`This picture has ${file.size} bytes. Take one of at most ${PICTURE_BYTES_MAX}.`);
  }
  if (!file.type.startsWith('image/')) {
    throw new NotYet('This file is no picture.');
  }
  return file;
}

/** The refusal that this step is about, or nothing if there was none. Every other failure is a failure. */
async function expected(attempt) {
  try {
    await attempt();
    return undefined;
  } catch (failure) {
    if ((failure instanceof AwsRefusal || failure instanceof LoginRefusal) && failure.status === 403) {
      return failure;
    }
    throw failure;
  }
}

function same(before, after) {
  return before === after ? 'the same, now the user’s' : 'another, which should not be';
}

function requireUser(held) {
  return required(held.user, 'Sign in first (step 1).');
}

function requireCredentials(held) {
  return required(held.credentials, 'Redeem a token first (step 3).');
}

function required(value, message) {
  if (value === undefined) {
    throw new NotYet(message);
  }
  return value;
}

/** Another user, another identity: nothing of the one before may be used for the next. */
function forget(held) {
  held.user = undefined;
  held.token = undefined;
  held.credentials = undefined;
  held.guest = undefined;
}
