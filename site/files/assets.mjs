// The page's files: asked for by path, counted as they arrive, checked against size
// and sha256 in site.json, and kept for later. Where they come from is origin.mjs's.
// Longer than most, by its types and the reasons that stand beside each step.
import { free } from "../dom/buffers.mjs";
import { AssetError, check, realFetch, retrying } from "./download.mjs";
import { complete, handOver, isMissing, open, readListing } from "./origin.mjs";
import { notListed, otherSize } from "../words/loading.mjs";

/** @type {Record<string, string>} */
const TYPES = {
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  wasm: "application/wasm",
};
const here = new URL("./", document.baseURI);

// By the path of a file:
/** @type {Map<string, Promise<ArrayBuffer>>} */
const inFlight = new Map(); // until it is taken
/** @type {Set<string>} */
const asked = new Set(); // for, by anybody
/** @type {Map<string, Response>} */
const programs = new Map(); // verified and not read yet
/** @type {Map<string, Blob>} */
const kept = new Map(); // held outside of the page's own memory
/** @type {Map<string, Blob>} */
const fresh = new Map(); // what this browser's store misses
/** @type {Map<string, string>} */
const addresses = new Map(); // blob: URLs

/** @type {Map<string, () => Promise<Page.Bytes>>} */
const provided = new Map(); // files that are made here

/** @type {Set<(bytes: number) => void>} */
const watchers = new Set();
/** @type {Promise<Page.Listing> | null} */
let listing = null; // site.json
let isKept = false; // the site; what comes later is kept as it comes

/** site.json: {version, models, files: {path: {size, sha256}}}. */
export function site() {
  listing ??= retrying("site.json", readListing).catch((error) => {
    listing = null; // a later retry asks again
    throw error;
  });
  return listing;
}

/**
 * Call `watcher(bytes)` for every piece of a file that arrives, or is thrown away.
 * @param {(bytes: number) => void} watcher
 */
export function watch(watcher) {
  watchers.add(watcher);
}

/**
 * Begin to fetch `path`, unless somebody has before; the `load` that follows joins in.
 * @param {string} path
 */
export function prefetch(path) {
  if (!asked.has(path)) arriving(path);
}

/** @param {string} path */
function arriving(path) {
  const known = inFlight.get(path);
  if (known) return known;
  const bytes = fetchChecked(path);
  bytes.catch(() => null); // the load that takes it tells
  inFlight.set(path, bytes);
  asked.add(path);
  return bytes;
}

/**
 * The verified bytes of a file, in a buffer that the caller may transfer. They can be
 * had again without the network, unless `keep` is false: for what is asked for once.
 * @param {string} path
 */
export async function load(path, { keep = true } = {}) {
  const known = kept.get(path) ?? fresh.get(path);
  if (known) {
    if (keep) kept.set(path, known);
    return known.arrayBuffer();
  }
  const bytes = await arriving(path).finally(() => inFlight.delete(path));
  const others = kept.get(path); // those of a load that waited for the same
  if (others) return others.arrayBuffer();
  if (keep) kept.set(path, blobOf(path, bytes));
  return bytes;
}

/**
 * The content of a file of JSON.
 * @param {string} path
 */
export async function loadJson(path) {
  return JSON.parse(new TextDecoder().decode(await load(path)));
}

/**
 * Keep `path` for later use without the network.
 * @param {string} path
 */
async function keep(path) {
  if (!kept.has(path)) await load(path);
}

/**
 * Keep several files at once.
 * @param {Iterable<string>} paths
 */
export async function keepAll(paths) {
  await Promise.all(Array.from(paths, (path) => keep(path)));
}

/**
 * Keep the whole site, where the browser can, so that it opens without network;
 * whether that was done.
 */
export async function keepSite() {
  try {
    isKept = await complete(await site(), fresh);
    return isKept;
  } finally {
    fresh.clear();
  }
}

/**
 * An address of the verified bytes, for what wants one: an image, a worker.
 * @param {string} path
 */
export async function address(path) {
  const known = addresses.get(path);
  if (known) return known;
  await keep(path);
  const made = URL.createObjectURL(/** @type {Blob} */ (kept.get(path)));
  addresses.set(path, made);
  return made;
}

/**
 * Let `load` answer what third-party code fetches of the page's files. What it cannot
 * answer goes to `report` too: such code may swallow the error and wait for ever.
 * @param {(error: any) => void} report
 */
