// The table of best guesses: bars for now, ghosts for before, radios to choose.
import { byId, element } from "./dom.mjs";
import { send } from "./send.mjs";

const rows = byId("predictions");
const other = byId("other-target");

/** Bring the five rows, and the explained class if it is not one of them, up to date. */
export function showPredictions(table) {
  const focused = document.activeElement?.value;
  const hadFocus = rows.contains(document.activeElement);
  const target = table.target.index;
  rows.replaceChildren(...table.rows.map((row) => makeRow(row, target, "index")));
  const extra = table.target_is_shown ? [] : [makeRow(table.target, target, "other")];
  other.replaceChildren(...extra);
  if (hadFocus) {
    const same = rows.querySelector(`input[value="${focused}"]`);
    (same ?? rows.querySelector("input")).focus();
  }
  byId("left").textContent = table.left.length
    ? `No longer among the five: ${table.left.join(", ")}`
    : "";
  byId("follow").disabled = table.following;
}

function makeRow(row, target, kind) {
  const radio = element("input", {
    type: "radio",
    name: kind === "index" ? "target" : "other-target",
    value: row.index,
    checked: row.index === target,
  });
  const bar = element("span", { className: "bar" });
  bar.style.setProperty("--now", row.probability);
  bar.style.setProperty("--before", row.baseline);
  const name = element("span", { className: "name" }, row.label);
  if (row.entered) name.append(" ", element("em", {}, "new"));
  return element(
    "label",
    {
      className: "guess",
      title: row.description,
      dataset: kind === "index" ? { classIndex: row.index } : { otherIndex: row.index },
    },
    radio,
    name,
    element("span", { className: "percent" }, row.percent),
    element(
      "span",
      { className: "change", dataset: { direction: row.direction } },
      row.change,
    ),
    bar,
  );
}

rows.addEventListener("change", ({ target }) => {
  send("explain", { target: Number(target.value) });
});
byId("follow").addEventListener("click", () => send("follow"));
