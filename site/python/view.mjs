// How Python brings parts of the page up to date, with plain data.
import { showCredits } from "../panels/about.mjs";
import { allowCrowd } from "../laboratory/crowd.mjs";
import { showCourse } from "../course/door.mjs";
import { showFormula } from "../lesson/formula.mjs";
import { endOpening } from "../panels/early.mjs";
import { showFile, showLink } from "../panels/keep.mjs";
import { showCard } from "../panels/card.mjs";
import { showSuggestions } from "../dom/combobox.mjs";
import { showControls, showSettings } from "../panels/controls.mjs";
import { showBefore, showHeatmap, showInput, showLooks, showPlace } from "../panels/heatmap.mjs";
import { showStrip } from "../panels/layers.mjs";
import { showChoices, showTrial } from "../laboratory/laboratory.mjs";
import { allowComparing, showCompared } from "../laboratory/compare.mjs";
import { showLanguage } from "../panels/language.mjs";
import { showLesson } from "../lesson/lesson.mjs";
import { showMission } from "../missions/missions.mjs";
import { showBest, showNetwork, showProgress } from "../panels/network.mjs";
import { showPredictions } from "../panels/predictions.mjs";
import { showProblem, showStatus } from "../panels/problem.mjs";
import { showThumbnails } from "../panels/sources.mjs";
import { showPicture, showShapes } from "../draw/stage.mjs";

/** @type {{[Name in keyof Protocol.Parts]: Protocol.Show<Name>}} */
const parts = {
  before: showBefore,
  controls: (data) => {
    showControls(data);
    showChoices(data);
    allowComparing();
    allowCrowd();
  },
  course: showCourse,
  credits: showCredits,
  file: showFile,
  formula: showFormula,
  graphics_card: showCard,
  heatmap: showHeatmap,
  input: showInput,
  language: showLanguage,
  lesson: showLesson,
  link: showLink,
  looks: showLooks,
  picture: showPicture,
  place: showPlace,
  mission: showMission,
  network: showNetwork,
  network_progress: showProgress,
  predictions: (data) => {
    endOpening();
    showPredictions(data);
    showBest(data);
  },
  problem: showProblem,
  settings: showSettings,
  shapes: showShapes,
  status: showStatus,
  strip: showStrip,
  suggestions: showSuggestions,
  thumbnails: showThumbnails,
  tiles: showCompared,
  trial: showTrial,
};

/**
 * Show plain data, with pixels (RGBA) where the part has any. What each part gets is
 * declared in gradcam_py/view/protocol, and Python keeps to it.
 * @param {keyof Protocol.Parts} part
 * @param {any} data
 * @param {Page.Bytes} [pixels]
 * @param {number} [width]
 * @param {number} [height]
 */
export function show(part, data, pixels, width = 0, height = 0) {
  /** @type {(data: any, pixels: any) => void} */
  const shown = parts[part];
  shown(data, pixels && image(pixels, width, height));
}

/**
 * @param {Page.Bytes} bytes
 * @param {number} width
 * @param {number} height
 */
function image(bytes, width, height) {
  // a file's bytes come in one row and are no picture
  if (height === 1 && bytes.length === width) return bytes;
  const clamped = new Uint8ClampedArray(bytes.buffer, bytes.byteOffset, bytes.length);
  return new ImageData(clamped, width, height);
}
