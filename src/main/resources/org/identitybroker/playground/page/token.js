/** The two readable parts of a JSON Web Token. Nothing is verified: that is for whoever relies on it, not for a page. */
export function decoded(token) {
  const [header, claims] = token.split('.').slice(0, 2).map((part) => {
    const bytes = Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  });
  return { header, claims };
}

const MEANINGS = {
  kid: 'which of Cognito’s keys signed it',
  typ: 'a signed JSON document',
  alg: 'RSA with SHA-512',
  sub: 'the identity id',
  aud: 'for this identity pool alone',
  amr: 'how the user was authenticated: by the developer’s provider, under this user id',
  iss: 'who signed it',
  exp: 'good until',
  iat: 'signed at',
  'https://cognito-identity.amazonaws.com/identity-pool-arn': 'the pool’s full name in AWS',
};

/** Rows for a list: `[name, value, meaning]`. */
export function explained(part) {
  return Object.entries(part).map(([name, value]) => [name, asText(name, value), MEANINGS[name]]);
}

function asText(name, value) {
  if (name === 'exp' || name === 'iat') {
    return `${value}, ${new Date(value * 1000).toLocaleString()}`;
  }
  return Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
