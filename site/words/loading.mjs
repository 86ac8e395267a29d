// What is said of downloads, of the worker that computes and of the use without a
// network: by the page before Python is there, and by its workers.
import { listed, megabytes, plural } from "./grammar.mjs";

export const NO_REASON = "Something failed, and the browser gives no reason: try again";
export const LOADING = "Loading";
export const NO_MODEL = "site.json lists no model: run `make site` again";

// What is prepared before the page can be used.
export const PYTHON = "Python, NumPy and Pillow";
export const NETWORK = "the network";
export const EXPLANATION = "the first explanation";

/**
 * How much has arrived, and what is still being prepared.
 * @param {number} arrived bytes
 * @param {number} wanted bytes
 * @param {string[]} left
 */
export function progress(arrived, wanted, left) {
  const [had, all] = [megabytes(arrived), megabytes(wanted)];
  if (!left.length) return `${had} of ${all} MB · ready`;
  return `${had} of ${all} MB · preparing ${listed(left)}`;
}

export const notListed = (/** @type {string} */ path) => `${path}: not part of this site (site.json)`;

/**
 * A download was given up.
 * @param {string} path
 * @param {string} reason
 * @param {number} tries
 */
export function givenUp(path, reason, tries) {
  return plural(tries, {
    one: `${path}: ${reason} (tried once)`,
    other: `${path}: ${reason} (tried {n} times)`,
  });
}

/**
 * A file of another length.
 * @param {number} expected
 * @param {number} came
 */
export function otherSize(expected, came) {
  return plural(expected, {
    one: `1 byte expected, ${came} came`,
    other: `{n} bytes expected, ${came} came`,
  });
}

/**
 * A file of other content, by the first digits of its hash. In Latin-1: it can become the
 * status text of an answer.
 * @param {string} sha256
 * @param {string} expected
 */
export function otherHash(sha256, expected) {
  const [found, wanted] = [sha256.slice(0, 12), expected.slice(0, 12)];
  return (
    "altered, damaged, or of another version: " +
    `sha256 ${found}... instead of ${wanted}...`
  );
}

export const UNREACHABLE = "the server cannot be reached";

export const refused = (/** @type {number} */ status, /** @type {string} */ reason) =>
  `the server answered ${status} ${reason}`.trim();

/** @param {string} origin */
export const otherServer = (origin) =>
  `A lesson is opened from the server of this page only, not from ${origin}: ` +
  "download the file and open it here.";

export const STORED =
  "This page is now stored in this browser: it also opens without a network.";

export const notStored = (/** @type {string} */ reason) =>
  `This page could not be stored for use without a network: ${reason}.`;

// Of the worker that computes.
export const WORKER_CLOSED = "The inference worker was closed";
export const WORKER_REPLACED = "The inference worker was replaced";
export const WORKER_MISSING = "The inference worker is not running";
export const WORKER_SILENT = "The inference worker does not answer";
export const workerStopped = (/** @type {string} */ reason) =>
  `The inference worker stopped: ${reason}`;
export const UNREADABLE = "unreadable message";
export const NOT_STARTED = "did not start";
export const ENDED = "it ended";
export const noSession = (/** @type {string} */ name) => `no session called ${name}`;

/**
 * In place of the page, which cannot be had.
 * @param {string} reason as HTML
 */
export const apology = (reason) => `<!doctype html>
<html lang="en">
  <title>Grad-CAM Playground</title>
  <h1>The page cannot be loaded now</h1>
  <p>Some of it could not be had (${reason}), and no earlier version is stored here.</p>
  <p><a href="">Try again</a></p>
</html>`;
