// Runs a student's code in a worker of its own, which is ended when it takes too long.
// Its Python is the page's: the same files, in a second interpreter.
import { address, compile, load } from "../files/assets.mjs";
import { ofPython } from "../files/catalogues.mjs";
import { sentenceOf } from "../dom/sentence.mjs";
import { ENGLISH } from "../words/language.mjs";
import { ended } from "../words/loading.mjs";

const SCRIPT = "formula-worker.js";
const PROGRAM = "vendor/pyodide/pyodide.asm.wasm";
const PREPARED = ["python/start.zip", "python/later.zip"];
const CODE = "formula.zip"; // of the package
const SECONDS = 2; // that the code may take

/** @type {Promise<WebAssembly.Module> | null} */
let program = null;
/** @type {Promise<Worker> | null} */
let ready = null; // the worker, once it can run code
/** @type {WeakMap<Worker, string>} */
const spoken = new WeakMap(); // the language of each

class TooSlow extends Error {
  name = "TooSlow";
}

/** Resolves once code can be run. */
export async function start() {
  await begin();
}

/**
 * What gradcam_py/formula/answer.py says of the code: JSON, and the map's numbers. The
 * arrays' buffers are transferred. Rejects with TooSlow, its message the seconds, or with
 * another error if the worker ended; a new one starts at once.
 * @param {string} weights
 * @param {string} heatmap
 * @param {Float32Array<ArrayBuffer>} activations
 * @param {Float32Array<ArrayBuffer>} gradients
 * @param {number[]} shape
 * @param {boolean} tries
 * @returns {Promise<{told: string, cam: Float32Array}>}
 */
export async function run(weights, heatmap, activations, gradients, shape, tries) {
  const worker = await begin();
  const asked = { weights, heatmap, activations, gradients, shape, tries, ...words(worker) };
  try {
    return await answerOf(worker, asked, [activations.buffer, gradients.buffer], SECONDS);
  } catch (error) {
    worker.terminate();
    ready = null;
    begin().catch(() => null); // the next run tells
    throw error;
  }
}

/**
 * The language, if it is another one than this worker has been told before.
 * @param {Worker} worker
 */
function words(worker) {
  const { tag, ...told } = ofPython();
  const before = spoken.get(worker) ?? ENGLISH;
  spoken.set(worker, tag);
  return before === tag ? {} : { spoken: JSON.stringify({ tag, ...told }) };
}

function begin() {
  ready ??= open().catch((error) => {
    ready = null; // the next call tries again
    throw error;
  });
  return ready;
}

async function open() {
  program ??= compile(PROGRAM);
  const [compiled, first, later, code] = await Promise.all([
    program.catch((error) => {
      program = null;
      throw error;
    }),
    ...[...PREPARED, CODE].map((path) => load(path)),
  ]);
  const worker = new Worker(await address(SCRIPT));
  try {
    const files = { program: compiled, first, later, code };
    await answerOf(worker, files, [first, later, code]);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return worker;
}

/**
 * What a worker answers to a message. Rejects when it ends, or takes longer.
 * @param {Worker} worker
 * @param {object} message
 * @param {ArrayBuffer[]} transfer
 * @param {number} [seconds]
 * @returns {Promise<any>}
 */
function answerOf(worker, message, transfer, seconds) {
  return new Promise((resolve, reject) => {
    const timer = seconds && setTimeout(() => reject(new TooSlow(`${seconds}`)), seconds * 1000);
    /** @param {() => void} settle */
    const settled = (settle) => {
      clearTimeout(timer);
      settle();
    };
    worker.onmessage = ({ data }) =>
      settled(() => ("error" in data ? reject(new Error(data.error)) : resolve(data)));
    worker.onerror = (event) => settled(() => reject(new Error(sentenceOf(event))));
    worker.onmessageerror = () => settled(() => reject(new Error(ended())));
    worker.postMessage(message, { transfer });
  });
}
