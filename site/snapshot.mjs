// The memory of an interpreter that has imported everything, kept in this browser: the
// next visit restores it instead of starting Python anew. Whatever is wrong with it
// ends in an ordinary start, and in a new snapshot once that page is at rest.
import { address, digest, site } from "./assets.mjs";
import { keepsFiles } from "./origin.mjs";

const CACHE = "playground-snapshot-1";
const HASH = "X-SHA256";
const WORKER = "snapshot-worker.js";
const folder = new URL(".snapshot/", document.baseURI).href; // no server answers there
const status = document.body.dataset;

let reading = null; // promise of the snapshot, until it is taken

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
    return await read(found);
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

/** What is kept is of no use. */
export async function forget(error) {
  console.info(`The stored start of Python is not used: ${error.message}`);
  await attempt(drop);
}

/** Make a snapshot of what `contents` resolves to (see snapshot-worker.mjs), keep it. */
export async function make(contents) {
  await attempt(async () => {
    const body = await inWorker(await contents());
    const headers = { [HASH]: await digest(body) };
    await drop(); // those of other versions as well
    const cache = await caches.open(CACHE);
    await cache.put(await keyOf(), new Response(body, { headers }));
    status.snapshot = "made";
  });
}

async function drop() {
  const cache = await caches.open(CACHE);
  for (const { url } of await cache.keys()) {
    if (url.startsWith(folder)) await cache.delete(url); // else another site's
  }
}

async function read(response) {
  const packed = await response.arrayBuffer();
  if ((await digest(packed)) !== response.headers.get(HASH)) throw new Error("damaged");
  const stream = new Blob([packed]).stream();
  const unpacked = stream.pipeThrough(new DecompressionStream("gzip"));
  return unpack(await new Response(unpacked).arrayBuffer());
}

// See `pack` in snapshot-worker.mjs.
function unpack(buffer) {
  const length = new DataView(buffer).getUint32(buffer.byteLength - 4, true);
  const end = new Uint8Array(buffer, buffer.byteLength - 4 - length, length);
  const index = JSON.parse(new TextDecoder().decode(end));
  let at = 0;
  const next = (size) => new Uint8Array(buffer, (at += size) - size, size);
  const memory = next(index.memory);
  return { memory, libraries: index.libraries.map(([path, size]) => [path, next(size)]) };
}

async function inWorker(contents) {
  const worker = new Worker(await address(WORKER));
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: { body, error } }) =>
        body ? resolve(body) : reject(new Error(error));
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(contents);
    });
  } finally {
    worker.terminate();
  }
}

// A browser's next version may run the same memory differently.
async function keyOf() {
  const { version } = await site();
  return `${folder}${version}?${encodeURIComponent(navigator.userAgent)}`;
}

const tried = (key) => `${key}&tried`;

// Nothing here is worth a message: the page works without.
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    console.info(`The start of Python is not stored: ${error.message}`);
  }
}
