// Service worker: the site without network, whole versions only, and threads on any
// static host. Own code rather than Workbox, whose precache knows neither of the three
// things that matter here: a page stays with the version it began with, every byte is
// checked by sha256, and nothing has to be downloaded before the page is isolated.
//
// A page is bound to one version when it is opened: the server's newest, if all of its
// code can be had, else the last complete one. Only a version whose every file is kept
// (store.mjs) counts as complete. convert/web/assemble.py bundles this into sw.js, a classic
// script, as every browser takes it.
// Longer than most: one worker, whose events share the versions that they look up.
import { free } from "../dom/buffers.mjs";
import { ask, check, retrying } from "../files/download.mjs";
import { drop, keep, keepFile, kept, names } from "../files/store.mjs";
import * as words from "../words/loading.mjs";

const COMPLETE = "complete"; // listing of the version that opens without network
const LISTING_PATIENCE_MS = 4000; // then the complete version opens
const BOUND_FOR_MS = 60_000; // a new page may be unknown to clients.get() at first
const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { scope } = worker.registration;
/** @type {Map<string, Page.Listing>} */
const listings = new Map(); // by the client's id: this worker's own memory of them

worker.addEventListener("install", () => worker.skipWaiting());

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const answer = request.mode === "navigate" ? openPage : answerPage;
  event.respondWith(answer(event));
});

worker.addEventListener("message", (event) => {
  const [port] = event.ports;
  const keeping = keepVersion(event.data.keep).then(
    () => port.postMessage({}),
    (error) => port.postMessage({ error: error.message }),
  );
  event.waitUntil(keeping);
});

/**
 * A page is opened: choose its version and bind it to that.
 * @param {FetchEvent} event
 */
async function openPage({ request, resultingClientId }) {
  const path = pathOf(request) || "index.html";
  const complete = await readKept(COMPLETE);
  const newest = await askServer(complete ? LISTING_PATIENCE_MS : Infinity);
  const reasons = [];
  for (const listing of [newest, complete].filter(Boolean)) {
    if (!(path in listing.files)) return fetch(request); // no page of ours
    try {
      if (listing.version !== complete?.version) await fetchAll(listing, listing.page);
      await bind(resultingClientId, listing);
      return isolated(await fileOf(listing, path));
    } catch (error) {
      reasons.push(error.message);
    }
  }
  return apology(reasons[0] ?? words.unreachable());
}

/**
 * A page asks for a file: it gets the one of its own version, or none.
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function answerPage(event) {
  const { request, clientId } = event;
  const path = pathOf(request);
  const listing = await listingOf(clientId);
  if (!listing) return fetch(request); // opened before this worker was there
  if (path === "site.json") return new Response(JSON.stringify(listing));
  const entry = listing.files[path];
  if (!entry) return fetch(request);
  try {
    // What the page fetches itself it checks, shows as it arrives, and keeps.
    const isWatched = request.destination === "" && !(await kept(entry.sha256));
    return await (isWatched ? pass(request, path) : fileOf(listing, path));
  } catch (error) {
    return new Response(null, { status: 504, statusText: error.message });
  }
}

/**
 * site.json as it is on the server; null if that takes too long or fails.
 * @param {number} patience
 * @returns {Promise<Page.Listing | null>}
 */
async function askServer(patience) {
  const signal = patience < Infinity ? AbortSignal.timeout(patience) : undefined;
  try {
    const response = await fetch(`${scope}site.json`, { cache: "no-store", signal });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // no network is no error here
  }
}

/**
 * A verified file of a version, from the store or else the server.
 * @param {Page.Listing} listing
 * @param {string} path
 */
async function fileOf(listing, path) {
  const entry = listing.files[path];
  const found = await kept(entry.sha256);
  if (!found) await download(path, entry);
  const compiled = path.endsWith(".wasm") && (await ofBrowser(path, entry));
  return compiled || found || /** @type {Response} */ (await kept(entry.sha256));
}

/**
 * From the browser's own cache, which has compiled code beside it; or null.
 * @param {string} path
 * @param {Page.File} entry
 */
