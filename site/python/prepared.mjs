// What the build has made ready for Python (convert/interpreter): archives whose entries
// are deflated one by one, among them compiled libraries of NumPy and Pillow.
import { load } from "../files/assets.mjs";
import { free } from "../dom/buffers.mjs";

const PLACES = "python/libraries.json"; // [[path, archive, offset, bytes]]
const FLAGS = { loadAsync: true, nodelete: true, allowUndefined: true };

/** @typedef {[path: string, code: WebAssembly.Module]} Library */

/**
 * What lies in an archive, and its libraries, compiled.
 * @param {string} archive
 * @returns {Promise<{files: Record<string, Page.Bytes>, libraries: Library[]}>}
 */
export async function unpack(archive) {
  const [places, packed] = await Promise.all([load(PLACES), load(archive, { keep: false })]);
  /** @type {[path: string, archive: string, offset: number, size: number][]} */
  const listed = JSON.parse(new TextDecoder().decode(places));
  const name = archive.split("/").pop();
  const mine = listed.filter((place) => place[1] === name);
  /** @type {Record<string, Page.Bytes>} */
  const files = {};
  /** @type {Library[]} */
  const libraries = [];
  await Promise.all(
    mine.map(async ([path, , offset, size]) => {
      const bytes = await inflate(new Uint8Array(packed, offset, size));
      if (path.endsWith(".so")) libraries.push([path, await WebAssembly.compile(bytes)]);
      else files[path] = bytes;
    }),
  );
  free(packed);
  return { files, libraries };
}

/** @param {Page.Bytes} deflated */
async function inflate(deflated) {
  const stream = new Blob([deflated]).stream();
  const bytes = stream.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(bytes).arrayBuffer());
}

/**
 * Load libraries into a running interpreter: Python's import finds them in their places.
 * The browser compiles and starts them beside what the page does; Python itself would
 * hold it up, and larger ones browsers refuse to start like that.
 * @param {Page.Pyodide} pyodide
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
