// Whoever uses the app: a guest, then a user, then perhaps another one.
import { S3Client } from '@aws-sdk/client-s3';
import { fromCognitoIdentity, fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { Problem } from './backend.mjs';

// region: user
/** As the SDK does it, renewed five minutes before `expiration`. */
const EARLY_MILLIS = 5 * 60_000;

/** Without it, people who came together return together. */
const SPREAD_MILLIS = 10 * 60_000;

const PAUSE_AFTER_FAILURE_MILLIS = 60_000;

/** The credentials of the user who is signed in at the backend. */
async function userCredentials(backend, clientConfig, guestIdentityId) {
  let answer = await backend.awsIdentity(guestIdentityId);
  const { identityId } = answer;
  const [loginKey] = Object.keys(answer.logins);

  /** The SDK calls it for each fetch: the sign-in's token serves once, and then the backend is asked for another. */
  async function freshToken() {
    const { identityId: current, logins } = answer ?? (await backend.awsIdentity());
    answer = undefined;
    if (current !== identityId) {
      throw new Problem('identity-changed');
    }
    return logins[loginKey];
  }

  const provider = shared(fromCognitoIdentity({ identityId, logins: { [loginKey]: freshToken }, clientConfig }));
  // At once: the token is good for minutes, and nobody knows when the app calls AWS for the first time.
  await provider();
  return { identityId, provider };
}

/** Each client of the SDK keeps credentials of its own. With this, all of them together ask once. */
function shared(fetchCredentials) {
  let held;
  let pending;

  async function renew() {
    try {
      const fetched = await fetchCredentials();
      const end = fetched.expiration.getTime();
      const expiration = new Date(end - Math.random() * SPREAD_MILLIS);
      held = { credentials: { ...fetched, expiration }, end, renewAt: expiration - EARLY_MILLIS };
    } catch (problem) {
      // What is still good serves on while the broker cannot answer.
      if (!problem.mayPass || !held || Date.now() >= held.end) {
        throw problem;
      }
      held.renewAt = Date.now() + PAUSE_AFTER_FAILURE_MILLIS;
    }
  }

  return async () => {
    if (!held || Date.now() >= held.renewAt) {
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      await pending;
    }
    return held.credentials;
  };
}
// endregion

// region: guest
/** A guest needs no backend. This is the only place where GetId is called, once: the id is kept in the store. */
function guestCredentials(identityPoolId, clientConfig, store) {
  const cache = {
    getItem: async () => store.guestIdentityId ?? null,
    setItem: async (_, identityId) => {
      store.guestIdentityId = identityId;
    },
    removeItem: async () => {
      delete store.guestIdentityId;
    },
  };
  return shared(fromCognitoIdentityPool({ identityPoolId, clientConfig, cache }));
}

/** The user cannot have the guest's identity: has one already, somebody else has it, or Cognito does not know it. */
const NOT_FOR_THIS_USER = new Set(['user-already-linked', 'identity-conflict', 'login-rejected']);

/** The guest's identity becomes the user's, with all that is stored under it, if that can be. */
async function upgraded(backend, clientConfig, guestIdentityId) {
  try {
    return await userCredentials(backend, clientConfig, guestIdentityId);
  } catch (problem) {
    if (!guestIdentityId || !NOT_FOR_THIS_USER.has(problem.code)) {
      throw problem;
    }
    return userCredentials(backend, clientConfig);
  }
}
// endregion

// region: account
export class Account {
  #backend;
  #options;
  #store;

  /** To be used for whoever is there now, and never kept elsewhere: a client goes on with its user's credentials. */
  s3;
  identityId;

  /** The options are { identityPoolId, clientConfig, s3Config }; the store lasts longer than the app: localStorage. */
  constructor(backend, options, store) {
    this.#backend = backend;
    this.#options = options;
    this.#store = store;
  }

  async beGuest() {
    const { identityPoolId, clientConfig } = this.#options;
    const provider = guestCredentials(identityPoolId, clientConfig, this.#store);
    const { identityId } = await provider();
    this.#become({ identityId, provider });
  }

  /** Answers whether what the guest stored is the user's now. If not, copy it while the guest's client still works. */
  async signIn(name, password) {
    const guest = this.#store.guestIdentityId;
    await this.#backend.signIn(name, password);
    this.#become(await upgraded(this.#backend, this.#options.clientConfig, guest));
    delete this.#store.guestIdentityId;
    return guest === this.identityId;
  }

  async signOut() {
    this.s3?.destroy();
    this.s3 = undefined;
    this.identityId = undefined;
    await this.#backend.signOut();
  }

  #become({ identityId, provider }) {
    this.identityId = identityId;
    this.s3 = new S3Client({ ...this.#options.s3Config, credentials: provider });
  }
}
// endregion
