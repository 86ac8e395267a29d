// Where the one-file page's files come from: the page itself. It takes the place of
// site/files/origin.mjs, and start.js has read what is packed.
const { files, open: unpack } = globalThis.packed;
const here = new URL("./", document.baseURI);

/** The content of site.json, as far as this page has the files. */
export async function readListing() {
  return files;
}

/**
 * A file as it is unpacked.
 * @param {string} path
 */
export async function open(path) {
  return new Response(unpack(path));
}

/**
 * A file that was packed for this page.
 * @param {string} path
 */
export async function openBeside(path) {
  return open(path);
}

/** There is nothing left to keep: who has the page has all of it. */
export async function complete() {
  return false;
}

/** Hence nothing is handed over. */
export async function handOver() {}

/** Nor is anything missing. */
export async function isMissing() {
  return false;
}

// Links to other pages of the site lead into this file as well.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[href]");
  if (!(link instanceof HTMLAnchorElement) || !link.href.startsWith(here.href)) return;
  const path = link.href.slice(here.href.length);
  if (!(path in files.files)) return;
  event.preventDefault();
  show(path);
});

/** @param {string} path */
async function show(path) {
  const bytes = await new Response(unpack(path)).arrayBuffer();
  const page = new Blob([bytes], { type: "text/html" });
  globalThis.open(URL.createObjectURL(page));
}
