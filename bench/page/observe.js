// Runs in a measured page before its own code. It notes when heatmaps are
// painted, what the pointer did and which input each heatmap belongs to, by the
// browser's own interfaces only.
globalThis.benchmark = {
  paints: [], // {at, edge}: heatmaps painted, edge as below of their input
  moves: [], // {at, x}: pointer moves over the stage, x in 0..1 of it
  tasks: [], // long tasks of the main thread, in ms
  firstPaint: null, // of a heatmap that was computed, since navigation began
  fetched: [], // addresses that had been asked for by then
  nextPaint: () => new Promise((resolve) => benchmark.waiting.push(resolve)),
  waiting: [],
};
{
  const { benchmark } = globalThis;
  let edge = 0;

  // What is computed comes as pixels; what came with the page is drawn as an image.
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...values) {
    putImageData.apply(this, values);
    if (this.canvas.id !== "heatmap") return;
    const at = performance.now();
    if (benchmark.firstPaint === null) {
      benchmark.firstPaint = at;
      const asked = performance.getEntriesByType("resource");
      benchmark.fetched = [location.href, ...asked.map(({ name }) => name)];
    }
    benchmark.paints.push({ at, edge });
    benchmark.waiting.splice(0).forEach((resolve) => resolve());
  };

  const noteMove = ({ clientX, timeStamp }) => {
    const area = document.getElementById("stage")?.getBoundingClientRect();
    if (!area) return;
    benchmark.moves.push({ at: timeStamp, x: (clientX - area.left) / area.width });
  };
  addEventListener("pointermove", noteMove, { capture: true });

  new PerformanceObserver((list) => {
    benchmark.tasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: "longtask", buffered: true });

  // The share of the input's middle row that is hidden by gray, from the left.
  const grayEdge = ({ data, dims: [, height, width] }) => {
    const start = (height >> 1) * width * 3;
    let column = width;
    while (column > 0 && data[start + (column - 1) * 3] !== 128) column -= 1;
    return column / width;
  };
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.operation === "run" && message.name === "features") {
      edge = grayEdge(message.feeds.image);
    }
    return postMessage.call(this, message, ...rest);
  };
}
