// Runs in every page before its own code and notes what only the page can see.
// It looks at nothing but the browser's interfaces: attributes, canvases, pointer
// events, and messages to the inference worker.
globalThis.observed = {
  states: [], // every value that data-state has taken
  heatmapPaints: 0, // pictures painted into #heatmap
  pointers: [], // {x, frame}: moves over the stage, x in 0..1 of it
  runs: [], // {name, frame, waiting, grayUntil}: inference asked for
};
{
  const { observed } = globalThis;
  let frame = 0;
  const countFrames = () => {
    frame += 1;
    requestAnimationFrame(countFrames);
  };
  countFrames();

  const options = { attributes: true, childList: true, subtree: true };
  new MutationObserver(() => {
    const state = document.body?.dataset.state;
    if (state && state !== observed.states.at(-1)) observed.states.push(state);
  }).observe(document, { ...options, attributeFilter: ["data-state"] });

  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...values) {
    if (this.canvas.id === "heatmap") observed.heatmapPaints += 1;
    return putImageData.apply(this, values);
  };

  addEventListener(
    "pointermove",
    ({ clientX }) => {
      const area = document.getElementById("stage")?.getBoundingClientRect();
      if (area) observed.pointers.push({ x: (clientX - area.left) / area.width, frame });
    },
    { capture: true },
  );

  // The column after the last gray pixel in the middle row of the network's input.
  const grayUntil = ({ data, dims }) => {
    const [, height, width] = dims;
    const start = (height >> 1) * width * 3;
    const isGray = (column) =>
      [0, 1, 2].every((channel) => data[start + column * 3 + channel] === 128);
    let column = width;
    while (column > 0 && !isGray(column - 1)) column -= 1;
    return column;
  };

  const { postMessage } = Worker.prototype;
  const waiting = new Map(); // worker -> ids of runs without an answer
  Worker.prototype.postMessage = function (message, ...rest) {
    if (!waiting.has(this)) {
      waiting.set(this, new Set());
      this.addEventListener("message", ({ data }) => waiting.get(this).delete(data.id));
    }
    if (message.operation === "run") {
      const { name, feeds } = message;
      const edge = name === "features" ? grayUntil(feeds.image) : null;
      const others = waiting.get(this).size;
      observed.runs.push({ name, frame, waiting: others, grayUntil: edge });
      waiting.get(this).add(message.id);
    }
    return postMessage.call(this, message, ...rest);
  };
}
