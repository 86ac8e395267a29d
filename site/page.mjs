// The page's program, which the build bundles into one file. PyScript loads it once more
// by its address, as the interpreter: it is the same module then.
import "./boot.mjs";
import "./pyscript.mjs";

export { loadPyodide, version } from "./python/interpreter.mjs";
