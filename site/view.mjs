// Python's door to the page: `show` brings parts up to date, `send` reports
// what visitors do. Plain data both ways.
import { showCredits } from "./about.mjs";
import { showFile, showLink } from "./keep.mjs";
import { showCard } from "./card.mjs";
import { showSuggestions } from "./combobox.mjs";
import { showControls, showSettings } from "./controls.mjs";
import { showBefore, showHeatmap, showInput, showLooks, showPlace } from "./heatmap.mjs";
import { showStrip } from "./layers.mjs";
import { showLesson } from "./lesson.mjs";
import { showPredictions } from "./predictions.mjs";
import { showProblem, showStatus } from "./problem.mjs";
import { showThumbnails } from "./sources.mjs";
import { showPicture, showShapes } from "./stage.mjs";

export { connect } from "./send.mjs";
export { retried, showFatal as fail } from "./problem.mjs";

const parts = {
  before: showBefore,
  controls: showControls,
  credits: showCredits,
  file: showFile,
  graphics_card: showCard,
  heatmap: showHeatmap,
  input: showInput,
  lesson: showLesson,
  link: showLink,
  looks: showLooks,
  picture: showPicture,
  place: showPlace,
  predictions: showPredictions,
  problem: showProblem,
  settings: showSettings,
  shapes: showShapes,
  status: showStatus,
  strip: showStrip,
  suggestions: showSuggestions,
  thumbnails: showThumbnails,
};

/** Show plain data, with pixels (RGBA) where the part has any. */
export function show(part, data, pixels, width, height) {
  parts[part](data, pixels && image(pixels, width, height));
}

function image(bytes, width, height) {
  // a file's bytes come in one row and are no picture
  if (height === 1 && bytes.length === width) return bytes;
  const clamped = new Uint8ClampedArray(bytes.buffer, bytes.byteOffset, bytes.length);
  return new ImageData(clamped, width, height);
}
