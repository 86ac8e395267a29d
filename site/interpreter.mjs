// The interpreter that PyScript loads: the local Pyodide, its wheels and
// gradcam_py, with the modules of the page where Python can import them.
import { load, prefetch } from "./assets.mjs";
import { finish, RUNTIME_STEP } from "./progress.mjs";
import { loadPyodide as start, version } from "./vendor/pyodide/pyodide.mjs";
import createPyodideModule from "./vendor/pyodide/pyodide.asm.mjs";
import * as page from "./page.mjs";

const FOLDER = "vendor/pyodide/";
const CODE = "gradcam_py.zip";

export { version };

/** Same signature as Pyodide's own; PyScript calls it. */
export async function loadPyodide(options) {
  prefetch(CODE);
  const pyodide = await start({
    ...options,
    createPyodideModule,
    indexURL: new URL(FOLDER, document.baseURI).href,
    packages: ["numpy", "Pillow"],
  });
  pyodide.unpackArchive(await load(CODE, { keep: false }), "zip");
  pyodide.registerJsModule("playground_page", page);
  finish(RUNTIME_STEP);
  return pyodide;
}
