// The memory of an interpreter that has imported everything, kept in this browser: the
// next visit restores it instead of starting Python anew. Whatever is wrong with it
// ends in an ordinary start, and in a new snapshot once that page is at rest.
import { site } from "../files/assets.mjs";
import { thaw, toResponse } from "./frozen.mjs";
import { keepsFiles } from "../files/origin.mjs";

const CACHE = "playground-snapshot-1";
const folder = new URL(".snapshot/", document.baseURI).href; // no server answers there
const status = document.body.dataset;

/** @type {ReturnType<typeof readKept> | null} */
let reading = null; // the snapshot, until it is taken

/** Begin to read what is kept; the `recall` that follows joins in. */
export function prepare() {
  reading ??= readKept();
}

/**
 * What is kept for this version of the site in this version of the browser: {memory,
 * libraries: [[path, bytes]]}, or null. It counts as tried until `proven` is called: one
 * that stopped a page on its way is not used again.
 */
export async function recall() {
  prepare();
  const snapshot = await reading;
  reading = Promise.resolve(null);
  return snapshot;
}

async function readKept() {
  if (!keepsFiles) return null;
  try {
    const cache = await caches.open(CACHE);
    const key = await keyOf();
    const found = await cache.match(key);
    if (!found || (await cache.match(tried(key)))) return null;
    await cache.put(tried(key), new Response());
    return await thaw(found);
  } catch (error) {
    await forget(error);
    return null;
  }
}

/** The restored interpreter has done its work. */
export async function proven() {
  status.snapshot = "restored";
  await attempt(async () => (await caches.open(CACHE)).delete(tried(await keyOf())));
}

/**
 * What is kept is of no use.
 * @param {any} error
 */
export async function forget(error) {
  console.info(`The stored start of Python is not used: ${error.message}`);
  await attempt(drop);
}

/**
 * Keep what `freeze` gave, and nothing else.
 * @param {import("./frozen.mjs").Frozen} frozen
 */
export async function keep(frozen) {
  await attempt(async () => {
    await drop(); // those of other versions as well
    const cache = await caches.open(CACHE);
    await cache.put(await keyOf(), await toResponse(frozen));
    status.snapshot = "made";
  });
}

async function drop() {
  const cache = await caches.open(CACHE);
  for (const { url } of await cache.keys()) {
    if (url.startsWith(folder)) await cache.delete(url); // else another site's
  }
}

// A browser's next version may run the same memory differently.
async function keyOf() {
  const { version } = await site();
  return `${folder}${version}?${encodeURIComponent(navigator.userAgent)}`;
}

const tried = (/** @type {string} */ key) => `${key}&tried`;

/**
 * Nothing here is worth a message: the page works without.
 * @param {() => Promise<unknown>} action
 */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    console.info(`The start of Python is not stored: ${error.message}`);
  }
}
