// What bench/zoo/chromium.py asks of a page that explains a visitor's own network.
import { own, send } from "./bench.js";

const pause = () => new Promise((wake) => setTimeout(wake, 20));
const atRest = async () => {
  while (!playground.state().strip || document.body.dataset.state !== "ready") await pause();
};
const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
let plain = null; // the network's file itself, in a worker of its own

/** Begin to run the file as it is: how long it takes, without any gradient. */
async function openPlain() {
  const file = document.getElementById("measured").files[0];
  const network = own(new ArrayBuffer(0));
  network.put("forward.onnx", new Uint8Array(await file.arrayBuffer()));
  plain = network.processor("forward");
  await plain.open();
}

async function forward(name, dims) {
  const data = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, Math.random);
  const { ms } = await plain.run("forward", { [name]: { data, dims } });
  return ms.forward;
}

/** Heatmaps a second while a stroke goes on. */
async function updates(turns) {
  const started = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    const painted = benchmark.nextPaint();
    const shape = { tool: "rect", x: 0.1, y: 0.1, w: 0.2 + turn / 100, h: 0.5 };
    send("sketch", { shape });
    await painted;
  }
  const seconds = (performance.now() - started) / 1000;
  send("sketch", { shape: null });
  return turns / seconds;
}

/** All layers of another class each time, in ms. */
async function layers(target) {
  send("explain", { target });
  while (playground.state().target !== target) await pause();
  await atRest();
  return playground.state().timings.layers;
}

/** Everything, by turns: {forward, layers} in ms, {updates} a second. */
export async function measure(name, dims, rounds, turns) {
  await atRest();
  await openPlain();
  const found = { forward: [], layers: [], updates: [] };
  for (let round = -1; round < rounds; round += 1) {
    const forwards = [];
    for (let turn = 0; turn < 3; turn += 1) forwards.push(await forward(name, dims));
    const one = { forward: median(forwards), layers: await layers(round + 1) };
    one.updates = await updates(turns);
    await atRest();
    if (round >= 0) for (const key of Object.keys(found)) found[key].push(one[key]);
  }
  plain.close();
  return Object.fromEntries(Object.entries(found).map(([key, all]) => [key, median(all)]));
}
