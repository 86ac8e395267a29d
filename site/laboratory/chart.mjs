// A chart of curves. uPlot draws it, and is fetched with the first one.
import { number } from "../words/language.mjs";

/** @typedef {import("uplot").AlignedData} Data */

/** @typedef {{key: string, colour: string, width: number, dash?: number[]}} Line */
/**
 * @typedef {object} Kind of a chart
 * @property {Line[]} lines
 * @property {[number, number]} [band] between two of the series: the first is `places`
 * @property {(place: number) => string} told what stands below the chart
 */

const HEIGHT = 260;

/** uPlot asks for numbers in the browser's language, which may be none, such as "C". */
function nameLanguage() {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, "language", { value: document.documentElement.lang });
  }
}

export class Chart {
  /**
   * @param {HTMLElement} place
   * @param {Kind} kind
   * @param {(step: number) => void} look called with the step under the pointer
   */
  constructor(place, kind, look) {
    this.place = place;
    this.kind = kind;
    this.look = look;
    /** @type {import("uplot") | null} */
    this.plot = null;
    /** @type {Data | null} */
    this.data = null;
    new ResizeObserver(() => {
      const width = place.clientWidth;
      if (width) this.plot?.setSize({ width, height: HEIGHT });
    }).observe(place);
    new MutationObserver(() => this.#renew()).observe(document.documentElement, {
      attributeFilter: ["data-theme", "lang"],
    });
  }

  /**
   * @param {number[]} places of the values, from left to right
   * @param {Record<string, (number | null)[]>} lines
   * @param {string} alt
   */
  show(places, lines, alt) {
    this.place.setAttribute("aria-label", alt);
    const empty = places.map(() => null);
    this.data = [places, ...this.kind.lines.map(({ key }) => lines[key] ?? empty)];
    if (this.plot) this.plot.setData(this.data);
    else this.#draw();
  }

  async #draw() {
    nameLanguage();
    const { default: UPlot } = await import("../vendor/uPlot.esm.js");
    // more may have come meanwhile
    if (this.data && !this.plot) this.plot = new UPlot(this.#options(), this.data, this.place);
    else if (this.data) this.plot?.setData(this.data);
  }

  /** In the colours of another theme, with the numbers of another language. */
  #renew() {
    if (!this.plot) return;
    this.plot.destroy();
    this.plot = null;
    this.#draw();
  }

  /** @returns {import("uplot").Options} */
  #options() {
    const style = getComputedStyle(this.place);
    const paint = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    const { band, told } = this.kind;
    const lines = this.kind.lines.map(({ colour, width, dash }) => ({
      stroke: paint(colour),
      width,
      dash,
      points: { show: false },
    }));
    const axis = {
      stroke: paint("--pico-muted-color"),
      grid: { stroke: paint("--pico-muted-border-color"), width: 1 },
    };
    return {
      width: this.place.clientWidth || 320,
      height: HEIGHT,
      legend: { show: false },
      scales: { x: { time: false } },
      series: [{}, ...lines],
      bands: band && [{ series: band, fill: paint("--band") }],
      axes: [
        { ...axis, values: (_, values) => values.map(told) },
        { ...axis, values: (_, values) => values.map(number) },
      ],
      cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
      hooks: {
        setCursor: [
          ({ cursor: { idx, event } }) => {
            if (event && typeof idx === "number") this.look(idx);
          },
        ],
      },
    };
  }
}