async function ofBrowser(path, { sha256 }) {
  const bytes = (sha256.match(/../g) ?? []).map((digits) => parseInt(digits, 16));
  const integrity = `sha256-${btoa(String.fromCharCode(...bytes))}`;
  /** @type {RequestInit} */
  const options = { cache: "only-if-cached", mode: "same-origin", integrity };
  return fetch(scope + path, options).catch(() => null);
}

/**
 * A file straight from the server.
 * @param {Request} request
 * @param {string} path
 */
function pass({ cache }, path) {
  return ask(scope + path, { cache: cache === "reload" ? cache : "no-cache" });
}

/**
 * Fetch, verify and keep a file, in several tries.
 * @param {string} path
 * @param {Page.File} entry
 */
async function download(path, entry) {
  await retrying(path, async (isRetry) => {
    const response = await ask(scope + path, { cache: isRetry ? "reload" : "no-cache" });
    await verifyAndKeep(response, entry);
  });
}

/**
 * @param {Response} response
 * @param {Page.File} entry
 */
async function verifyAndKeep(response, { sha256 }) {
  const bytes = await response.arrayBuffer();
  await check(bytes, sha256);
  const type = response.headers.get("Content-Type") ?? "";
  const blob = new Blob([bytes], { type }); // which is outside of the page's process
  free(bytes);
  await keepFile(sha256, blob);
}

/**
 * @param {Page.Listing} listing
 * @param {string[]} paths
 */
async function fetchAll(listing, paths) {
  await Promise.all(
    paths.map(async (path) => {
      const entry = listing.files[path];
      if (!(await kept(entry.sha256))) await download(path, entry);
    }),
  );
}

/**
 * Make a version complete; only then the one before it goes.
 * @param {Page.Listing} listing
 */
async function keepVersion(listing) {
  const { files, optional = [] } = listing; // what is optional is kept once it was wanted
  for (const path of Object.keys(files)) {
    if (!optional.includes(path)) await fetchAll(listing, [path]);
  }
  await keep(COMPLETE, new Response(JSON.stringify(listing)));
  await dropUnused(listing);
}

/**
 * Drop what neither the complete version nor a page that is still open needs.
 * @param {Page.Listing} complete
 */
async function dropUnused(complete) {
  const all = await names();
  const wanted = new Set([COMPLETE, ...hashesOf(complete)]);
  for (const name of all) {
    if (!name.startsWith("page/") || !(await isOpen(name))) continue;
    wanted.add(name);
    for (const hash of hashesOf((await readKept(name)).listing)) wanted.add(hash);
  }
  for (const name of all) if (!wanted.has(name)) await drop(name);
}

/** @param {string} name */
async function isOpen(name) {
  const { since } = await readKept(name);
  const client = await worker.clients.get(name.slice("page/".length));
  return client !== undefined || Date.now() - since < BOUND_FOR_MS;
}

/** @param {Page.Listing} listing */
function hashesOf(listing) {
  return Object.values(listing.files).map(({ sha256 }) => sha256);
}

/**
 * @param {string} clientId
 * @param {Page.Listing} listing
 */
async function bind(clientId, listing) {
  const binding = { listing, since: Date.now() };
  await keep(`page/${clientId}`, new Response(JSON.stringify(binding)));
}

/**
 * @param {string} clientId
 */
async function listingOf(clientId) {
  if (!listings.has(clientId)) {
    listings.set(clientId, (await readKept(`page/${clientId}`))?.listing);
  }
  return listings.get(clientId);
}

/** @param {string} name */
async function readKept(name) {
  return (await kept(name))?.json();
}

/** @param {Request} request */
function pathOf({ url }) {
  return decodeURI(new URL(url).pathname.slice(new URL(scope).pathname.length));
}

/** @param {Response} response */
function isolated({ body, headers }) {
  const type = headers.get("Content-Type") ?? "";
  return new Response(body, { headers: { ...ISOLATED, "Content-Type": type } });
}

/** @param {string} reason */
function apology(reason) {
  const text = words.apology(reason.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`));
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return new Response(text, { status: 503, headers });
}
