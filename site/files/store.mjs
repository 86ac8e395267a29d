// Verified files in this browser, put there by the page and by its service worker:
// each by the sha256 that site.json gives it, so that versions share what did not
// change and can never mix.

const CACHE = "playground-1";
// The cache is a plain store here: its keys are addresses that no server answers.
const folder = new URL(".kept/", location.href).href;

/**
 * Keep a response under a name.
 * @param {string} name
 * @param {Response} response
 */
export async function keep(name, response) {
  await (await open()).put(folder + name, response);
}

/**
 * Keep what was verified, as the type that it has on the server.
 * @param {string} sha256
 * @param {Blob} blob
 */
export async function keepFile(sha256, blob) {
  await keep(sha256, new Response(blob, { headers: { "Content-Type": blob.type } }));
}

/**
 * The response that is kept under a name, if there is one.
 * @param {string} name
 */
export async function kept(name) {
  return (await open()).match(folder + name);
}

/** The names of everything that is kept. */
export async function names() {
  const keys = await (await open()).keys();
  return keys.map(({ url }) => url.slice(folder.length));
}

/**
 * Keep it no longer.
 * @param {string} name
 */
export async function drop(name) {
  await (await open()).delete(folder + name);
}

const open = () => caches.open(CACHE);
