// The inference worker's side of site/inference/inference.mjs: create sessions, run them. Each
// worker brings its build of ONNX Runtime Web and where that computes.
import { free } from "../dom/buffers.mjs";
import { Spare } from "../inference/spare.mjs";
import { noSession } from "../words/loading.mjs";

/** @typedef {typeof import("onnxruntime-web")} Runtime */

/** @type {Map<string, import("onnxruntime-web").InferenceSession>} */
const sessions = new Map();
const spare = new Spare();
/** @type {Runtime} */
let ort;
/** @type {string[]} */
let executionProviders = [];

const operations = {
  /** @param {{program: WebAssembly.Module, threads: number}} values */
  start({ program, threads }) {
    // The runtime would compile it from bytes. It starts from what is compiled already.
    /** @type {any} it has two forms */
    const instantiate = WebAssembly.instantiate;
    /** @type {(source: any, imports: any) => Promise<any>} */
    const replacement = async (source, imports) => {
      if (source instanceof WebAssembly.Module) return instantiate(source, imports);
      return { module: program, instance: await instantiate(program, imports) };
    };
    WebAssembly.instantiate = replacement;
    ort.env.wasm.wasmBinary = new ArrayBuffer(0);
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = "error"; // of the sessions: logSeverityLevel
    return { threads };
  },

  /**
   * @param {{graphs: {name: string, graph: Page.Bytes}[],
   *   weights: {path: string, data: Page.Bytes}}} values
   */
  async create({ graphs, weights }) {
    /** @type {import("onnxruntime-web").InferenceSession.SessionOptions} */
    const options = { externalData: [weights], executionProviders, logSeverityLevel: 3 };
    for (const { name, graph } of graphs) {
      await sessions.get(name)?.release();
      sessions.set(name, await ort.InferenceSession.create(graph, options));
      free(graph.buffer);
    }
    free(weights.data.buffer);
  },

  /**
   * `then` is run right after it, on its own feeds and the first one's outputs. `back`
   * are outputs of earlier runs that have been read; the feeds go back likewise.
   * @param {{name: string, feeds: Page.Feeds, then?: {name: string, feeds: Page.Feeds},
   *   back: ArrayBuffer[]}} values
   */
  async run({ name, feeds, then, back }) {
    spare.put(back);
    /** @type {Milliseconds} */
    const ms = {};
    const results = await timed(name, tensors(feeds), ms);
    if (then) {
      const inputs = { ...results, ...tensors(then.feeds) };
      Object.assign(results, await timed(then.name, inputs, ms));
    }
    /** @type {Page.Feeds} */
    const outputs = {};
    for (const [key, { data, dims }] of Object.entries(results)) {
      outputs[key] = { data: moved(/** @type {Page.Tensor["data"]} */ (data)), dims: [...dims] };
    }
    const read = [feeds, then?.feeds ?? {}].flatMap((each) => Object.values(each));
    return { outputs, ms, spare: read.map(({ data }) => data.buffer) };
  },
};

/**
 * The numbers in a buffer that has been to the page before, if there is one. (The runtime
 * makes its own each time.)
 * @param {Page.Tensor["data"]} data
 */
function moved(data) {
  const buffer = data instanceof Float32Array && spare.take(data.byteLength);
  if (!buffer) return data;
  const copy = new Float32Array(buffer);
  copy.set(data);
  free(data.buffer);
  return copy;
}

/** @typedef {Record<string, number>} Milliseconds  by the name of a session */

/** @param {Page.Feeds} feeds */
function tensors(feeds) {
  const entries = Object.entries(feeds);
  return Object.fromEntries(
    entries.map(([key, { data, dims }]) => {
      const numbers = /** @type {Float32Array} */ (data);
      return [key, new ort.Tensor("float32", numbers, dims)];
    }),
  );
}

/**
 * @param {string} name
 * @param {Record<string, import("onnxruntime-web").Tensor>} inputs
 * @param {Milliseconds} ms
 */
async function timed(name, inputs, ms) {
  const session = sessions.get(name);
  if (!session) throw new Error(noSession(name));
  const started = performance.now();
  const results = await session.run(inputs);
  ms[name] = performance.now() - started;
  return results;
}

/** @type {Promise<void>} */
let last = Promise.resolve();

// One after the other: sessions share the runtime and where it finds their weights.
/** @param {MessageEvent} event */
function answer({ data }) {
  last = last.then(() => work(data));
}

/** @param {{id: number, operation: string}} question */
async function work({ id, operation, ...values }) {
  try {
    /** @type {(values: any) => any} */
    const operate = operations[/** @type {keyof typeof operations} */ (operation)];
    const result = await operate(values);
    /** @type {Page.Tensor[]} */
    const outputs = Object.values(result?.outputs ?? {});
    const transfer = [...outputs.map(({ data }) => data.buffer), ...(result?.spare ?? [])];
    self.postMessage({ id, result }, { transfer });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
}

// The lock is let go when this worker ends, however it ends: that is how the page learns
// of a death that raises no event. Where storage is blocked, as in other sites' frames,
// browsers refuse locks too: the page then hears of errors and of silence only.
/** @param {MessageEvent} event */
async function holdLock({ data: { lock } }) {
  self.removeEventListener("message", holdLock);
  self.addEventListener("message", answer);
  const tell = (/** @type {boolean} */ isHeld) => self.postMessage({ id: 0, result: isHeld });
  try {
    if (lock) await navigator.locks.request(lock, () => new Promise(() => tell(true)));
    else tell(false);
  } catch (error) {
    console.info(`No lock: ${error.message}`);
    tell(false);
  }
}

/**
 * Answer the page's questions by that runtime, on that execution provider.
 * @param {Runtime} runtime
 * @param {string} provider
 */
export function serve(runtime, provider) {
  // The runtime's own threads load the worker's file too, under this name.
  if (self.name.startsWith("em-pthread")) return;
  ort = runtime;
  executionProviders = [provider];
  self.addEventListener("message", holdLock);
}
