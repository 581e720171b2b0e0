import { travel } from './diagram.js';

/**
 * Sends a request and tells everything about it: one exchange, with `from`, `to`, `what`, `method`, `url`,
 * `requestHeaders`, `requestBody`, `status`, `responseHeaders`, `responseBody`, `millis` and `note`. An answer of any
 * status is an answer; only a server that cannot be reached is an error.
 *
 * @param to the party, as the drawing knows it
 * @param what the request is, in a few words
 */
export async function send(journal, { to, what, method, url, headers = {}, body, note, credentials = 'omit' }) {
  travel('browser', to);
  const exchange = {
    from: 'browser',
    to,
    what,
    method,
    url: String(url),
    requestHeaders: headers,
    requestBody: bodyText(body),
    note,
  };
  const startedAt = performance.now();
  let response;
  try {
    response = await fetch(url, { method, headers, body, credentials, cache: 'no-store', redirect: 'error' });
    exchange.bytes = await response.arrayBuffer();
  } catch (failure) {
    journal.add({ ...exchange, note: `No answer: ${failure.message}` });
    throw new Unreachable(exchange.url, failure);
  }
  exchange.millis = Math.round(performance.now() - startedAt);
  exchange.status = response.status;
  exchange.responseHeaders = Object.fromEntries(response.headers);
  exchange.responseBody = responseText(exchange.bytes, response.headers.get('content-type') ?? '');
  journal.add(exchange);
  return exchange;
}

export class Unreachable extends Error {
  constructor(url, cause) {
    super(`${new URL(url, location.href).origin} did not answer.`, { cause });
  }
}

function bodyText(body) {
  if (body === undefined) {
    return '';
  }
  return typeof body === 'string' ? body : `(${body.size} bytes of ${body.type})`;
}

function responseText(bytes, type) {
  return /json|xml|text/.test(type) || bytes.byteLength === 0
    ? new TextDecoder().decode(bytes)
    : `(${bytes.byteLength} bytes of ${type})`;
}
