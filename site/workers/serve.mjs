// The inference worker's side of site/inference/inference.mjs: create sessions, run them. Each
// worker brings its build of ONNX Runtime Web and where that computes.
import { free } from "../dom/buffers.mjs";

const sessions = new Map();
let ort = null;
let executionProviders = [];

const operations = {
  start({ program, threads }) {
    // The runtime would compile it from bytes. It starts from what is compiled already.
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (source, imports) => {
      if (source instanceof WebAssembly.Module) return instantiate(source, imports);
      return { module: program, instance: await instantiate(program, imports) };
    };
    ort.env.wasm.wasmBinary = new ArrayBuffer(0);
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = "error"; // of the sessions: logSeverityLevel
    return { threads };
  },

  async create({ name, graph, weights }) {
    await sessions.get(name)?.release();
    const options = { externalData: [weights], executionProviders, logSeverityLevel: 3 };
    sessions.set(name, await ort.InferenceSession.create(graph, options));
    [graph.buffer, weights.data.buffer].forEach(free);
  },

  // `then` is run right after it, on its own feeds and the first one's outputs.
  async run({ name, feeds, then }) {
    const ms = {};
    const results = await timed(name, tensors(feeds), ms);
    if (then) {
      const inputs = { ...results, ...tensors(then.feeds) };
      Object.assign(results, await timed(then.name, inputs, ms));
    }
    const outputs = {};
    for (const [key, { data, dims }] of Object.entries(results)) {
      outputs[key] = { data, dims: [...dims] };
    }
    return { outputs, ms };
  },
};

function tensors(feeds) {
  const entries = Object.entries(feeds);
  return Object.fromEntries(
    entries.map(([key, { data, dims }]) => [key, new ort.Tensor("float32", data, dims)]),
  );
}

async function timed(name, inputs, ms) {
  const session = sessions.get(name);
  if (!session) throw new Error(`no session called ${name}`);
  const started = performance.now();
  const results = await session.run(inputs);
  ms[name] = performance.now() - started;
  return results;
}

async function answer({ data: { id, operation, ...values } }) {
  try {
    const result = await operations[operation](values);
    const buffers = Object.values(result?.outputs ?? {}).map((o) => o.data.buffer);
    self.postMessage({ id, result }, buffers);
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
}

// The lock is let go when this worker ends, however it ends: that is how the page learns
// of a death that raises no event. Where storage is blocked, as in other sites' frames,
// browsers refuse locks too: the page then hears of errors and of silence only.
async function holdLock({ data: { lock } }) {
  self.removeEventListener("message", holdLock);
  self.addEventListener("message", answer);
  const tell = (isHeld) => self.postMessage({ id: 0, result: isHeld });
  try {
    if (lock) await navigator.locks.request(lock, () => new Promise(() => tell(true)));
    else tell(false);
  } catch (error) {
    console.info(`No lock: ${error.message}`);
    tell(false);
  }
}

/** Answer the page's questions by that runtime, on that execution provider. */
export function serve(runtime, provider) {
  // The runtime's own threads load the worker's file too, under this name.
  if (self.name.startsWith("em-pthread")) return;
  ort = runtime;
  executionProviders = [provider];
  self.addEventListener("message", holdLock);
}
