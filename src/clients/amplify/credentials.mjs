// Amplify's credentials of whoever uses the app: a guest, then a user, then perhaps another one.
import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { Problem } from '../javascript/backend.mjs';

/** The user cannot have the guest's identity: has one already, somebody else has it, or Cognito does not know it. */
const NOT_FOR_THIS_USER = new Set(['user-already-linked', 'identity-conflict', 'login-rejected']);

// region: provider
/** Renewed so long before their end, or up to ten minutes earlier: people who came together shall not return together. */
const EARLY_MILLIS = 5 * 60_000;
const SPREAD_MILLIS = 10 * 60_000;

const PAUSE_AFTER_FAILURE_MILLIS = 60_000;

export class BrokeredCredentials {
  #backend;
  #cognito;
  #identityPoolId;
  #store;

  /** Who is here: { fetch, session, pending, renewAt }. A new object for each, so that nothing of another gets in. */
  #current;

  /** The store lasts longer than the app: localStorage. */
  constructor(backend, identityPoolId, store, clientConfig) {
    this.#backend = backend;
    this.#cognito = new CognitoIdentityClient(clientConfig);
    this.#identityPoolId = identityPoolId;
    this.#store = store;
  }

  /** Amplify keeps nothing of a provider of ours, and asks before each request. */
  async getCredentialsAndIdentityId({ forceRefresh = false } = {}) {
    const current = this.#current;
    if (!current) {
      return undefined;
    }
    if (forceRefresh || !current.session || Date.now() >= current.renewAt) {
      current.pending ??= renew(current).finally(() => {
        current.pending = undefined;
      });
      await current.pending;
    }
    return current.session;
  }

  clearCredentialsAndIdentityId() {
    this.#current = undefined;
  }

  /** At once: a token is good for minutes, and nobody knows when the app calls AWS for the first time. */
  async #become(fetch) {
    const next = { fetch };
    await renew(next);
    this.#current = next;
  }
  // endregion

  // region: user
  async #becomeUser(guestIdentityId) {
    let answer = await this.#backend.awsIdentity(guestIdentityId);
    const { identityId } = answer;
    await this.#become(async () => {
      // The sign-in's token serves once. Each renewal asks the backend for another.
      const { identityId: current, logins } = answer ?? (await this.#backend.awsIdentity());
      answer = undefined;
      if (current !== identityId) {
        throw new Problem('identity-changed');
      }
      return this.#redeem(identityId, logins);
    });
    return identityId;
  }

  /** What the backend gave, and nothing else: Cognito refuses the token in GetId. */
  async #redeem(identityId, logins) {
    const command = new GetCredentialsForIdentityCommand({ IdentityId: identityId, Logins: logins });
    const { Credentials } = await this.#cognito.send(command);
    return {
      identityId,
      credentials: {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretKey,
        sessionToken: Credentials.SessionToken,
        expiration: Credentials.Expiration,
      },
    };
  }
  // endregion

  // region: guest
  /** Needs no backend. This is the only place where GetId is called, once: the id is kept in the store. */
  async becomeGuest() {
    if (!this.#store.guestIdentityId) {
      const { IdentityId } = await this.#cognito.send(new GetIdCommand({ IdentityPoolId: this.#identityPoolId }));
      this.#store.guestIdentityId = IdentityId;
    }
    const guest = this.#store.guestIdentityId;
    await this.#become(() => this.#redeem(guest, undefined));
  }

  /** The guest's identity becomes the user's, with all that is stored under it, if that can be. */
  async #becomeUserInsteadOf(guest) {
    try {
      return await this.#becomeUser(guest);
    } catch (problem) {
      if (!guest || !NOT_FOR_THIS_USER.has(problem.code)) {
        throw problem;
      }
      return this.#becomeUser();
    }
  }
  // endregion

  // region: account
  /** Answers whether what the guest stored is the user's now. */
  async signIn(name, password) {
    const guest = this.#store.guestIdentityId;
    await this.#backend.signIn(name, password);
    const identityId = await this.#becomeUserInsteadOf(guest);
    delete this.#store.guestIdentityId;
    return identityId === guest;
  }

  async signOut() {
    this.clearCredentialsAndIdentityId();
    await this.#backend.signOut();
  }
  // endregion
}

// region: renew
async function renew(current) {
  try {
    current.session = await current.fetch();
    current.renewAt = current.session.credentials.expiration - EARLY_MILLIS - Math.random() * SPREAD_MILLIS;
  } catch (problem) {
    // What is still good serves on while the broker cannot answer.
    if (!problem.mayPass || !current.session || Date.now() >= current.session.credentials.expiration) {
      throw problem;
    }
    current.renewAt = Date.now() + PAUSE_AFTER_FAILURE_MILLIS;
  }
}
// endregion
