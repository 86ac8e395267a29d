// The interpreter that PyScript loads: the local Pyodide, its wheels and
// gradcam_py, with the modules of the page where Python can import them.
import { keepSite, load, prefetch, site } from "../files/assets.mjs";
import { AssetError } from "../files/download.mjs";
import { free } from "../dom/buffers.mjs";
import { freeze } from "./frozen.mjs";
import { librariesIn, withLibraries } from "./libraries.mjs";
import { memoryOf } from "./memory.mjs";
import { keepsFiles } from "../files/origin.mjs";
import { finish, RUNTIME_STEP } from "../files/progress.mjs";
import { forget, keep, proven, recall } from "./snapshot.mjs";
import { loadPyodide as start, version } from "../vendor/pyodide/pyodide.mjs";
import createPyodideModule from "../vendor/pyodide/pyodide.asm.mjs";
import * as page from "./page.mjs";

const FOLDER = "vendor/pyodide/";
const CODE = "gradcam_py.zip";
const PLACES = "libraries.json"; // of the wheels' libraries
const indexURL = new URL(FOLDER, document.baseURI).href;

export { version };

/**
 * Same signature as Pyodide's own; PyScript calls it.
 * @param {object} options
 */
export async function loadPyodide(options) {
  prefetch(CODE);
  const begin = { ...options, createPyodideModule, indexURL };
  const { pyodide, rest } =
    (await restore(begin)) ?? (await startToKeep(begin)) ?? (await startPlainly(begin));
  pyodide.registerJsModule("playground_page", { ...page, rest });
  finish(RUNTIME_STEP);
  return pyodide;
}

/**
 * The interpreter of an earlier visit; null if there is none or it cannot be had.
 * @param {object} options
 */
async function restore(options) {
  const snapshot = await recall();
  if (!snapshot) return null;
  try {
    const { memory, libraries } = snapshot;
    const pyodide = await start({
      ...options,
      createPyodideModule: withLibraries(createPyodideModule, libraries, memory.length),
      _loadSnapshot: memory,
    });
    delete pyodide._api.config._loadSnapshot;
    free(memory.buffer); // as large as the interpreter itself
    await unpack(pyodide, await wheelsOfSite()); // files are no part of memory
    return { pyodide, rest: () => Promise.all([proven(), keepSite()]) };
  } catch (error) {
    if (error instanceof AssetError) throw error; // no other start has the file either
    await forget(error);
    return null;
  }
}

/**
 * A new interpreter whose memory is stored once the page is at rest.
 * @param {object} options
 */
async function startToKeep(options) {
  if (!keepsFiles) return null;
  try {
    const wheels = await wheelsOfSite();
    const places = JSON.parse(new TextDecoder().decode(await load(FOLDER + PLACES)));
    const libraries = await librariesIn(wheels, places);
    const pyodide = await start({
      ...options,
      createPyodideModule: withLibraries(createPyodideModule, libraries),
      _makeSnapshot: true,
    });
    await unpack(pyodide, wheels);
    pyodide.pyimport("gradcam_py.browser.snapshot_imports").destroy();
    if (Object.keys(pyodide._module.LDSO.loadedLibsByName).length > places.length + 1) {
      throw new Error("an import loaded a library that a restored one would lack");
    }
    const memory = memoryOf(pyodide);
    const frozen = freeze(memory, libraries);
    free(memory.buffer);
    return { pyodide, rest: async () => (await keepSite()) && keep(frozen) };
  } catch (error) {
    if (error instanceof AssetError) throw error;
    console.info(`This start of Python cannot be stored: ${error.message}`);
    return null;
  }
}

/** @param {object} options */
async function startPlainly(options) {
  const pyodide = await start({ ...options, packages: ["numpy", "Pillow"] });
  await unpack(pyodide, {});
  return { pyodide, rest: keepSite };
}

/**
 * What can be imported: the wheels' content and gradcam_py.
 * @param {Page.Pyodide} pyodide
 * @param {Record<string, ArrayBuffer>} wheels
 */
async function unpack(pyodide, wheels) {
  const extractDir = pyodide._api.sitePackages;
  for (const wheel of Object.values(wheels)) {
    pyodide.unpackArchive(wheel, "wheel", { extractDir });
    free(wheel);
  }
  const code = await load(CODE, { keep: false });
  pyodide.unpackArchive(code, "zip");
}

async function wheelsOfSite() {
  const { files } = await site();
  const paths = Object.keys(files).filter((path) => path.endsWith(".whl"));
  /** @type {(path: string) => Promise<[name: string, wheel: ArrayBuffer]>} */
  const read = async (path) => [
    path.slice(FOLDER.length),
    await load(path, { keep: false }),
  ];
  return Object.fromEntries(await Promise.all(paths.map(read)));
}
