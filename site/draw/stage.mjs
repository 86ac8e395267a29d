// The picture with its shapes, drawn by Konva. Python owns the shapes; here
// they are shown, and strokes and moves become actions.
// Longer than most, by its types: each shape has its own.
import { byId, canvasOf, queryAll } from "../dom/dom.mjs";
import { currentTool } from "./pen.mjs";
import { send } from "../dom/send.mjs";
import { makeNode } from "./shapes.mjs";
import { pictureCredit } from "../words/panels.mjs";

const { Konva } = globalThis;
/** @typedef {import("konva").default.Shape | import("konva").default.Group} Node */

const frame = byId("stage");
const stage = new Konva.Stage({ container: frame, width: 1, height: 1 });
const pictureLayer = new Konva.Layer({ listening: false });
const hiddenLayer = new Konva.Layer(); // shapes as a stencil, the fill shows through
const toolLayer = new Konva.Layer();
stage.add(pictureLayer, hiddenLayer, toolLayer);

const photo = new Konva.Image({ image: undefined, x: 0, y: 0 });
const outside = new Konva.Group({ opacity: 0.55 }); // what the network does not see
pictureLayer.add(photo, outside);
const stencil = new Konva.Group();
const filling = new Konva.Image({
  image: undefined,
  listening: false,
  globalCompositeOperation: "source-in",
});
hiddenLayer.add(stencil, filling);
const handles = new Konva.Transformer({
  rotateEnabled: false,
  ignoreStroke: true,
  flipEnabled: false,
  keepRatio: false,
});
const cross = new Konva.Path({
  data: "M-12 0H-3M3 0H12M0 -12V-3M0 3V12",
  stroke: "white",
  strokeWidth: 2,
  shadowColor: "black",
  shadowBlur: 3,
  visible: false,
  listening: false,
});
toolLayer.add(handles, cross);

let canvas = canvasOf(new ImageData(4, 3));
/** @type {Protocol.Settings["box"]} */
let box = [0, 0, 1, 1]; // what the network sees of the picture
/** @type {Protocol.Shapes["shapes"]} */
let shapes = []; // as placed
/** @type {number | null} */
let selected = null; // index
/** @type {Node | null} */
let draftNode = null;
let draftAsked = 0;

/** The picture, what is drawn over it, and the part that the network sees. */
export function picture() {
  return { canvas, hidden: hiddenLayer.getNativeCanvasElement(), box };
}

/** Whether there is something to draw on. */
export function hasPicture() {
  return Boolean(photo.image() ?? frame.style.backgroundImage);
}

/**
 * A picture before Python has it: strokes have to wait for their answer.
 * @param {string} address
 * @param {ImageBitmap} pixels
 */
export function showEarly(address, pixels) {
  if (photo.image()) return; // it is there
  canvas = canvasOf(pixels);
  setAspect(pixels.width / pixels.height);
  frame.style.backgroundImage = `url("${address}")`;
}

/** @param {number} aspect */
function setAspect(aspect) {
  frame.style.aspectRatio = String(aspect);
  document.documentElement.style.setProperty("--aspect", String(aspect));
}

/**
 * Another picture.
 * @type {Protocol.Show<"picture">}
 */
export function showPicture({ title, credit, sample }, pixels) {
  canvas = canvasOf(pixels);
  photo.image(canvas);
  frame.style.backgroundImage = "";
  setAspect(canvas.width / canvas.height);
  byId("picture-credit").textContent = pictureCredit(title, credit);
  for (const button of queryAll("[data-sample]")) {
    button.setAttribute("aria-pressed", String(button.dataset.sample === sample));
  }
  fit();
}

/**
 * What hidden parts look like, and which part of the picture the network sees.
 * @param {ImageData | ImageBitmap} pixels
 * @param {typeof box} area
 */
export function showFill(pixels, area) {
  filling.image(canvasOf(pixels));
  box = area;
  fit();
}

/**
 * The placed shapes.
 * @type {Protocol.Show<"shapes">}
 */
export function showShapes({ shapes: placed, can_undo: canUndo, can_redo: canRedo }) {
  shapes = placed;
  if (selected !== null && selected >= shapes.length) selected = null;
  draftNode = null;
  byId("undo").disabled = !canUndo;
  byId("redo").disabled = !canRedo;
  byId("clear").disabled = !shapes.length;
  drawShapes();
}

function size() {
  return { width: stage.width(), height: stage.height() };
}

