// A search field with a list to choose from: the ARIA pattern "editable combobox with
// list autocomplete". Python finds what fits; here it is drawn and chosen.
import { ofNames } from "./class_names.mjs";
import { byId, element } from "./dom.mjs";
import { name } from "./said.mjs";
import { send } from "./send.mjs";
import { classAndIndex, fittingClasses } from "../words/panels.mjs";

/** @type {Map<string, Combobox>} */
const boxes = new Map();

/**
 * Make a field a combobox; `choose` gets what was chosen or typed.
 * @param {"class-search" | "versus"} id
 * @param {(text: string) => void} choose
 */
export function makeCombobox(id, choose) {
  boxes.set(id, new Combobox(byId(id), choose));
}

/**
 * What fits the text that was typed into a field.
 * @type {Protocol.Show<"suggestions">}
 */
export function showSuggestions({ field, options }) {
  boxes.get(field)?.show(options);
}

class Combobox {
  active = -1;

  /**
   * @param {HTMLInputElement} field
   * @param {(text: string) => void} choose
   */
  constructor(field, choose) {
    this.field = field;
    this.choose = choose;
    /** @type {string | null} what was chosen last, so that leaving chooses nothing */
    this.done = field.value;
    this.list = element("ul", { id: `${field.id}-list`, hidden: true });
    this.list.setAttribute("role", "listbox");
    field.after(this.list);
    name(this.list, fittingClasses);
    for (const [attribute, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    })) {
      field.setAttribute(attribute, value);
    }
    field.addEventListener("input", () => this.ask());
    field.addEventListener("keydown", (event) => {
      if (this.press(event)) event.preventDefault();
    });
    field.addEventListener("change", () => this.finish());
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus, or the list would close before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element && target.closest("[role=option]");
      if (option instanceof HTMLElement) this.take(option);
    });
  }

  ask() {
    this.done = null;
    if (this.field.value.trim()) send("suggest", { field: this.field.id, text: this.field.value });
    else this.close();
  }

  /** @param {Protocol.Suggestions["options"]} options */
  show(options) {
    const items = options.map(({ value, label, index, description }) => {
      const dataset = { value, label };
      const item = element("li", { id: `${this.field.id}-${index}`, lang: ofNames(), dataset });
      item.setAttribute("role", "option");
      item.append(classAndIndex(label, index), element("small", {}, description));
      return item;
    });
    this.list.replaceChildren(...items);
    this.list.hidden = !items.length;
    this.field.setAttribute("aria-expanded", String(items.length > 0));
    this.activate(-1);
  }

  close() {
    this.show([]);
  }

  /** @param {KeyboardEvent} event */
  press({ key, isComposing }) {
    if (isComposing) return false;
    if (key === "ArrowDown" || key === "ArrowUp") this.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter") this.enter();
    else if (key === "Escape" && !this.list.hidden) this.close();
    else return false;
    return true;
  }

  /** @param {number} way */
  move(way) {
    const count = this.list.children.length;
    if (!count) this.ask();
    else if (this.active < 0) this.activate(way > 0 ? 0 : count - 1);
    else this.activate((this.active + way + count) % count);
  }

  /** @param {number} place */
  activate(place) {
    this.active = place;
    [...this.list.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === place));
    });
    const item = this.list.children[place];
    this.field.setAttribute("aria-activedescendant", item?.id ?? "");
    item?.scrollIntoView({ block: "nearest" });
  }

  enter() {
    const item = this.list.children[this.active];
    if (item instanceof HTMLElement) this.take(item);
    else this.accept();
  }

  /** @param {HTMLElement} option */
  take({ dataset: { value = "", label = "" } }) {
    this.field.value = label;
    this.done = label;
    this.close();
    this.choose(value);
  }

  finish() {
    if (this.field.value === this.done) this.close(); // Enter came before leaving
    else this.accept();
  }

  accept() {
    const text = this.field.value;
    this.done = text;
    this.close();
    this.choose(text);
  }
}
