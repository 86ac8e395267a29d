// PyScript, without what it prepares for its own workers: the page has none, and
// PyScript would compile that from strings, which the Content-Security-Policy forbids.
import "./python/databases.mjs";
import { hooks } from "./vendor/pyscript/core.js";

hooks.worker.onBeforeRunAsync.clear();
