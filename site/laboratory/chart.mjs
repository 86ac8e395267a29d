// A chart of curves. uPlot draws it, and is fetched with the first one.

/** @typedef {import("uplot").AlignedData} Data */

const HEIGHT = 260;
/** @type {{order: keyof Protocol.Lines, colour: string, width: number, dash?: number[]}[]} */
const LINES = [
  { order: "map", colour: "--pico-primary", width: 3 },
  { order: "centre", colour: "--down", width: 2, dash: [6, 4] },
  { order: "random", colour: "--pico-muted-color", width: 1.5 },
  { order: "low", colour: "--band", width: 0 },
  { order: "high", colour: "--band", width: 0 },
];
/** @type {[number, number]} */
const BAND = [5, 4]; // series: the first is the shares
const PERCENT = new Intl.NumberFormat(undefined, { style: "percent" });

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
   * @param {(step: number) => void} look called with the step under the pointer
   */
  constructor(place, look) {
    this.place = place;
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
      attributeFilter: ["data-theme"],
    });
  }

  /**
   * @param {number[]} shares
   * @param {Protocol.Lines} lines
   * @param {string} alt
   */
  show(shares, lines, alt) {
    this.place.setAttribute("aria-label", alt);
    const empty = shares.map(() => null);
    this.data = [shares, ...LINES.map(({ order }) => lines[order] ?? empty)];
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

  /** In the colours of another theme. */
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
    const lines = LINES.map(({ colour, width, dash }) => ({
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
      bands: [{ series: BAND, fill: paint("--band") }],
      axes: [{ ...axis, values: (_, values) => values.map((share) => PERCENT.format(share)) }, axis],
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
