// A visit on its own, for bench/footprint.py: several changes, each with all layers,
// and the tab's title tells when that is done.
import { measure } from "./doors.js";

const PERTURBATIONS = 8;
const pause = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

async function rest() {
  while (!globalThis.playground?.state?.()?.strip) await pause(100);
}

await rest();
for (let turn = 0; turn < PERTURBATIONS; turn += 1) {
  await measure("perturbation");
  await rest();
}
document.title = "measured";
