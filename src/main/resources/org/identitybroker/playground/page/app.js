import { Aws } from './aws.js';
import { startAnew } from './diagram.js';
import { find, timeLeft } from './dom.js';
import { Journal } from './journal.js';
import { login } from './login.js';
import * as steps from './steps.js';

/** What the page holds. In memory alone: a closed page has forgotten it. */
const held = { user: undefined, aws: undefined, token: undefined, credentials: undefined, guest: undefined };

/** Buttons and forms, the section they are in, and what they do. */
const ACTIONS = [
  ['#sign-in-form', steps.signIn],
  ['#sign-out', steps.signOut],
  ['#ask-token', steps.askForToken],
  ['#redeem-token', steps.redeem],
  ['#upload-form', steps.upload],
  ['#neighbour-form', steps.tryNeighbour],
  ['#call-hello', steps.callHello],
  ['#call-hello-unsigned', steps.callHelloUnsigned],
  ['#start-guest', steps.startAsGuest],
  ['#sign-up-form', steps.signUpAsGuest],
  ['#merge-form', steps.merge],
  ['#disable-user', steps.disable],
  ['#ask-again', steps.askAgain],
  ['#use-old', steps.useOldCredentials],
  ['#enable-user', steps.enable],
  ['#read-trail', steps.readTrail],
];

for (const [selector, action] of ACTIONS) {
  const control = find(selector);
  const event = control instanceof HTMLFormElement ? 'submit' : 'click';
  control.addEventListener(event, (happened) => {
    happened.preventDefault();
    run(control, action, happened.submitter ?? control);
  });
}

/** One action of one step: what it says and what went over the wire replaces what was there. */
async function run(control, action, button) {
  const section = control.closest('section');
  if (section.getAttribute('aria-busy') === 'true') {
    return; // A second click while the first is under way.
  }
  const step = stepIn(section);
  section.setAttribute('aria-busy', 'true');
  button.setAttribute('aria-busy', 'true');
  step.say('', '');
  step.show();
  startAnew();
  step.journal.clear();
  try {
    held.aws ??= new Aws(await login.app());
    const form = control instanceof HTMLFormElement ? new FormData(control, formButton(button)) : new FormData();
    step.say('good', await action(held, step, form));
    markDone(section);
  } catch (failure) {
    step.fail(failure);
    if (failure.code === 'not-signed-in') {
      held.user = undefined; // The login system forgot: it was restarted, or the session was idle for long.
    }
  } finally {
    section.removeAttribute('aria-busy');
    button.removeAttribute('aria-busy');
    showHeld();
  }
}

/** Only a named button belongs to what a form sends. */
function formButton(button) {
  return button instanceof HTMLButtonElement && button.form && button.name ? button : undefined;
}

const known = new Map();

function stepIn(section) {
  if (!known.has(section)) {
    known.set(section, new Step(section));
  }
  return known.get(section);
}

class Step {
  constructor(section) {
    this.status = find('.status', section);
    this.detail = find('.detail', section);
    this.journal = new Journal(find('.wire', section));
    this.journal.step = find('h2', section).textContent;
  }

  say(kind, ...text) {
    this.status.className = `status ${kind}`;
    this.status.replaceChildren(...text.flat());
  }

  show(...elements) {
    this.detail.replaceChildren(...elements);
  }

  /** Whatever went wrong is told, with the name that the other side gave it. */
  fail(failure) {
    const name = document.createElement('b');
    name.textContent = failure.code ? `${failure.status} ${failure.code}` : failure.name;
    this.say('bad', name, ` — ${failure.message}`);
    if (!failure.code && !(failure instanceof steps.NotYet)) {
      console.warn(failure);
    }
  }
}

function markDone(section) {
  const entry = find(`.contents a[href="#${section.id}"]`).parentElement;
  if (!entry.classList.contains('done')) {
    entry.classList.add('done');
    const done = document.createElement('span');
    done.className = 'hidden-text';
    done.textContent = ' (done)';
    entry.append(done);
  }
}

function showHeld() {
  find('#held-user').textContent = held.user?.name ?? 'nobody';
  find('#held-token').textContent = held.token ? timeLeft(new Date(held.token.expiresAt)) : 'none';
  find('#held-credentials').textContent = held.credentials ? timeLeft(held.credentials.expiration) : 'none';
  find('#held-identity').textContent = held.token?.identityId ?? held.guest?.identityId ?? 'none';
  for (const bar of document.querySelectorAll('progress[data-until]')) {
    bar.value = Math.max(0, (Number(bar.dataset.until) - Date.now()) / 1000);
  }
}

/** A session that a reload of the page did not end. */
async function recall() {
  const answer = await fetch('/login/session', { cache: 'no-store' });
  if (answer.ok) {
    const { user } = await answer.json();
    held.user = user ?? undefined;
    showHeld();
  }
}

setInterval(showHeld, 1000);
find('#sign-up-form [name=name]').value = `guest-${Math.floor(Math.random() * 1e6)}`;
recall().catch((failure) => {
  find('#page-status').textContent = `The login system did not answer: ${failure.message}`;
});
