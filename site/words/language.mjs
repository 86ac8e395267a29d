// The language that the page speaks. Messages are written in English, which is what they
// are known by (gettext); a catalogue that the build has made says them in another one.
// Forms by count are the catalogue's, numbers and lists are what Intl knows of them.

export const ENGLISH = "en";
/** @type {Page.Catalogue} */
const WRITTEN = { language: ENGLISH, direction: "ltr", forms: "", messages: {}, python: {} };
const CONTEXT_END = "\x04"; // as in gettext's own files
const FORMS = 200; // counts of which a catalogue tells the form, and so of all others

/** @typedef {Record<string, string | number>} Values  of placeholders, by their names */

let catalogue = WRITTEN;
/** @type {Set<() => void>} */
const listeners = new Set();

/** The tag of the language that is spoken. */
export const language = () => catalogue.language;

/** The whole of it. */
export const spoken = () => catalogue;

/** The way in which it is written. */
export const direction = () => catalogue.direction;

/**
 * Speak the language of a catalogue from now on; without one, English.
 * @param {Page.Catalogue} [other]
 */
export function speak(other = WRITTEN) {
  catalogue = other;
  for (const listener of listeners) listener();
}

/**
 * Call whenever another language has come.
 * @param {() => void} listener
 */
export function onLanguage(listener) {
  listeners.add(listener);
}

/**
 * A message in the language of the page.
 * @param {string} message
 * @param {Values} [values]
 */
export function gettext(message, values) {
  return fill(translated(message)?.[0] ?? message, values);
}

/**
 * A message that means different things in different places.
 * @param {string} context where it stands
 * @param {string} message
 * @param {Values} [values]
 */
export function pgettext(context, message, values) {
  return fill(translated(context + CONTEXT_END + message)?.[0] ?? message, values);
}

/**
 * The form of a message that goes with a count, which is {n} in it.
 * @param {string} one
 * @param {string} other
 * @param {number} n
 * @param {Values} [values]
 */
export function ngettext(one, other, n, values) {
  const said = translated(one);
  const form = said ? said[Number(catalogue.forms[n < FORMS ? n : 100 + (n % 100)])] : null;
  const count = new Intl.NumberFormat(language(), { useGrouping: false }).format(n);
  return fill(form ?? (n === 1 ? one : other), { n: count, ...values });
}

/** @param {string} id */
function translated(id) {
  return catalogue.messages[id];
}

/**
 * @param {string} text
 * @param {Values} [values]
 */
function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * Several in a row.
 * @param {string[]} names
 */
export function listed(names) {
  return names.reduce((first, second) =>
    pgettext("a list", "{first}, {second}", { first, second }),
  );
}

/**
 * A number with as many digits as it has.
 * @param {number} value
 */
export const number = (value) => new Intl.NumberFormat(language()).format(value);

/**
 * So many bytes in megabytes, without the unit.
 * @param {number} bytes
 */
export function megabytes(bytes) {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false };
  return new Intl.NumberFormat(language(), digits).format(bytes / 1e6);
}

/**
 * A share of 0..1 in whole per cent.
 * @param {number} share
 */
export function percent(share) {
  return new Intl.NumberFormat(language(), { style: "percent" }).format(share);
}
