// Starts the page's Python in Node.js and runs compiling.py in it.
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [script, input, output] = process.argv.slice(2);
try {
  // The order of sets is part of compiled code: the same sources give the same bytes.
  const pyodide = await loadPyodide({ env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
  for (const [place, folder] of [["/in", input], ["/out", output]]) {
    pyodide.FS.mkdir(place);
    pyodide.mountNodeFS(place, folder);
  }
  pyodide.runPython(readFileSync(script, "utf8"), { filename: script });
} catch (error) {
  console.error(error.message); // and not the line of Pyodide's code, which is a megabyte
  process.exitCode = 1;
}