function fit() {
  const width = frame.clientWidth;
  const height = frame.clientHeight;
  if (!width || !height) return;
  stage.size({ width, height });
  photo.size({ width, height });
  const [left, top, right, bottom] = box;
  filling.position({ x: left * width, y: top * height });
  filling.size({ width: (right - left) * width, height: (bottom - top) * height });
  const bands = [
    [0, 0, 1, top],
    [0, bottom, 1, 1 - bottom],
    [0, top, left, bottom - top],
    [right, top, 1 - right, bottom - top],
  ];
  outside.destroyChildren();
  for (const [x, y, w, h] of bands) {
    const rect = { x: x * width, y: y * height, width: w * width, height: h * height };
    outside.add(new Konva.Rect({ ...rect, fill: "black" }));
  }
  drawShapes();
}

function drawShapes() {
  const nodes = shapes.map((shape, index) => makeMovable(shape, index));
  stencil.destroyChildren();
  stencil.add(...nodes);
  handle(nodes);
  hiddenLayer.draw();
  toolLayer.batchDraw();
}

/**
 * Handles around the picked one of the shapes.
 * @param {Node[]} nodes
 */
function handle(nodes) {
  handles.nodes(selected === null ? [] : [nodes[selected]]);
  handles.resizeEnabled(selected !== null && shapes[selected]?.tool === "rect");
  byId("delete").disabled = selected === null;
}

/**
 * @param {Protocol.Shapes["shapes"][number]} shape
 * @param {number} index
 */
function makeMovable(shape, index) {
  const node = makeNode(shape, size());
  const selecting = currentTool() === "select";
  node.setAttrs({ draggable: selecting, listening: selecting });
  const offset = () => ({ dx: node.x() / stage.width(), dy: node.y() / stage.height() });
  node.on("pointerdown", () => select(index));
  node.on("dragmove", () => send("move", { index, ...offset(), done: false }));
  node.on("dragend", () => send("move", { index, ...offset(), done: true }));
  node.on("transform transformend", ({ type }) => {
    const area = node.getClientRect({ skipStroke: true, relativeTo: stage });
    const { width, height } = size();
    /** @type {Protocol.Rect} */
    const rect = {
      tool: "rect",
      x: area.x / width,
      y: area.y / height,
      w: area.width / width,
      h: area.height / height,
    };
    send(type === "transform" ? "sketch" : "place", { shape: rect, index });
  });
  return node;
}

/**
 * Pick a shape, or with null none.
 * @param {number | null} index
 */
export function select(index) {
  selected = index;
  handle(stencil.getChildren());
  toolLayer.batchDraw();
}

/** The picked shape's index, or null. */
export function selection() {
  return selected;
}

/**
 * The topmost shape at a place, or null.
 * @param {number} x
 * @param {number} y
 */
export function shapeAt(x, y) {
  const node = stage.getIntersection({ x: x * stage.width(), y: y * stage.height() });
  const index = node ? stencil.getChildren().indexOf(node) : -1;
  return index < 0 ? null : index;
}

/** Remove the picked shape. */
export function remove() {
  if (selected === null) return;
  const index = selected;
  select(null);
  send("delete", { index });
}

/**
 * The keyboard's cross; null hides it.
 * @param {{x: number, y: number} | null} place
 */
export function showCross(place) {
  cross.visible(place !== null);
  if (place) cross.position({ x: place.x * stage.width(), y: place.y * stage.height() });
  showTools();
  toolLayer.batchDraw();
}

// An empty layer would be carried by every frame all the same.
function showTools() {
  toolLayer.visible(cross.visible() || currentTool() === "select");
}

/**
 * The stroke so far. It is drawn at once; Python hears of it once a frame at most.
 * @param {Protocol.Shape | null} shape
 */
export function sketch(shape) {
  draftNode?.destroy();
  draftNode = shape && makeNode(shape, size());
  if (draftNode) stencil.add(draftNode);
  hiddenLayer.batchDraw();
  cancelAnimationFrame(draftAsked);
  draftAsked = requestAnimationFrame(() => send("sketch", { shape }));
}

/**
 * The finished stroke.
 * @param {Protocol.Shape} shape
 */
export function place(shape) {
  cancelAnimationFrame(draftAsked);
  send("place", { shape });
}

/** Shapes can be picked with one tool only. */
function useTool() {
  const selecting = currentTool() === "select";
  if (!selecting) select(null);
  frame.classList.toggle("selecting", selecting);
  // else Konva would look for a node under the pointer at each of its moves
  for (const layer of [hiddenLayer, toolLayer]) layer.listening(selecting);
  showTools();
  for (const node of stencil.getChildren()) {
    node.setAttrs({ draggable: selecting, listening: selecting });
  }
  hiddenLayer.draw();
}

stage.on("pointerdown", ({ target }) => {
  if (target === stage && currentTool() === "select") select(null);
});
byId("delete").addEventListener("click", remove);
for (const radio of queryAll("input[name=tool]")) {
  radio.addEventListener("change", useTool);
}
useTool();
new ResizeObserver(fit).observe(frame);
