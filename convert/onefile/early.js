// Comes before everything that is packed. A file that was cut off has no more than that.
addEventListener("load", () => {
  if (globalThis.packed) return;
  document.body.dataset.state = "error";
  document.getElementById("progress-text").textContent =
    "This file is incomplete: copy or download it again.";
});
