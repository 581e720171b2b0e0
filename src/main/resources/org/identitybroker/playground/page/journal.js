import { parties } from './diagram.js';
import { make } from './dom.js';
import { hasSecret, headerWithoutSecret, readable } from './secrets.js';

/** Headers that say something about what happened here; the others are every exchange's. */
const OF_INTEREST = /^(authorization|content-type|content-length|x-amz.*|x-request-id|etag|retry-after|cache-control)$/i;

/** More than any step sends; a step that is repeated starts anew. */
const EXCHANGES_MAX = 40;

/** The exchanges behind one step, as a list in the page. */
export class Journal {
  constructor(place) {
    this.place = place;
    this.clear();
  }

  clear() {
    this.list = make('ol');
    this.place.replaceChildren();
  }

  add(exchange) {
    if (this.list.childElementCount === 0) {
      this.place.replaceChildren(make('h3', {}, 'What went over the wire'), this.list);
    }
    if (this.list.childElementCount < EXCHANGES_MAX) {
      this.list.append(make('li', {}, shown(exchange)));
    }
  }
}

function shown(exchange) {
  const details = make('details', {}, summary(exchange));
  // Written when it is opened: most are not, and a picture's exchange is long.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      details.append(content(exchange));
    }
  });
  return details;
}

function summary(exchange) {
  const hop = make('span', { class: 'hop' }, `${parties[exchange.from]} → ${parties[exchange.to]}`);
  const what = make('span', { class: 'what' }, exchange.what ?? `${exchange.method} ${pathOf(exchange.url)}`);
  const outcome = exchange.status
    ? make('span', { class: exchange.status < 400 ? 'code-good' : 'code-bad' }, String(exchange.status))
    : make('span', {}, exchange.unseen ? 'not visible' : 'no answer');
  return make('summary', {}, hop, what, outcome);
}

function content(exchange) {
  const body = make('div', { class: 'body' });
  const write = (reveal) => {
    const parts = exchange.note ? [make('p', {}, exchange.note)] : [];
    if (exchange.url) {
      parts.push(make('pre', {}, requestText(exchange, reveal)));
    }
    if (exchange.status) {
      parts.push(make('pre', {}, responseText(exchange, reveal)));
    }
    body.replaceChildren(...parts, ...(isSecret(exchange) ? [revealButton(reveal, write)] : []));
  };
  write(false);
  return body;
}

function revealButton(revealed, write) {
  const button = make('button', { type: 'button', class: 'quiet small' }, revealed ? 'Shorten secrets' : 'Reveal secrets');
  button.addEventListener('click', () => {
    const body = button.parentElement;
    write(!revealed);
    body.querySelector('button').focus();
  });
  return button;
}

function requestText(exchange, reveal) {
  return message(`${exchange.method} ${exchange.url}`, exchange.requestHeaders, exchange.requestBody, reveal);
}

function responseText(exchange, reveal) {
  const took = `${exchange.status} · ${exchange.millis} ms`;
  return message(took, exchange.responseHeaders, exchange.responseBody, reveal);
}

function message(firstLine, headers, body, reveal) {
  const lines = Object.entries(headers)
    .filter(([name]) => OF_INTEREST.test(name))
    .map(([name, value]) => `${name}: ${reveal ? value : headerWithoutSecret(name, value)}`);
  return [firstLine, ...lines, ...(body ? ['', readable(body, reveal)] : [])].join('\n');
}

function isSecret({ requestHeaders = {}, requestBody, responseBody }) {
  return [requestBody, responseBody].some((body) => body && hasSecret(body))
    || Object.entries(requestHeaders).some(([name, value]) => headerWithoutSecret(name, value) !== value);
}

function pathOf(url) {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}
