// The one place that knows where the page's files come from: it fetches them
// from the page's own folder, counts the bytes and checks size and sha256
// against site.json. The one-file bundle replaces this module alone.

const TYPES = {
  json: "application/json",
  mjs: "text/javascript",
  wasm: "application/wasm",
};
const here = new URL("./", document.baseURI);
const realFetch = globalThis.fetch.bind(globalThis);
const inFlight = new Map(); // path -> Promise<ArrayBuffer>, until it is taken
const kept = new Map(); // path -> Blob, held outside of the page's own memory
const watchers = new Set();
let listing = null; // Promise of site.json

export class AssetError extends Error {
  name = "AssetError";
}

/** site.json: {version, models, files: {path: {size, sha256}}}. */
export function site() {
  listing ??= readSite().catch((error) => {
    listing = null; // a later retry asks again
    throw error;
  });
  return listing;
}

async function readSite() {
  const response = await request("site.json", { cache: "no-cache" });
  return response.json();
}

/** Call `watcher(bytes)` for every piece of a file that arrives. */
export function watch(watcher) {
  watchers.add(watcher);
}

/** Begin to fetch `path`; the `load` that follows joins in. */
export function prefetch(path) {
  if (!inFlight.has(path)) {
    const bytes = fetchChecked(path);
    bytes.catch(() => inFlight.delete(path)); // load() reports it
    inFlight.set(path, bytes);
  }
}

/**
 * The verified bytes of a file, in a buffer that the caller may transfer.
 * With `keep` they can be had again without the network.
 */
export async function load(path, { keep = false } = {}) {
  if (kept.has(path)) return kept.get(path).arrayBuffer();
  prefetch(path);
  const bytes = await inFlight.get(path);
  inFlight.delete(path);
  if (keep) kept.set(path, new Blob([bytes]));
  return bytes;
}

/** Keep `path` for later use without the network. */
export async function keep(path) {
  if (!kept.has(path)) kept.set(path, new Blob([await load(path)]));
}

/** Let `load` answer what third-party code fetches from below `folder`. */
export function answerFetches(folder) {
  const base = new URL(folder, here).href;
  globalThis.fetch = async (resource, options) => {
    const url = new URL(resource.url ?? resource, here).href;
    if (!url.startsWith(base)) return realFetch(resource, options);
    const path = url.slice(here.href.length);
    const type = TYPES[path.split(".").pop()] ?? "application/octet-stream";
    return new Response(await load(path), { headers: { "Content-Type": type } });
  };
}

async function fetchChecked(path) {
  const expected = (await site()).files[path];
  if (!expected) throw new AssetError(`${path}: not part of this site (site.json)`);
  const response = await request(path);
  const bytes = await readCounted(response, expected.size, path);
  await check(path, bytes, expected);
  return bytes;
}

async function request(path, options) {
  let response;
  try {
    response = await realFetch(new URL(path, here), options);
  } catch (error) {
    throw new AssetError(`${path}: could not be fetched (${error.message})`);
  }
  if (!response.ok) {
    throw new AssetError(`${path}: the server answered ${response.status}`);
  }
  return response;
}

async function readCounted(response, size, path) {
  const bytes = new Uint8Array(size);
  const reader = response.body.getReader();
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length <= size) bytes.set(value, filled);
    filled += value.length;
    for (const watcher of watchers) watcher(value.length);
  }
  if (filled !== size) {
    throw new AssetError(`${path}: ${size} bytes expected, ${filled} came`);
  }
  return bytes.buffer;
}

async function check(path, bytes, expected) {
  // Plain http from another machine is no secure context and has no
  // crypto.subtle: there the size alone is checked.
  if (!globalThis.crypto?.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = Array.from(digest, (b) => b.toString(16).padStart(2, "0")).join("");
  if (sha256 !== expected.sha256) {
    throw new AssetError(
      `${path}: altered or damaged (sha256 ${sha256.slice(0, 12)}…, ` +
        `expected ${expected.sha256.slice(0, 12)}…)`,
    );
  }
}

/** Keep several files at once. */
export async function keepAll(paths) {
  await Promise.all(Array.from(paths, keep));
}
