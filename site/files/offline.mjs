// The page's side of the service worker (sw.js), which keeps the site for use without
// network and isolates the page, so that the runtime may use threads. A browser
// without service workers loads everything from the server, and runs one thread.
import { byId } from "../dom/dom.mjs";
import { after } from "./after.mjs";
import { keepFile, names } from "./store.mjs";
import { onLanguage } from "../words/language.mjs";
import { notStored, stored as storedText } from "../words/loading.mjs";

const PATIENCE_MS = 3000; // of waiting for a worker that is only just installed
/** @type {Promise<never>} */
const forever = new Promise(() => {});
const serviceWorker = available(); // null in an old browser, on plain http, or refused

/** Resolves when this load may go on: the worker's part in it is settled. */
export const settled = settle();

const stored = storedNames(); // before this load; null if nothing will be stored

/**
 * Whether a file is still missing in this browser's store.
 * @param {string} sha256
 */
export async function isMissing(sha256) {
  const known = await stored;
  return known !== null && !known.has(sha256);
}

// Where storage is blocked, as in other sites' frames, to look for it is an error.
function available() {
  try {
    return navigator.serviceWorker ?? null;
  } catch {
    return null;
  }
}

async function settle() {
  if (!serviceWorker) return;
  const registering = register(serviceWorker);
  if (globalThis.crossOriginIsolated || serviceWorker.controller) return;
  if ((await registering) && isFirstTry()) {
    // The worker takes part from the next load on. Nothing is lost: this page has not
    // even begun to load its files. Imports that break off are no fault of it.
    document.body.dataset.leaving = "";
    location.reload();
    await forever;
  }
}

/**
 * True once a worker is active; false if there will be none.
 * @param {ServiceWorkerContainer} container
 */
async function register(container) {
  try {
    await container.register(new URL("./sw.js", document.baseURI), {
      updateViaCache: "none",
    });
    const { ready } = container;
    return await Promise.race([ready.then(() => true), after(PATIENCE_MS, false)]);
  } catch (error) {
    console.info(`No service worker, hence no offline use: ${error.message}`);
    return false;
  }
}

// A page that was just reloaded and still has no worker will not get one.
function isFirstTry() {
  const entries = performance.getEntriesByType("navigation");
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (entries);
  return entry?.type !== "reload";
}

/**
 * Store this version of the site, and say so: the files that the page has verified
 * already, path -> Blob, which are taken from there; the worker fetches the others.
 * @param {Page.Listing} listing
 * @param {Map<string, Blob>} verified
 */
export async function keepSite(listing, verified) {
  if (!serviceWorker || !(await register(serviceWorker))) return false;
  await handOver(listing, verified);
  const { active } = await serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  /** @type {Promise<string | undefined>} */
  const answer = new Promise((resolve) => {
    port1.onmessage = ({ data: { error } }) => resolve(error);
  });
  /** @type {ServiceWorker} */ (active).postMessage({ keep: listing }, [port2]);
  const error = await answer;
  tell(error);
  return !error;
}

/**
 * Store files that the page has verified, one by one, and forget them.
 * @param {Page.Listing} listing
 * @param {Map<string, Blob>} verified
 */
export async function handOver({ files }, verified) {
  for (const [path, blob] of verified) {
    try {
      await keepFile(files[path].sha256, blob);
    } catch (error) {
      console.info(`${path} is left to the service worker: ${error.message}`);
    }
    verified.delete(path);
  }
}

async function storedNames() {
  if (!serviceWorker) return null;
  try {
    return new Set(await names());
  } catch (error) {
    console.info(`This browser stores nothing: ${error.message}`);
    return null;
  }
}

/** @param {string | undefined} error */
function tell(error) {
  document.body.dataset.offline = error ? "failed" : "ready";
  const say = () => {
    byId("offline").textContent = error ? notStored(error) : storedText();
  };
  say();
  onLanguage(say);
}
