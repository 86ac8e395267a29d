// What the benchmark asks of a page that has loaded: through the page's own
// modules, so that its own worker and sessions do the work.
import { open, send } from "./bench.js";

const { inference } = await open(); // which the page has done before
const SIZE = 224;
const CLASSES = 1000;
const image = Float32Array.from({ length: SIZE * SIZE * 3 }, () => Math.random() * 255);
const seed = new Float32Array(CLASSES);
seed[0] = 1;
let turn = 0;

// Buffers are transferred, so every run gets one, as the page's own runs do.
function filled(values) {
  const data = inference.numbers(values.length);
  data.set(values);
  return data;
}
const tensors = {
  image: () => ({ data: filled(image), dims: [1, SIZE, SIZE, 3] }),
  seed: () => ({ data: filled(seed), dims: [1, CLASSES] }),
};

/** Make the sessions that the page does not have on its own. */
export async function prepare() {
  await inference.create("forward");
  await inference.create("layers");
}

const works = {
  forward: () => inference.run("forward", { image: tensors.image() }),
  layers: () => inference.run("layers", { image: tensors.image(), seed: tensors.seed() }),
  heatmaps: () => globalThis.allHeatmaps(),

  // Another picture to the network each time; done when the heatmap is painted.
  async perturbation() {
    turn = (turn + 1) % 50;
    const painted = globalThis.benchmark.nextPaint();
    const shape = { tool: "rect", x: 0.1, y: 0.1, w: 0.3 + turn / 100, h: 0.5 };
    send("sketch", { shape });
    await painted;
  },
};

/** Do one of the works; how long it took, in ms. */
export async function measure(name) {
  const started = performance.now();
  await works[name]();
  return performance.now() - started;
}

/** A stroke of one move; how long it took until it was shown, in ms. */
export async function firstUpdate() {
  const took = await measure("perturbation");
  const restored = globalThis.benchmark.nextPaint();
  send("sketch", { shape: null });
  await restored;
  return took;
}

/** Forward passes one after another; how many a second. */
export async function forwardRate(milliseconds) {
  const started = performance.now();
  let count = 0;
  do {
    await works.forward();
    count += 1;
  } while (performance.now() - started < milliseconds);
  return (count * 1000) / (performance.now() - started);
}
