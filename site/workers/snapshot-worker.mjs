// Makes the memory snapshot of a fresh interpreter that has imported what the page
// imports, and that never sees a picture: one message in, and one out when it is kept.
import "./no-scripts.mjs"; // before Pyodide looks
import { loadPyodide } from "pyodide";
import create from "pyodide/pyodide.asm.mjs";
import { freeze } from "../frozen.mjs";
import { withLibraries } from "../libraries.mjs";

// The application, and what comes late: decoders, and NumPy's generators for noise.
const IMPORTS = `
import numpy.random
import PIL.Image
import pyodide.ffi
import gradcam_py.playground
PIL.Image.init()
`;

addEventListener("message", async ({ data: { contents, cache, key } }) => {
  try {
    const memory = await make(contents);
    const response = await freeze(memory, contents.libraries);
    await (await caches.open(cache)).put(key, response);
    postMessage({});
  } catch (error) {
    postMessage({ error: String(error.message ?? error) });
  }
});

/**
 * The memory. `files` by name is all that there is in Pyodide's folder, and is used up;
 * `code` is gradcam_py.
 */
async function make({ folder, files, code, libraries }) {
  const take = (name) => {
    const bytes = files[name];
    delete files[name];
    return bytes;
  };
  globalThis.fetch = async (address) => {
    const body = take(String(address).slice(folder.length));
    return new Response(body, { headers: { "Content-Type": "application/wasm" } });
  };
  const pyodide = await loadPyodide({
    _makeSnapshot: true,
    createPyodideModule: withLibraries(create, libraries),
    indexURL: folder,
  });
  const { loadedLibsByName } = pyodide._module.LDSO;
  const before = Object.keys(loadedLibsByName).length;
  const extractDir = pyodide._api.sitePackages;
  for (const name of Object.keys(files).filter((name) => name.endsWith(".whl"))) {
    pyodide.unpackArchive(take(name), "wheel", { extractDir });
  }
  pyodide.unpackArchive(code, "zip");
  pyodide.runPython(IMPORTS);
  if (Object.keys(loadedLibsByName).length !== before) {
    throw new Error("an import loaded a library that a restored interpreter would lack");
  }
  return pyodide.makeMemorySnapshot();
}
