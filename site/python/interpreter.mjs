// The interpreter that PyScript loads: the local Pyodide with the modules that the build
// has compiled (convert/interpreter), and the page's own where Python can import them.
import { keepSite, load, provide } from "../files/assets.mjs";
import { showFirst } from "../panels/early.mjs";
import { finish, RUNTIME_STEP } from "../files/progress.mjs";
import { loadPyodide as start, version } from "../vendor/pyodide/pyodide.mjs";
import { addLibraries, unpack, WANTED } from "../files/prepared.mjs";
import * as page from "./page.mjs";

const FOLDER = "vendor/pyodide/";
const indexURL = new URL(FOLDER, document.baseURI).href;
const FIRST = "python/start.zip";
const LATER = "python/later.zip";
const SOURCES = "gradcam_py.zip"; // of the package

export { version };

/**
 * Same signature as Pyodide's own; PyScript calls it.
 * @param {object} options
 */
export async function loadPyodide(options) {
  const first = load(FIRST, { keep: false }).then(unpack);
  const module = import("../vendor/pyodide/pyodide.asm.mjs"); // large: the page goes before
  for (const [wanted, name] of Object.entries(WANTED)) {
    provide(FOLDER + wanted, async () => (await first).files[name]);
  }
  const { default: createPyodideModule } = await module;
  await showFirst(); // nothing can be drawn while Python starts
  const pyodide = await start({ ...options, createPyodideModule, indexURL });
  const { files, libraries } = await first;
  await addLibraries(pyodide, libraries);
  pyodide.unpackArchive(files["gradcam_py.zip"], "zip");
  const later = () => addLater(pyodide);
  pyodide.registerJsModule("playground_page", { ...page, later, rest: keepSite });
  finish(RUNTIME_STEP);
  return pyodide;
}

/**
 * What Python can do without until the first heatmap: NumPy's random numbers, and the
 * sources of the package, which the lesson shows.
 * @param {Page.Pyodide} pyodide
 */
async function addLater(pyodide) {
  const later = load(LATER, { keep: false }).then(unpack);
  const [{ libraries }, sources] = await Promise.all([later, load(SOURCES)]);
  await addLibraries(pyodide, libraries);
  pyodide.unpackArchive(sources, "zip");
}
