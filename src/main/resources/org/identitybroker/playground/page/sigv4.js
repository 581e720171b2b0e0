/**
 * Signature Version 4 with the browser's own cryptography, for requests with temporary credentials.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
const ALGORITHM = 'AWS4-HMAC-SHA256';

const utf8 = new TextEncoder();

/**
 * The headers of a signed request: those given, and `Authorization`, `X-Amz-…`.
 *
 * @param url whose path is encoded as `encodePath` does; a query is not supported
 * @param headers which are all signed
 * @param body a Blob, or nothing
 * @param credentials `accessKeyId`, `secretAccessKey`, `sessionToken`
 */
export async function sign({ method, url, headers = {}, body, service, region, credentials, now = new Date() }) {
  if (!globalThis.crypto?.subtle) {
    throw new Error('Browsers sign requests only on pages from https or localhost. Open this page at http://localhost.');
  }
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const payload = await sha256(body ? await body.arrayBuffer() : new ArrayBuffer(0));
  const all = {
    ...headers,
    'X-Amz-Content-Sha256': payload,
    'X-Amz-Date': time,
    'X-Amz-Security-Token': credentials.sessionToken,
  };
  const canonical = canonicalHeaders({ ...all, Host: url.host });
  const request = [method, url.pathname, '', ...canonical.lines, '', canonical.names, payload].join('\n');
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const text = [ALGORITHM, time, scope.join('/'), await sha256(utf8.encode(request))].join('\n');
  const signature = hex(await hmac(await signingKey(credentials.secretAccessKey, scope), text));
  const credential = `${credentials.accessKeyId}/${scope.join('/')}`;
  return {
    ...all,
    Authorization: `${ALGORITHM} Credential=${credential}, SignedHeaders=${canonical.names}, Signature=${signature}`,
  };
}

/** A path with each of its parts encoded as the signature has it: everything but letters, digits and `-._~`. */
export function encodePath(...parts) {
  return parts
    .map((part) => `/${encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`)
    .join('');
}

function canonicalHeaders(headers) {
  const sorted = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    lines: sorted.map(([name, value]) => `${name}:${value}`),
    names: sorted.map(([name]) => name).join(';'),
  };
}

async function signingKey(secret, scope) {
  let key = utf8.encode(`AWS4${secret}`);
  for (const part of scope) {
    key = await hmac(key, part);
  }
  return key;
}

async function hmac(key, text) {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return crypto.subtle.sign('HMAC', imported, utf8.encode(text));
}

async function sha256(bytes) {
  return hex(await crypto.subtle.digest('SHA-256', bytes));
}

function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
