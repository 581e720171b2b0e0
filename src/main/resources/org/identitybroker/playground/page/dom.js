/** The first element that a selector finds; a mistake in the page if there is none. */
export function find(selector, within = document) {
  const element = within.querySelector(selector);
  if (!element) {
    throw new Error(`The page has no ${selector}.`);
  }
  return element;
}

/** An element with attributes (a class, an id, …) and children: elements, or text that is never taken for HTML. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  element.append(...children);
  return element;
}

/** A list of names and values; each row is `[name, value, what it means]`. */
export function facts(rows) {
  return make('dl', { class: 'facts' }, ...rows.map(([name, value, meaning]) =>
    make('div', {},
      make('dt', {}, name),
      make('dd', {}, value, ...(meaning ? [make('span', { class: 'meaning' }, meaning)] : [])))));
}

/** `14 min 03 s`, or `ended` for a time that is past. */
export function timeLeft(until) {
  const seconds = Math.floor((until - Date.now()) / 1000);
  if (seconds <= 0) {
    return 'ended';
  }
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
}
