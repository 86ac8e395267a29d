// The interpreter that PyScript loads: the local Pyodide, its wheels and
// gradcam_py, with the modules of the page where Python can import them.
import { keepSite, load, prefetch, site } from "./assets.mjs";
import { free } from "./buffers.mjs";
import { librariesIn, withLibraries } from "./libraries.mjs";
import { finish, RUNTIME_STEP } from "./progress.mjs";
import { forget, make, proven, recall } from "./snapshot.mjs";
import { loadPyodide as start, version } from "./vendor/pyodide/pyodide.mjs";
import createPyodideModule from "./vendor/pyodide/pyodide.asm.mjs";
import * as page from "./page.mjs";

const FOLDER = "vendor/pyodide/";
const CODE = "gradcam_py.zip";
const indexURL = new URL(FOLDER, document.baseURI).href;

export { version };

/** Same signature as Pyodide's own; PyScript calls it. */
export async function loadPyodide(options) {
  prefetch(CODE);
  const restored = await restore(options);
  const pyodide = restored ?? (await startAnew(options));
  pyodide.unpackArchive(await load(CODE, { keep: false }), "zip");
  const rest = () => keepForLater(pyodide, restored !== null);
  pyodide.registerJsModule("playground_page", { ...page, rest });
  finish(RUNTIME_STEP);
  return pyodide;
}

function startAnew(options) {
  const packages = ["numpy", "Pillow"];
  return start({ ...options, createPyodideModule, indexURL, packages });
}

/** The interpreter of an earlier visit; null if there is none or it cannot be had. */
async function restore(options) {
  const snapshot = await recall();
  if (!snapshot) return null;
  try {
    const { memory, libraries } = snapshot;
    const pyodide = await start({
      ...options,
      createPyodideModule: withLibraries(createPyodideModule, libraries, memory.length),
      indexURL,
      _loadSnapshot: memory,
    });
    delete pyodide._api.config._loadSnapshot;
    free(memory.buffer); // as large as the interpreter itself
    // Files are no part of memory; modules that nobody has imported yet are wanted.
    const extractDir = pyodide._api.sitePackages;
    for (const wheel of Object.values(await filesEndingIn(".whl"))) {
      pyodide.unpackArchive(wheel, "wheel", { extractDir });
    }
    return pyodide;
  } catch (error) {
    await forget(error);
    return null;
  }
}

/** The page is at rest: store what the next visit opens with. */
async function keepForLater(pyodide, isRestored) {
  if (isRestored) await proven();
  const isKept = await keepSite();
  if (isKept && !isRestored) await make(() => contents(pyodide));
}

/** What a fresh interpreter is made of: see snapshot-worker.mjs. */
async function contents(pyodide) {
  return {
    folder: indexURL,
    files: await filesEndingIn(".wasm", ".zip", ".json", ".whl"),
    code: await load(CODE, { keep: false }),
    libraries: librariesIn(pyodide.FS, pyodide._api.sitePackages),
  };
}

async function filesEndingIn(...endings) {
  const { files } = await site();
  const paths = Object.keys(files).filter(
    (path) => path.startsWith(FOLDER) && endings.some((ending) => path.endsWith(ending)),
  );
  const read = async (path) => [
    path.slice(FOLDER.length),
    await load(path, { keep: false }),
  ];
  return Object.fromEntries(await Promise.all(paths.map(read)));
}
