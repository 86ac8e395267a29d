// The networks that the page runs, and where they compute: on the processor, and for
// those who ask for it on the graphics card.
import { free } from "../dom/buffers.mjs";
import { load, prefetch, site } from "../files/assets.mjs";
import { Inference, WEIGHTS } from "./inference.mjs";
import { expect } from "../files/progress.mjs";
import { noModel } from "../words/loading.mjs";

const MAX_THREADS = 4;
const WEBGPU_WORKER = "webgpu-worker.js";

const threads = globalThis.crossOriginIsolated
  ? Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1)
  : 1;

/** A model's files, and the workers that run its graphs. */
class Network {
  /** @param {(file: string) => Promise<ArrayBuffer>} read  a file of its folder */
  constructor(read) {
    this.read = read;
  }

  /**
   * A worker that computes on the processor, still to be opened.
   * @param {string[]} first the graphs that it begins with
   */
  processor(...first) {
    const wasm = "vendor/ort/ort-wasm-simd-threaded.wasm";
    return new Inference("worker.js", wasm, threads, this.read, first);
  }

  /**
   * One that computes on the graphics card.
   * @param {string[]} first
   */
  card(...first) {
    const wasm = "vendor/ort-webgpu/ort-wasm-simd-threaded.jsep.wasm";
    return new Inference(WEBGPU_WORKER, wasm, 1, this.read, first);
  }

  /** A copy whose weights can be changed. */
  async copy() {
    return new Copy(this.read, await this.weights());
  }

  /** @returns {Promise<Blob>} */
  async weights() {
    const buffer = await this.read(WEIGHTS);
    const blob = new Blob([buffer]); // outside of the page's own memory
    free(buffer);
    return blob;
  }
}

/** A network with the graphs of another one, and weights that can be changed. */
class Copy extends Network {
  /**
   * @param {(file: string) => Promise<ArrayBuffer>} read  a file of the other's folder
   * @param {Blob} weights
   */
  constructor(read, weights) {
    super((file) => (file === WEIGHTS ? this.changed.arrayBuffer() : read(file)));
    this.changed = weights;
  }

  /**
   * Some bytes of the weights.
   * @param {number} start
   * @param {number} stop
   */
  range(start, stop) {
    return this.changed.slice(start, stop).arrayBuffer();
  }

  /**
   * Put other bytes in the place of some of the weights. A blob never changes: what
   * stays is the other network's own.
   * @param {number} start
   * @param {Page.Bytes} bytes
   */
  write(start, bytes) {
    const { changed } = this;
    const rest = changed.slice(start + bytes.length);
    this.changed = new Blob([changed.slice(0, start), bytes, rest]);
  }
}

/** A visitor's own network: its file, and the graphs that Python makes of it. */
class OwnNetwork extends Network {
  /** @type {Map<string, Blob>} */
  #files = new Map();

  /** @param {ArrayBuffer} file  whose numbers are the weights of all graphs */
  constructor(file) {
    super((name) => /** @type {Blob} */ (this.#files.get(name)).arrayBuffer());
    this.#files.set(WEIGHTS, new Blob([file])); // outside of the page's own memory
  }

  /**
   * Keep a graph.
   * @param {string} name
   * @param {Page.Bytes} bytes
   */
  put(name, bytes) {
    this.#files.set(name, new Blob([bytes]));
  }

  async weights() {
    return /** @type {Blob} */ (this.#files.get(WEIGHTS));
  }
}

/** @type {ReturnType<typeof chooseFirst> | null} */
let first = null; // the model that the page opens with

/**
 * The model that the page opens with, once the processor is ready to run it.
 * @param {Promise<unknown>} [before]  during which large files would be in the way
 */
export async function open(before) {
  first ??= chooseFirst(before).catch((error) => {
    first = null; // the next call tries again
    throw error;
  });
  const opened = await first;
  await opened.inference.open();
  return opened;
}

/**
 * Another model of the site.
 * @param {string} name
 */
export async function openModel(name) {
  const opened = inFolder(await named(name));
  try {
    await opened.inference.open();
  } catch (error) {
    opened.inference.close();
    throw error;
  }
  return opened;
}

/**
 * A visitor's own.
 * @param {ArrayBuffer} file
 */
export function own(file) {
  return new OwnNetwork(file);
}

/** Whether there is a graphics card that this page could use. */
export async function hasWebgpu() {
  if (!(WEBGPU_WORKER in (await site()).files)) return false; // the one-file page
  return Boolean(await navigator.gpu?.requestAdapter());
}

/** The model that ?model= names, else the first. */
export function firstModel() {
  return named(new URLSearchParams(location.search).get("model"));
}

/**
 * Its files and the others that the first heatmap needs begin to arrive.
 * @param {Promise<unknown>} [before]
 */
async function chooseFirst(before) {
  const model = await firstModel();
  const paths = [...(await site()).first, ...model.first];
  await expect(paths);
  await before;
  paths.forEach(prefetch);
  return inFolder(model);
}

/**
 * The model of that name, else the first.
 * @param {string | null} name
 */
async function named(name) {
  const { models } = await site();
  const found = models.find((model) => model.name === name) ?? models[0];
  if (!found) throw new Error(noModel());
  return found;
}

/** @param {Page.Model} model */
function inFolder({ name }) {
  const folder = `models/${name}/`;
  const network = new Network((file) => load(folder + file));
  return { name, folder, network, inference: network.processor("features", "head") };
}
