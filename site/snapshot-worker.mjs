// Makes the memory snapshot of a fresh interpreter that has imported what the page
// imports, and that never sees a picture: one message in, one out.
import "./no-scripts.mjs"; // before Pyodide looks
import { loadPyodide } from "pyodide";
import create from "pyodide/pyodide.asm.mjs";
import { withLibraries } from "./libraries.mjs";

// The application, and what comes late: decoders, and NumPy's generators for noise.
const IMPORTS = `
import numpy.random
import PIL.Image
import pyodide.ffi
import gradcam_py.playground
PIL.Image.init()
`;

addEventListener("message", async ({ data }) => {
  try {
    const body = await make(data);
    postMessage({ body }, [body]);
  } catch (error) {
    postMessage({ error: String(error.message ?? error) });
  }
});

/** `files` by name is all that there is in Pyodide's folder; `code` is gradcam_py. */
async function make({ folder, files, code, libraries }) {
  globalThis.fetch = async (address) => {
    const bytes = files[String(address).slice(folder.length)];
    return new Response(bytes, { headers: { "Content-Type": "application/wasm" } });
  };
  const pyodide = await loadPyodide({
    _makeSnapshot: true,
    createPyodideModule: withLibraries(create, libraries),
    indexURL: folder,
  });
  const { loadedLibsByName } = pyodide._module.LDSO;
  const before = Object.keys(loadedLibsByName).length;
  const extractDir = pyodide._api.sitePackages;
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith(".whl")) pyodide.unpackArchive(bytes, "wheel", { extractDir });
  }
  pyodide.unpackArchive(code, "zip");
  pyodide.runPython(IMPORTS);
  if (Object.keys(loadedLibsByName).length !== before) {
    throw new Error("an import loaded a library that a restored interpreter would lack");
  }
  return pack(pyodide.makeMemorySnapshot(), libraries);
}

// The memory first, where it needs no copy to be read; last what there is, and where.
function pack(memory, libraries) {
  const index = JSON.stringify({
    memory: memory.byteLength,
    libraries: libraries.map(([path, bytes]) => [path, bytes.byteLength]),
  });
  const end = new TextEncoder().encode(index);
  const parts = [memory, ...libraries.map(([, bytes]) => bytes), end];
  const all = new Blob([...parts, Uint32Array.of(end.length)]);
  const packed = all.stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(packed).arrayBuffer();
}
