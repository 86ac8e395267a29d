// Sorts and filters the table of the report. Without it the table stands as it is.
(() => {
  const table = /** @type {HTMLTableElement} */ (document.querySelector("table"));
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const byId = (/** @type {string} */ id) =>
    /** @type {HTMLInputElement} */ (document.getElementById(id));
  const [filter, least, faults, count] = ["filter", "least", "faults", "count"].map(byId);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const texts = rows.map((row) => (row.textContent ?? "").toLowerCase());

  /** What a row is sorted by; a picture with an error stays behind all others.
   * @param {HTMLTableRowElement} row
   * @param {number} column
   */
  function key(row, column) {
    const cell = column > 0 && "fault" in row.dataset ? undefined : row.cells[column];
    const value = cell?.dataset.value;
    return value === undefined ? (cell?.textContent ?? undefined) : Number(value);
  }

  /** @param {number} column @param {number} direction 1: ascending, -1: descending */
  function sort(column, direction) {
    const keyed = rows.map((row, place) => ({ row, place, key: key(row, column) }));
    keyed.sort((a, b) => {
      if (a.key === undefined || b.key === undefined || a.key === b.key) {
        return Number(a.key === undefined) - Number(b.key === undefined) || a.place - b.place;
      }
      return (a.key < b.key ? -1 : 1) * direction;
    });
    body.append(...keyed.map(({ row }) => row));
  }

  function show() {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const border = Number(least.value) / 100;
    let shown = 0;
    rows.forEach((row, place) => {
      const isFault = "fault" in row.dataset;
      const is =
        wanted.every((word) => texts[place].includes(word)) &&
        (border === 0 || (!isFault && Number(row.dataset.border) >= border)) &&
        (isFault || !faults.checked);
      row.hidden = !is;
      shown += Number(is);
    });
    const said = plural.select(shown) === "one" ? count.dataset.one : count.dataset.many;
    count.textContent = (said ?? "").replace("#", String(shown));
  }

  /** Numbers first from the largest, names from A.
   * @param {HTMLTableCellElement} heading
   */
  function turn(heading) {
    const usual = body.querySelector("[data-border]")?.children[heading.cellIndex];
    const first = usual?.hasAttribute("data-value") ? "descending" : "ascending";
    const other = first === "descending" ? "ascending" : "descending";
    const now = heading.getAttribute("aria-sort") === first ? other : first;
    for (const each of table.tHead?.rows[0].cells ?? []) {
      each.removeAttribute("aria-sort");
    }
    heading.setAttribute("aria-sort", now);
    sort(heading.cellIndex, now === "ascending" ? 1 : -1);
  }

  for (const heading of table.tHead?.rows[0].cells ?? []) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => turn(heading));
    heading.append(button);
  }
  for (const control of [filter, least, faults]) {
    control.addEventListener("input", show);
  }
  const controls = byId("controls");
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.hidden = false;
  show();
})();