export function answerFetches(report) {
  globalThis.fetch = async (resource, options) => {
    const url = new URL(resource instanceof Request ? resource.url : resource, here).href;
    const path = url.startsWith(here.href) ? url.slice(here.href.length) : "";
    const make = provided.get(path);
    if (make) return new Response(await make());
    if (!(path in (await site()).files)) return realFetch(resource, options);
    try {
      return await respond(path);
    } catch (error) {
      report(error);
      throw error;
    }
  };
}

/**
 * Let third-party code find `path`, which is none of the page's files.
 * @param {string} path
 * @param {() => Promise<Page.Bytes>} make
 */
export function provide(path, make) {
  provided.set(path, make);
}

/**
 * A program, compiled once it is verified.
 * @param {string} path
 */
export async function compile(path) {
  return WebAssembly.compileStreaming(await respond(path));
}

/**
 * A verified file as a response. Of a program it is the browser's own: it keeps compiled
 * code beside its response to an address, and beside none that is made of bytes.
 * @param {string} path
 */
async function respond(path) {
  const bytes = await load(path, { keep: false });
  const own = programs.get(path);
  programs.delete(path);
  const body = own ? null : blobOf(path, bytes); // outside of the page's own memory
  free(bytes);
  return own ?? new Response(body, { headers: { "Content-Type": typeOf(path) } });
}

/** @param {string} path */
function typeOf(path) {
  return TYPES[path.split(".").pop() ?? ""] ?? "application/octet-stream";
}

/**
 * @param {string} path
 * @param {ArrayBuffer} bytes
 */
function blobOf(path, bytes) {
  return fresh.get(path) ?? new Blob([bytes], { type: typeOf(path) });
}

/**
 * @param {string} path
 * @returns {Promise<ArrayBuffer>}
 */
async function fetchChecked(path) {
  const expected = (await site()).files[path];
  if (!expected) throw new AssetError(notListed(path));
  return retrying(path, async (isRetry) => {
    const response = await open(path, isRetry);
    const isOwn = typeOf(path) === TYPES.wasm && response.url; // else made of bytes
    const copy = isOwn ? response.clone() : null;
    const bytes = await readCounted(/** @type {ReadableStream} */ (response.body), expected.size);
    await check(bytes, expected.sha256);
    if (copy) programs.set(path, copy);
    if (await isMissing(expected.sha256)) fresh.set(path, blobOf(path, bytes));
    if (isKept) await handOver(await site(), fresh);
    return bytes;
  });
}

/**
 * @param {ReadableStream<Page.Bytes>} stream
 * @param {number} size
 */
async function readCounted(stream, size) {
  let filled = 0;
  const count = (/** @type {number} */ change) => {
    filled += change;
    watchers.forEach((watcher) => watcher(change));
  };
  try {
    const bytes = await reading(stream, size, count);
    if (filled !== size) throw new Error(otherSize(size, filled));
    return bytes.buffer;
  } catch (error) {
    count(-filled);
    throw error;
  }
}

/**
 * The first `size` bytes of a stream; tells of each piece that comes, those behind too.
 * @param {ReadableStream<Page.Bytes>} stream
 * @param {number} size
 * @param {(bytes: number) => void} count
 */
function reading(stream, size, count) {
  try {
    return fill(stream.getReader({ mode: "byob" }), size, count);
  } catch {
    return collect(stream.getReader(), size, count); // not every browser's can be filled
  }
}

/**
 * Into one buffer: pieces of their own would wait for a garbage collection, and with them
 * as much memory as all files have.
 * @param {ReadableStreamBYOBReader} reader
 * @param {number} size
 * @param {(bytes: number) => void} count
 */
async function fill(reader, size, count) {
  let bytes = new Uint8Array(size);
  for (let filled = 0; filled < size; ) {
    const { done, value } = await reader.read(bytes.subarray(filled)); // which takes it away
    if (done) return bytes;
    filled += value.length;
    bytes = new Uint8Array(value.buffer);
    count(value.length);
  }
  const { value } = await reader.read(new Uint8Array(1)); // nothing, at the end
  count(value?.length ?? 0);
  return bytes;
}

/**
 * @param {ReadableStreamDefaultReader<Page.Bytes>} reader
 * @param {number} size
 * @param {(bytes: number) => void} count
 */
async function collect(reader, size, count) {
  const bytes = new Uint8Array(size);
  for (let filled = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return bytes;
    if (filled + value.length <= size) bytes.set(value, filled);
    filled += value.length;
    count(value.length);
  }
}
