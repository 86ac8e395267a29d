// What a visitor finds in the report on a crowd, and what axe-core says of it; the
// value of this script is a promise. axe-core is there already.
(async () => {
  const column = (number) =>
    [...document.querySelectorAll("tbody tr:not([hidden])")]
      .filter((row) => !("fault" in row.dataset))
      .map((row) => row.children[number].textContent.trim());
  const press = (number) =>
    document.querySelector(`thead th:nth-child(${number}) button`).click();
  const type = (id, value) => {
    const field = document.getElementById(id);
    field[field.type === "checkbox" ? "checked" : "value"] = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return document.getElementById("count").textContent;
  };
  const heat = () => getComputedStyle(document.querySelector(".heat")).visibility;
  const switchPhotos = () => document.getElementById("photos").click();

  const images = [...document.images];
  await Promise.all(images.map((image) => image.decode()));
  const found = {
    title: document.title,
    tiles: new Set([...document.querySelectorAll("#classes figure span")].map((e) => e.title))
      .size,
    images: images.filter((image) => image.naturalWidth > 0).length,
    all: images.length,
    rows: document.querySelectorAll("tbody tr").length,
  };
  press(3);
  found.descending = column(2);
  found.sorted = document.querySelector("thead th:nth-child(3)").getAttribute("aria-sort");
  press(3);
  found.ascending = column(2);
  press(1);
  found.names = column(0);
  found.matching = type("filter", "ESPRESSO /0");
  found.filtered = column(1);
  type("filter", "");
  found.border = type("least", "30");
  found.shares = column(6);
  type("least", "");
  found.faults = type("faults", true);
  found.again = type("faults", false);
  found.heat = [heat(), switchPhotos(), heat(), switchPhotos(), heat()].filter(Boolean);
  const { violations } = await axe.run();
  found.violations = violations.map(({ id, nodes }) => [id, nodes[0].failureSummary]);
  return JSON.stringify(found);
})();
