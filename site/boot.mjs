// Starts everything at once: the downloads, the inference worker with the
// network, and (through PyScript) Python, which takes over when it is there.
import "./dom/blocks.mjs"; // before anybody changes a text
import { answerFetches } from "./files/assets.mjs";
import { showFatal } from "./panels/problem.mjs";
import { finish, MODEL_STEP } from "./files/progress.mjs";
import { open } from "./inference/runtime.mjs";
import "./draw/input.mjs";
import "./rooms/elsewhere.mjs";
import "./rooms/rooms.mjs";
import { showFirst } from "./panels/early.mjs";
import { ready } from "./panels/language.mjs";
import "./rooms/theme.mjs";

answerFetches(showFatal); // before PyScript asks for its files

async function boot() {
  await open(showFirst());
  finish(MODEL_STEP);
}

// Until Python runs, nobody else can tell the visitor what went wrong.
addEventListener("unhandledrejection", ({ reason }) => {
  if (document.body.dataset.state === "loading") showFatal(reason);
});
boot().catch(showFatal);
ready().catch(() => null); // without the list of files nothing opens: boot tells
