import { find } from './dom.js';

/** What the parties are called, by the ids that the drawing has for them. */
export const parties = {
  browser: 'Browser',
  login: 'Login system',
  issuer: 'Its own keys',
  broker: 'Broker',
  cognito: 'Cognito',
  aws: 'AWS services',
};

const REST = 'Nothing is under way.';

/** Long enough to follow, short enough not to wait for. */
const HOP_MS = 450;

/** The hops of three steps; whoever is quicker than that has no use for older ones. */
const HOPS_MAX = 12;

const waiting = [];
let showing = false;

/** Lights up a hop, after those that are still to be seen. */
export function travel(from, to) {
  if (document.getElementById(`edge-${from}-${to}`)) {
    waiting.push({ from, to });
    waiting.splice(0, waiting.length - HOPS_MAX);
    if (!showing) {
      next();
    }
  }
}

/** What was still to be seen belongs to an earlier click. */
export function startAnew() {
  waiting.length = 0;
}

function next() {
  dim();
  const hop = waiting.shift();
  showing = hop !== undefined;
  find('#where').textContent = hop ? `${parties[hop.from]} → ${parties[hop.to]}` : REST;
  if (hop) {
    for (const id of [`node-${hop.from}`, `node-${hop.to}`, `edge-${hop.from}-${hop.to}`]) {
      find(`#${id}`).classList.add('lit');
    }
    setTimeout(next, HOP_MS);
  }
}

function dim() {
  for (const lit of document.querySelectorAll('.map .lit')) {
    lit.classList.remove('lit');
  }
}
