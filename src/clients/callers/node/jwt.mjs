// region: mint
import { createPrivateKey, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const LIFETIME_SECONDS = 300;
const RENEWED_BEFORE_SECONDS = 60;

/**
 * JWTs that this login system signs itself. Each serves for many requests, until shortly before its end.
 *
 * @param pem the private key
 */
export function minted({ pem, issuer, subject }) {
  const key = createPrivateKey(pem);
  let current = { exp: 0 };
  return {
    async get() {
      const now = Math.floor(Date.now() / 1000);
      if (now > current.exp - RENEWED_BEFORE_SECONDS) {
        const exp = now + LIFETIME_SECONDS;
        const claims = { iss: issuer, sub: subject, aud: 'identity-broker', iat: now, exp };
        current = { exp, jwt: signed(key, { alg: 'RS256', typ: 'JWT' }, claims) };
      }
      return current.jwt;
    },
    forget() {
      current = { exp: 0 };
    },
  };
}

function signed(key, header, claims) {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}
// endregion

// region: file
/** JWTs that somebody else keeps fresh in a file: a kubelet. */
export function inFile(path) {
  return {
    get: async () => (await readFile(path, 'utf8')).trim(),
    forget() {},
  };
}
// endregion
