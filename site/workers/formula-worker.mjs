// The worker's side of site/formula/runner.mjs: a Python of its own with NumPy, for a
// student's code. convert/web/assemble.py bundles it into a classic script.
import "./sealed.mjs"; // before Pyodide is
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { loadPyodide } from "pyodide";
import { addLibraries, unpack, WANTED } from "../files/prepared.mjs";
import { unreachable } from "../words/loading.mjs";

const NOWHERE = "https://files.invalid/"; // every file has been given
const MODULE = "gradcam_py.formula.answer";

/** @typedef {{program: WebAssembly.Module, first: ArrayBuffer, later: ArrayBuffer,
 *   code: ArrayBuffer}} Files */
/** @typedef {{weights: string, heatmap: string, activations: Float32Array,
 *   gradients: Float32Array, shape: number[], tries: boolean, spoken?: string}} Asked */

/** @type {any} what of it is no one's business is not declared */
let pyodide = null;
/** @type {any} */
let python = null; // the module that answers

/** @param {Files} files */
async function start({ program, first, later, code }) {
  const { files, libraries } = await unpack(first);
  const { libraries: others } = await unpack(later);
  // Pyodide would compile it from bytes. It starts from what is compiled already.
  /** @type {(source: any, imports: any) => Promise<any>} */
  const instantiate = async (_, imports) => ({
    module: program,
    instance: await WebAssembly.instantiate(program, imports),
  });
  WebAssembly.instantiateStreaming = instantiate;
  self.fetch = async (resource) => {
    const url = String(resource instanceof Request ? resource.url : resource);
    return new Response(files[WANTED[url.slice(NOWHERE.length)] ?? ""]);
  };
  /** @type {any} what a caller usually leaves out is not declared */
  const options = { createPyodideModule, indexURL: NOWHERE };
  pyodide = await loadPyodide(options);
  self.fetch = () => Promise.reject(new Error(unreachable())); // nor for the code
  await addLibraries(pyodide, [...libraries, ...others]);
  for (const archive of [files["gradcam_py.zip"], code]) pyodide.unpackArchive(archive, "zip");
  python = pyodide.pyimport(MODULE);
  python.warm_up();
  return {};
}

/** @param {Asked} asked */
function run({ weights, heatmap, activations, gradients, shape, tries, spoken }) {
  if (spoken) python.speak(spoken);
  const arrays = [activations, gradients, shape].map(pyodide.toPy);
  const answer = python.answer(weights, heatmap, ...arrays, tries);
  const [told, cam] = answer.toJs();
  answer.destroy();
  return { told, cam };
}

/** @param {MessageEvent} event */
async function answer({ data }) {
  try {
    self.postMessage(python ? run(data) : await start(data));
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
}

self.addEventListener("message", answer);
