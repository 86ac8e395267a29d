// Compiled libraries (NumPy's, Pillow's) that an interpreter has before it starts: a
// memory snapshot refers to their code by where it lies, so whoever makes one and
// whoever restores it load the same ones in the same order.

const PAGE = 65536; // bytes of a page of WebAssembly memory

/**
 * Pyodide's `create` with `libraries` ([[path, bytes]]) loaded first, and with at least
 * `size` bytes of memory. Its promise fails where that of `create` would hang.
 */
export function withLibraries(create, libraries, size = 0) {
  const compiled = Promise.all(
    libraries.map(async ([path, bytes]) => [path, await WebAssembly.compile(bytes)]),
  );
  return (settings) =>
    new Promise((resolve, reject) => {
      const { instantiateWasm } = settings;
      settings.instantiateWasm = (imports, receive) =>
        instantiateWasm(imports, (instance, module) => {
          try {
            grow(instance.exports.memory, size);
            receive(instance, module);
          } catch (error) {
            reject(error);
          }
        });
      settings.preRun.push((module) => {
        module.addRunDependency("libraries");
        loadAll(module, compiled)
          .then(() => module.removeRunDependency("libraries"))
          .catch(reject);
      });
      create(settings).then(resolve, reject);
    });
}

// Pyodide asks for a snapshot's size by INITIAL_MEMORY, but its WebAssembly module
// brings a memory of its own, which heeds no setting.
function grow(memory, size) {
  const missing = size - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

async function loadAll(module, compiled) {
  const flags = { loadAsync: true, nodelete: true, allowUndefined: true };
  for (const [path, code] of await compiled) {
    const exports = await module.loadWebAssemblyModule(code, flags, path, {});
    const library = module.newDSO(path, undefined, exports);
    library.global = false; // its names are its own, as after an import
  }
}

/** The libraries in a folder of an interpreter's file system, in a fixed order. */
export function librariesIn(files, folder) {
  const names = files.readdir(folder).filter((name) => !name.startsWith("."));
  return names.sort().flatMap((name) => {
    const path = `${folder}/${name}`;
    if (files.isDir(files.stat(path).mode)) return librariesIn(files, path);
    return path.endsWith(".so") ? [[path, files.readFile(path)]] : [];
  });
}
