// "How does it work?": the ten steps, drawn from what Python sends. Nothing is
// asked for before the section is in sight.
import { byId, element, paint } from "../dom/dom.mjs";
import { send } from "../dom/send.mjs";

const MARGIN = "-80px"; // a mere edge of the section in the window is not enough
const WIDE = "(min-width: 62rem)"; // there is room for the sources beside the steps
const SVG = "http://www.w3.org/2000/svg";
const section = byId("how");

const parts = {
  checked: showChecked,
  compared: showCompared,
  drawn: showDrawn,
  faded: showFaded,
  numbers: showNumbers,
  open: watch,
  scores: showScores,
  sources: showSources,
  state: showState,
  text: showText,
  tiles: showTiles,
  weights: showWeights,
};

/** Bring one part of the lesson up to date. */
export function showLesson(data, pixels) {
  parts[data.kind](data, pixels);
}

// From now on Python hears whether the lesson is in sight. When it first is, its
// formulas, which are further down, get their font (lesson.css).
function watch() {
  const tell = ([{ isIntersecting }]) => {
    if (isIntersecting) section.dataset.near = "";
    send("watch", { is_watched: isIntersecting });
  };
  new IntersectionObserver(tell, { rootMargin: MARGIN }).observe(section);
  for (const button of section.querySelectorAll("[data-experiment]")) button.disabled = false;
}

// Another heatmap is being explained: results of the one before no longer hold.
function showState({ layers, layer }) {
  for (const table of section.querySelectorAll(".result")) table.replaceChildren();
  const select = byId("lesson-layer");
  if (!select.options.length) {
    select.append(...layers.map((label) => new Option(label, label)));
  }
  select.value = layer;
}

// All of it has been drawn: how many times by now.
function showDrawn() {
  section.dataset.drawn = Number(section.dataset.drawn ?? 0) + 1;
}

function showText({ name, text }) {
  for (const place of section.querySelectorAll(`[data-live="${name}"]`)) {
    place.textContent = text;
  }
}

// `pixels` holds the tiles one below the other, all of one size.
function showTiles({ figure, captions, alt }, pixels) {
  const height = pixels.height / captions.length;
  for (const place of section.querySelectorAll(`[data-figure="${figure}"]`)) {
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", alt);
    while (place.children.length > captions.length) place.lastChild.remove();
    while (place.children.length < captions.length) {
      place.append(element("span", { className: "tile" }, element("canvas"), element("small")));
    }
    captions.forEach((caption, index) => {
      const [canvas, text] = place.children[index].children;
      const size = pixels.width * height * 4;
      const part = pixels.data.slice(index * size, (index + 1) * size);
      paint(canvas, new ImageData(part, pixels.width, height));
      text.textContent = caption;
    });
  }
}

function showScores({ rows }) {
  const body = rows.map(({ label, logit, length, percent, probability }) =>
    tableRow(label, logit, bar(length), percent, bar(probability)),
  );
  byId("lesson-scores").replaceChildren(...body);
  const buttons = rows.map(({ index, label, chosen }) => {
    const data = { type: "button", className: "outline", ariaPressed: String(chosen) };
    const button = element("button", { ...data, dataset: { class: index } }, label);
    button.addEventListener("click", () => send("explain", { target: index }));
    return button;
  });
  replaceKeepingFocus(byId("lesson-targets"), buttons);
}

function showWeights({ rows, curve, alt }) {
  const body = rows.map(({ channel, weight, length }) =>
    tableRow(String(channel), weight, bar(length)),
  );
  byId("lesson-weights").replaceChildren(...body);
  byId("lesson-curve").replaceChildren(drawCurve(curve, alt));
}

function showNumbers({ rows }) {
  const body = rows.map((cells) => {
    const made = cells.map(({ text, back, ink }) => {
      const cell = element("td", {}, text);
      Object.assign(cell.style, { backgroundColor: back, color: ink });
      return cell;
    });
    return element("tr", {}, ...made);
  });
  byId("lesson-numbers").replaceChildren(...body);
  byId("lesson-numbers").closest("table").hidden = !rows.length;
}

