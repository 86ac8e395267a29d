// The page's side of the inference worker: questions out, answers back.
import { address, load, prefetch, site } from "./assets.mjs";
export { free } from "./buffers.mjs";
import { expect } from "./progress.mjs";

const SILENCE_MS = 120_000; // longer than any run on a slow phone
const START_MS = 30_000; // of threads: longer than they take if they start at all
const WASM = "vendor/ort/ort-wasm-simd-threaded.wasm";
const WEIGHTS = "weights.bin";
const MAX_THREADS = 4;

export class WorkerDied extends Error {
  name = "WorkerDied";
}

/** The worker gave no answer in time. */
class WorkerSilent extends WorkerDied {}

let worker = null;
let model = null; // {name, title, folder}
let opened = null; // promise of the open model
let pending = new Map(); // id -> {resolve, reject, timer}
let nextId = 0;

export let threads = globalThis.crossOriginIsolated
  ? Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1)
  : 1;

/** The chosen model, once its worker and its first two graphs are ready. */
export function open() {
  opened ??= openModel().catch((error) => {
    opened = null; // the next call tries again
    throw error;
  });
  return opened;
}

/** Open the model in a new worker. */
export function reopen() {
  opened = null;
  return open();
}

async function openModel() {
  model ??= await chooseModel();
  // In Firefox threads now and then never start, and the runtime waits without end:
  // then once more, and then without them.
  for (const number of threads > 1 ? [threads, threads, 1] : [1]) {
    threads = number;
    try {
      await prepare(threads > 1 ? START_MS : SILENCE_MS);
      return model;
    } catch (error) {
      if (threads === 1 || !(error instanceof WorkerSilent)) throw error;
    }
  }
}

async function prepare(patience) {
  await start();
  await create("features", patience); // which starts the threads
  await create("head");
}

// The model that ?model= names, else the first; its files and the others that
// the first heatmap needs begin to arrive.
async function chooseModel() {
  const { first, models } = await site();
  const wanted = new URLSearchParams(location.search).get("model");
  const chosen = models.find(({ name }) => name === wanted) ?? models[0];
  if (!chosen) throw new Error("site.json lists no model: run `make site` again");
  const paths = [...first, ...chosen.first];
  await expect(paths);
  paths.forEach(prefetch);
  return { ...chosen, folder: `models/${chosen.name}/` };
}

/** Make the session of the graph `name`; the worker keeps no copy of the weights. */
export async function create(name, patience) {
  const graph = await bytes(`${name}.onnx`);
  const weights = { path: WEIGHTS, data: await bytes(WEIGHTS) };
  const transfer = [graph.buffer, weights.data.buffer];
  return ask({ operation: "create", name, graph, weights }, transfer, patience);
}

async function bytes(file) {
  return new Uint8Array(await load(model.folder + file));
}

async function start() {
  worker?.terminate();
  fail(new WorkerDied("The inference worker was replaced"));
  const mine = (worker = new Worker(await address("worker.js")));
  mine.addEventListener("message", ({ data }) => settle(data));
  mine.addEventListener("error", (event) => died(mine, event.message));
  mine.addEventListener("messageerror", () => died(mine, "unreadable message"));
  await hold(mine);
  const wasm = await load(WASM);
  await ask({ operation: "start", wasm, threads }, [wasm]);
}

/**
 * Run a session and, if there is one, `then` ({name, feeds}) on its outputs as well. The
 * feeds' buffers are transferred: they're gone afterwards.
 */
export function run(name, feeds, then) {
  const all = [...Object.values(feeds), ...Object.values(then?.feeds ?? {})];
  const buffers = all.map((feed) => feed.data.buffer);
  return ask({ operation: "run", name, feeds, then }, buffers);
}

function ask(message, transfer, patience = SILENCE_MS) {
  return new Promise((resolve, reject) => {
    const id = ++nextId;
    const mine = worker;
    if (!mine) throw new WorkerDied("The inference worker is not running");
    const silent = new WorkerSilent("The inference worker does not answer");
    const timer = setTimeout(() => end(mine, silent), patience);
    pending.set(id, { resolve, reject, timer });
    mine.postMessage({ id, ...message }, transfer);
  });
}

// Resolves once the worker runs and holds its lock; from then on whoever else
// gets the lock knows that the worker has ended.
async function hold(mine) {
  const lock = lockName();
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => died(mine, "did not start"), SILENCE_MS);
    pending.set(0, { resolve, reject, timer });
    mine.postMessage({ lock });
  });
  if (lock) navigator.locks.request(lock, () => died(mine, "it ended"));
}

function lockName() {
  const usable = globalThis.isSecureContext && navigator.locks && origin !== "null";
  return usable ? `playground-${Date.now()}-${Math.random()}` : null;
}

function settle({ id, result, error }) {
  const question = pending.get(id);
  if (!question) return;
  pending.delete(id);
  clearTimeout(question.timer);
  if (error === undefined) question.resolve(result);
  else question.reject(new Error(error));
}

function died(whom, reason) {
  end(whom, new WorkerDied(`The inference worker stopped: ${reason}`));
}

function end(whom, error) {
  if (whom !== worker) return; // one that was already replaced
  worker.terminate();
  worker = null;
  fail(error);
}

function fail(error) {
  const questions = pending;
  pending = new Map();
  for (const { reject, timer } of questions.values()) {
    clearTimeout(timer);
    reject(error);
  }
}
