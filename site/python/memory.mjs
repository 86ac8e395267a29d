// The memory of an interpreter, to be restored by another one.

// Where a snapshot lists the objects of JavaScript that Python knows: the list's length
// in this word of it, the list itself behind so many bytes.
const LENGTH = 2;
const HEADER = 48;

/**
 * A copy of all memory of `pyodide`, which was started with _makeSnapshot and has done
 * nothing yet but import. Afterwards it is as if it had been started without: so that
 * they can be listed by name, it got JavaScript's objects in a wrapping, and goes on
 * with the objects themselves.
 * @param {Page.Pyodide} pyodide
 */
export function memoryOf(pyodide) {
  const memory = pyodide.makeMemorySnapshot();
  const { _api: api, _module: module } = pyodide;
  const [length] = new Uint32Array(memory.buffer, 4 * LENGTH, 1);
  const list = new TextDecoder().decode(memory.subarray(HEADER, HEADER + length));
  api.config._makeSnapshot = false;
  api.config.jsglobals = globalThis;
  const known = api.getExpectedKeys();
  module.__hiwire_set(known.indexOf(globalThis), globalThis);
  /** @type {({path?: string[]} | null)[]} */
  const keys = JSON.parse(list).hiwireKeys;
  keys.forEach((key, index) => {
    /** @type {any} */
    let value = key?.path && globalThis;
    for (const name of key?.path ?? []) value = value[name];
    if (value) module.__hiwire_set(known.length + index, value);
  });
  return memory;
}
