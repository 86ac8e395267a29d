// The page's side of an inference worker: questions out, answers back.
// Longer than most, by its types: one class, a worker and its questions.
import { address, compile } from "../files/assets.mjs";
import { sentenceOf } from "../dom/sentence.mjs";
import { Spare } from "./spare.mjs";
import * as words from "../words/loading.mjs";

const SILENCE_MS = 120_000; // longer than any run on a slow phone
const START_MS = 30_000; // of threads: longer than they take if they start at all
export const WEIGHTS = "weights.bin";

/** @type {Map<string, Promise<WebAssembly.Module>>} */
const programs = new Map(); // the runtime's, by their paths: all workers share them

class WorkerDied extends Error {
  name = "WorkerDied";
}

/** The worker gave no answer in time. */
class WorkerSilent extends WorkerDied {}

/**
 * @typedef {object} Question
 * @property {(answer: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {number} timer
 */

/** A worker with a model's sessions, which can be replaced when it dies. */
export class Inference {
  #script;
  #wasm;
  #read;
  #first;
  #wanted = false;
  /** @type {Promise<void> | null} */
  #opened = null; // the open model
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, Question>} */
  #pending = new Map(); // by id
  #nextId = 0;
  #spare = new Spare(); // feeds that came back
  /** @type {ArrayBuffer[]} */
  #back = []; // outputs that have been read, on their way to the worker

  /**
   * `script` and `wasm` are paths of the site, `read` gives a file of the model's folder
   * in a buffer that may be transferred, `first` are the graphs that `open` prepares.
   * @param {string} script
   * @param {string} wasm
   * @param {number} threads
   * @param {(file: string) => Promise<ArrayBuffer>} read
   * @param {string[]} first
   */
  constructor(script, wasm, threads, read, first) {
    this.#script = script;
    this.#wasm = wasm;
    this.#read = read;
    this.#first = first;
    this.threads = threads;
  }

  /** Resolves once the worker and the first graphs of the model are ready. */
  open() {
    this.#wanted = true;
    this.#opened ??= this.#open().catch((error) => {
      this.#opened = null; // the next call tries again
      throw error;
    });
    return this.#opened;
  }

  /** Open the model in a new worker. */
  reopen() {
    this.#opened = null;
    return this.open();
  }

  /** End the worker, if there is one; `open` begins anew. */
  close() {
    this.#wanted = false;
    this.#opened = null;
    this.#end(this.#worker, new WorkerDied(words.workerClosed()));
  }

  /**
   * Make the session of the graph `name`; the worker keeps no copy of the weights.
   * @param {string} name
   */
  async create(name) {
    return this.#make(await this.#parts([name]));
  }

  /**
   * Run a session and, if there is one, `then` ({name, feeds}) on its outputs as well.
   * The feeds' buffers are transferred: they're gone afterwards (see `numbers`).
   * @param {string} name
   * @param {Page.Feeds} feeds
   * @param {{name: string, feeds: Page.Feeds}} [then]
   */
  async run(name, feeds, then) {
    const all = [...Object.values(feeds), ...Object.values(then?.feeds ?? {})];
    const buffers = all.map((feed) => feed.data.buffer);
    const back = this.#back.splice(0);
    const asked = { operation: "run", name, feeds, then, back };
    const { spare, ...answer } = await this.#ask(asked, [...buffers, ...back]);
    this.#spare.put(spare);
    return answer;
  }

  /**
   * So many numbers to feed to a run, in a buffer that has been there before if possible.
   * @param {number} count
   */
  numbers(count) {
    const { BYTES_PER_ELEMENT: size } = Float32Array;
    return new Float32Array(this.#spare.take(count * size) ?? new ArrayBuffer(count * size));
  }

  /** @param {ArrayBuffer} buffer  of an output that has been read */
  giveBack(buffer) {
    this.#back.push(buffer);
  }

  async #open() {
    // In Firefox threads now and then never start, and the runtime waits without end:
    // then once more, and then without them.
    const { threads } = this;
    for (const number of threads > 1 ? [threads, threads, 1] : [1]) {
      this.threads = number;
      try {
        return await this.#prepare(number > 1 ? START_MS : SILENCE_MS);
      } catch (error) {
        if (number === 1 || !(error instanceof WorkerSilent)) throw error;
      }
    }
  }

  /** @param {number} patience */
  async #prepare(patience) {
    // Nothing waits for an answer before the next is asked: this thread is busy with
    // Python's start, and would be slow to hear.
    const program = compiled(this.#wasm);
    const parts = this.#parts(this.#first);
    [program, parts].forEach((begun) => begun.catch(() => null)); // told below
    const [held] = await this.#start();
    const started = program.then((code) => this.#begin(code));
    const created = program.then(async () => this.#make(await parts, patience));
    await Promise.all([held, started, created]); // with the first session the threads start
  }

  /** @param {WebAssembly.Module} program */
  #begin(program) {
    return this.#ask({ operation: "start", program, threads: this.threads });
  }

  /** @param {string[]} names  of graphs, which share the weights */
  async #parts(names) {
    const files = [...names.map((name) => `${name}.onnx`), WEIGHTS];
    const bytes = await Promise.all(files.map((file) => this.#bytes(file)));
    const data = /** @type {Page.Bytes} */ (bytes.pop());
    const graphs = names.map((name, index) => ({ name, graph: bytes[index] }));
    return { graphs, weights: { path: WEIGHTS, data } };
  }

  /**
   * @param {{graphs: {graph: Page.Bytes}[], weights: {data: Page.Bytes}}} parts
   * @param {number} [patience]
   */
  #make(parts, patience) {
    const buffers = parts.graphs.map(({ graph }) => graph.buffer);
    const transfer = [...buffers, parts.weights.data.buffer];
    return this.#ask({ operation: "create", ...parts }, transfer, patience);
  }

  /** @param {string} file */
  async #bytes(file) {
    return new Uint8Array(await this.#read(file));
  }

  /** A new worker, and a promise that it holds its lock. */
  async #start() {
    this.#end(this.#worker, new WorkerDied(words.workerReplaced()));
    const source = await address(this.#script);
    if (!this.#wanted) throw new WorkerDied(words.workerClosed());
    const mine = (this.#worker = new Worker(source));
    mine.addEventListener("message", ({ data }) => this.#settle(data));
    mine.addEventListener("error", (event) => this.#died(mine, sentenceOf(event)));
    mine.addEventListener("messageerror", () => this.#died(mine, words.unreadable()));
    return [this.#hold(mine)];
  }

  /**
   * @param {object} message
   * @param {ArrayBuffer[]} [transfer]
   */
  #ask(message, transfer, patience = SILENCE_MS) {
    return new Promise((resolve, reject) => {
      const id = ++this.#nextId;
      const mine = this.#worker;
      if (!mine) throw new WorkerDied(words.workerMissing());
      const silent = new WorkerSilent(words.workerSilent());
      const timer = setTimeout(() => this.#end(mine, silent), patience);
      this.#pending.set(id, { resolve, reject, timer });
      mine.postMessage({ id, ...message }, transfer ?? []);
    });
  }

  // Resolves once the worker runs and holds its lock; from then on whoever else
  // gets the lock knows that the worker has ended.
  /** @param {Worker} mine */
  async #hold(mine) {
    const lock = lockName();
    const isHeld = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#died(mine, words.notStarted()), SILENCE_MS);
      this.#pending.set(0, { resolve, reject, timer });
      mine.postMessage({ lock });
    });
    if (lock && isHeld) this.#watch(lock, mine);
  }

  /**
   * @param {string} lock
   * @param {Worker} mine
   */
  async #watch(lock, mine) {
    try {
      await navigator.locks.request(lock, () => this.#died(mine, words.ended()));
    } catch (error) {
      console.info(`The inference worker is not watched: ${error.message}`);
    }
  }

  /** @param {{id: number, result?: any, error?: string}} answer */
  #settle({ id, result, error }) {
    const question = this.#pending.get(id);
    if (!question) return;
    this.#pending.delete(id);
    clearTimeout(question.timer);
    if (error === undefined) question.resolve(result);
    else question.reject(new Error(error));
  }

  /**
   * @param {Worker} whom
   * @param {string} reason
   */
  #died(whom, reason) {
    this.#end(whom, new WorkerDied(words.workerStopped(reason)));
  }

  /**
   * @param {Worker | null} whom
   * @param {Error} error
   */
  #end(whom, error) {
    if (whom !== this.#worker) return; // one that was already replaced
    this.#worker?.terminate();
    this.#worker = null;
    this.#back = [];
    this.#spare = new Spare();
    const questions = this.#pending;
    this.#pending = new Map();
    for (const { reject, timer } of questions.values()) {
      clearTimeout(timer);
      reject(error);
    }
  }
}

/** @param {string} path */
function compiled(path) {
  const known = programs.get(path) ?? compile(path);
  programs.set(path, known);
  known.catch(() => programs.delete(path)); // the next one tries again
  return known;
}

function lockName() {
  try {
    const usable = globalThis.isSecureContext && navigator.locks && origin !== "null";
    return usable ? `playground-${Date.now()}-${Math.random()}` : null;
  } catch {
    return null; // refused even to be looked at
  }
}