function showChecked({ rows }) {
  const head = ["channel", "from the gradient", "by nudging", "relative error"];
  const body = rows.map(({ channel, analytic, numeric, error }) =>
    tableRow(String(channel), analytic, numeric, error),
  );
  showResult("check", head, body);
}

function showFaded({ rows, layer }) {
  const head = ["faded by", "the score changed by", `foretold by layer ${layer}`, "apart by"];
  const body = rows.map(({ step, actual, foretold, error }) =>
    tableRow(step, actual, foretold, error),
  );
  showResult("fade", head, body);
}

function showCompared({ rows, target }) {
  const head = ["hidden under", `“${target}”`, "best guess", "its probability"];
  const body = rows.map(({ fill, best, best_percent: share, target_percent: own }) =>
    tableRow(fill, own, best, share),
  );
  showResult("compare", head, body);
}

function showResult(name, head, body) {
  const cells = head.map((text) => element("th", { scope: "col" }, text));
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...cells)),
    element("tbody", {}, ...body),
  );
  section.querySelector(`[data-result="${name}"]`).replaceChildren(table);
}

function tableRow(name, ...cells) {
  const head = element("th", { scope: "row" }, name);
  return element("tr", {}, head, ...cells.map((cell) => element("td", {}, cell)));
}

/** A bar of -1..1 of its cell; the number stands beside it. */
function bar(length) {
  const made = element("span", { className: "length", ariaHidden: "true" });
  made.style.setProperty("--length", Math.abs(length));
  made.dataset.sign = Math.sign(length);
  return made;
}

// All weights in the order of their size, as an area around zero.
function drawCurve(values, alt) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 -1 ${values.length} 2`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `All weights, from the largest to the smallest. ${alt}`);
  for (const sign of [1, -1]) {
    const area = document.createElementNS(SVG, "path");
    const steps = values.map((value, index) => {
      const height = value * sign > 0 ? -value : 0;
      return `L${index} ${height}L${index + 1} ${height}`;
    });
    area.setAttribute("d", `M0 0${steps.join("")}L${values.length} 0Z`);
    area.dataset.sign = sign;
    svg.append(area);
  }
  return svg;
}

// The sources as they run, opened where they have room beside the steps.
function showSources({ sources }) {
  const open = matchMedia(WIDE).matches;
  for (const place of section.querySelectorAll("[data-source]")) {
    const listings = sources[place.dataset.source];
    const stays = open && !place.hasAttribute("data-closed");
    place.replaceChildren(...listings.map((listing) => makeListing(listing, stays)));
  }
}

function makeListing({ name, file, line, pieces }, open) {
  const code = element("code");
  for (const [kind, text] of pieces) {
    code.append(kind ? element("span", { className: `py-${kind}` }, text) : text);
  }
  // scrollable, so it must be reachable by keyboard
  const text = element("pre", { tabIndex: 0 }, code);
  text.setAttribute("role", "group");
  text.setAttribute("aria-label", `Source of ${name} in ${file}, line ${line}`);
  const title = element("summary", {}, element("code", {}, name), ` ${file}, line ${line}`);
  return element("details", { className: "listing", open }, title, text);
}

function replaceKeepingFocus(place, buttons) {
  const focused = [...place.children].indexOf(document.activeElement);
  place.replaceChildren(...buttons);
  if (focused >= 0) place.children[Math.min(focused, buttons.length - 1)]?.focus();
}

byId("lesson-layer").addEventListener("change", ({ target }) => {
  send("choose", { name: "layer", value: target.value });
});
section.addEventListener("click", ({ target }) => {
  const { experiment } = target.closest("[data-experiment]")?.dataset ?? {};
  if (!experiment) return;
  section.querySelector(`[data-result="${experiment}"]`).textContent = "Asking the network …";
  send("experiment", { name: experiment });
});
