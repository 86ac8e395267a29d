// Starts everything at once: the downloads, the inference worker with the
// network, and (through PyScript) Python, which takes over when it is there.
import { answerFetches, site } from "./files/assets.mjs";
import { showFatal } from "./panels/problem.mjs";
import { finish, MODEL_STEP } from "./files/progress.mjs";
import { open } from "./inference/runtime.mjs";
import { prepare } from "./python/snapshot.mjs";
import "./draw/input.mjs";
import "./panels/theme.mjs";

answerFetches(showFatal); // before PyScript asks for its files
prepare(); // PyScript comes to it later

async function boot() {
  const model = await open();
  finish(MODEL_STEP);
  await showModels((await site()).models, model.name);
}

/**
 * Other networks are other addresses: a fresh page, and a link that says so.
 * @param {Page.Model[]} models
 * @param {string} current
 */
function showModels(models, current) {
  const select = document.getElementById("model");
  for (const { name, title } of models) {
    select.add(new Option(title, name, false, name === current));
  }
  select.hidden = models.length < 2;
  select.addEventListener("change", () => {
    const address = new URL(location.href);
    address.searchParams.set("model", select.value);
    location.assign(address);
  });
}

// Until Python runs, nobody else can tell the visitor what went wrong.
addEventListener("unhandledrejection", ({ reason }) => {
  if (document.body.dataset.state === "loading") showFatal(reason);
});
boot().catch(showFatal);
