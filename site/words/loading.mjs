// What is said of downloads, of the worker that computes and of the use without a
// network: by the page before Python is there, and by its workers, which speak English.
import { direction, gettext, language, listed, megabytes, ngettext } from "./language.mjs";

export const noReason = () =>
  gettext("Something failed, and the browser gives no reason: try again");
export const loading = () => gettext("Loading");
export const noModel = () => gettext("site.json lists no model: run `make site` again");

// What is prepared before the page can be used.
export const python = () => gettext("Python, NumPy and Pillow");
export const network = () => gettext("the network");
export const explanation = () => gettext("the first explanation");

/**
 * How much has arrived, and what is still being prepared.
 * @param {number} arrived bytes
 * @param {number} wanted bytes
 * @param {string[]} left
 */
export function progress(arrived, wanted, left) {
  const values = { had: megabytes(arrived), all: megabytes(wanted) };
  if (!left.length) return gettext("{had} of {all} MB · ready", values);
  return gettext("{had} of {all} MB · preparing {things}", { ...values, things: listed(left) });
}

export const notListed = (/** @type {string} */ path) =>
  gettext("{path}: not part of this site (site.json)", { path });

/**
 * A download was given up.
 * @param {string} path
 * @param {string} reason
 * @param {number} tries
 */
export function givenUp(path, reason, tries) {
  return ngettext(
    "{path}: {reason} (tried once)",
    "{path}: {reason} (tried {n} times)",
    tries,
    { path, reason },
  );
}

/**
 * A file of another length.
 * @param {number} expected
 * @param {number} came
 */
export function otherSize(expected, came) {
  return ngettext("1 byte expected, {came} came", "{n} bytes expected, {came} came", expected, {
    came,
  });
}

/**
 * A file of other content, by the first digits of its hash. In Latin-1 where a worker
 * says it: it can become the status text of an answer.
 * @param {string} sha256
 * @param {string} expected
 */
export function otherHash(sha256, expected) {
  return gettext(
    "altered, damaged, or of another version: sha256 {found}... instead of {wanted}...",
    { found: sha256.slice(0, 12), wanted: expected.slice(0, 12) },
  );
}

export const unreachable = () => gettext("the server cannot be reached");

export const refused = (/** @type {number} */ status, /** @type {string} */ reason) =>
  gettext("the server answered {status} {reason}", { status, reason }).trim();

/** @param {string} origin */
export const otherServer = (origin) =>
  gettext(
    "A lesson is opened from the server of this page only, not from {origin}: " +
      "download the file and open it here.",
    { origin },
  );

export const stored = () =>
  gettext("This page is now stored in this browser: it also opens without a network.");

export const notStored = (/** @type {string} */ reason) =>
  gettext("This page could not be stored for use without a network: {reason}.", { reason });

/**
 * A language that cannot be had; the page goes on in the one before.
 * @param {string} name its own name
 * @param {string} reason
 */
export const noLanguage = (name, reason) =>
  gettext("The page stays in its language, as {name} could not be loaded: {reason}", {
    name,
    reason,
  });

// Of the worker that computes.
export const workerClosed = () => gettext("The inference worker was closed");
export const workerReplaced = () => gettext("The inference worker was replaced");
export const workerMissing = () => gettext("The inference worker is not running");
export const workerSilent = () => gettext("The inference worker does not answer");
export const workerStopped = (/** @type {string} */ reason) =>
  gettext("The inference worker stopped: {reason}", { reason });
export const unreadable = () => gettext("unreadable message");
export const notStarted = () => gettext("did not start");
export const ended = () => gettext("it ended");
export const noSession = (/** @type {string} */ name) =>
  gettext("no session called {name}", { name });

/**
 * In place of the page, which cannot be had.
 * @param {string} reason as HTML
 */
export function apology(reason) {
  const told = gettext(
    "Some of it could not be had ({reason}), and no earlier version is stored here.",
    { reason },
  );
  const heading = gettext("The page cannot be loaded now");
  const again = gettext("Try again");
  return `<!doctype html>
<html lang="${language()}" dir="${direction()}">
  <title>Grad-CAM Playground</title>
  <h1>${heading}</h1>
  <p>${told}</p>
  <p><a href="">${again}</a></p>
</html>`;
}
