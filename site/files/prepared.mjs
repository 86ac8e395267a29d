// What the build has made ready for Python (convert/interpreter): archives whose entries
// are deflated one by one, among them compiled libraries of NumPy and Pillow. The page
// and the worker of the formula start from the same.
import { free } from "../dom/buffers.mjs";

// Of a zip archive: its end, an entry of its directory, and the head of a file in it.
const END = 22; // bytes
const ENTRY = { size: 20, name: 28, extra: 30, comment: 32, place: 42, bytes: 46 };
const HEAD = { name: 26, extra: 28, bytes: 30 };
const FLAGS = { loadAsync: true, nodelete: true, allowUndefined: true };

// By which names Pyodide wants what the archives have for it.
/** @type {Record<string, string>} */
export const WANTED = {
  "python_stdlib.zip": "modules.zip",
  "pyodide-lock.json": "pyodide-lock.json",
};

/** @typedef {[path: string, code: WebAssembly.Module]} Library */

/**
 * What lies in an archive, and its libraries, compiled. The archive's buffer is freed.
 * @param {ArrayBuffer} archive
 * @returns {Promise<{files: Record<string, Page.Bytes>, libraries: Library[]}>}
 */
export async function unpack(archive) {
  /** @type {Record<string, Page.Bytes>} */
  const files = {};
  /** @type {Library[]} */
  const libraries = [];
  await Promise.all(
    entriesOf(archive).map(async ([path, deflated]) => {
      const bytes = await inflate(deflated);
      if (!path.endsWith(".so")) {
        files[path] = bytes;
        return;
      }
      libraries.push([path, await WebAssembly.compile(bytes)]);
      free(bytes.buffer);
    }),
  );
  free(archive);
  return { files, libraries };
}

/**
 * The entries of an archive, as the build writes them: without a comment at its end.
 * @param {ArrayBuffer} archive
 * @returns {[path: string, deflated: Page.Bytes][]}
 */
function entriesOf(archive) {
  const view = new DataView(archive);
  const short = (/** @type {number} */ at) => view.getUint16(at, true);
  const long = (/** @type {number} */ at) => view.getUint32(at, true);
  const end = archive.byteLength - END;
  let at = long(end + 16); // where the directory begins
  return Array.from({ length: short(end + 10) }, () => {
    const name = new Uint8Array(archive, at + ENTRY.bytes, short(at + ENTRY.name));
    const place = long(at + ENTRY.place);
    const begin = place + HEAD.bytes + short(place + HEAD.name) + short(place + HEAD.extra);
    const deflated = new Uint8Array(archive, begin, long(at + ENTRY.size));
    at += ENTRY.bytes + name.length + short(at + ENTRY.extra) + short(at + ENTRY.comment);
    return [new TextDecoder().decode(name), deflated];
  });
}

/** @param {Page.Bytes} deflated */
async function inflate(deflated) {
  // no blob: in the worker of a page from file:// WebKitGTK cannot read one
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(deflated);
      controller.close();
    },
  });
  const bytes = stream.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(bytes).arrayBuffer());
}

/**
 * Load libraries into a running interpreter: Python's import finds them in their places.
 * The browser compiles and starts them beside what the page does; Python itself would
 * hold it up, and larger ones browsers refuse to start like that.
 * @param {{_module: any, FS: any}} pyodide
 * @param {Library[]} libraries
 */
export async function addLibraries({ _module: module, FS: files }, libraries) {
  for (const [path, code] of libraries) {
    const place = `${module.API.sitePackages}/${path}`;
    const exports = await module.loadWebAssemblyModule(code, FLAGS, place, {});
    const library = module.newDSO(place, undefined, exports);
    library.global = false; // its names are its own, as after an import
    files.mkdirTree(place.slice(0, place.lastIndexOf("/")));
    files.writeFile(place, ""); // import looks for it, and then finds it loaded
  }
}
