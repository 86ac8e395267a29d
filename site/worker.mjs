// ONNX Runtime Web in a worker of its own: create sessions, run them.
// convert/site.py bundles it into worker.js, a classic script.
import * as ort from "onnxruntime-web/wasm";

const sessions = new Map();
let weights = null; // shared by all graphs of the model: {path, data}

const operations = {
  start({ wasm, threads }) {
    ort.env.wasm.wasmBinary = wasm;
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = "error";
    return { threads };
  },

  weights({ path, data }) {
    weights = { path, data };
  },

  async create({ name, graph }) {
    await sessions.get(name)?.release();
    const options = { externalData: weights ? [weights] : [] };
    sessions.set(name, await ort.InferenceSession.create(graph, options));
  },

  async run({ name, feeds, fetches }) {
    const session = sessions.get(name);
    if (!session) throw new Error(`no session called ${name}`);
    const inputs = {};
    for (const [key, { data, dims }] of Object.entries(feeds)) {
      inputs[key] = new ort.Tensor("float32", data, dims);
    }
    const started = performance.now();
    const results = await session.run(inputs, fetches ?? session.outputNames);
    const ms = performance.now() - started;
    const outputs = {};
    for (const [key, { data, dims }] of Object.entries(results)) {
      outputs[key] = { data, dims: [...dims] };
    }
    return { outputs, ms };
  },
};

async function answer({ data: { id, operation, ...values } }) {
  try {
    const result = await operations[operation](values);
    const buffers = Object.values(result?.outputs ?? {}).map((o) => o.data.buffer);
    self.postMessage({ id, result }, buffers);
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
}

// The lock is let go when this worker ends, however it ends: that is how the
// page learns of a death that raises no event.
function holdLock({ data: { lock } }) {
  self.removeEventListener("message", holdLock);
  self.addEventListener("message", answer);
  const forever = () => new Promise(() => self.postMessage({ id: 0 }));
  if (lock) navigator.locks.request(lock, forever);
  else self.postMessage({ id: 0 });
}

// The runtime's own threads load this very file under this name.
if (!self.name.startsWith("em-pthread")) {
  self.addEventListener("message", holdLock);
}
