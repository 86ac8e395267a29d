// Compiled libraries (NumPy's, Pillow's) that an interpreter has before it starts: a
// memory snapshot refers to their code by where it lies, so whoever makes one and
// whoever restores it load the same ones in the same order.

const PAGE = 65536; // bytes of a page of WebAssembly memory

/**
 * The libraries in the wheels ({name: buffer}) as [[path, bytes]]. `places` tells where
 * they are: [[path, wheel, offset, bytes]], which the build has found out.
 * @param {Record<string, ArrayBuffer>} wheels
 * @param {[path: string, wheel: string, offset: number, bytes: number][]} places
 * @returns {Promise<Page.Libraries>}
 */
export function librariesIn(wheels, places) {
  return Promise.all(
    places.map(async ([path, wheel, offset, size]) => {
      const packed = new Blob([new Uint8Array(wheels[wheel], offset, size)]).stream();
      const bytes = packed.pipeThrough(new DecompressionStream("deflate-raw"));
      return [path, new Uint8Array(await new Response(bytes).arrayBuffer())];
    }),
  );
}

/** @typedef {[path: string, code: WebAssembly.Module][]} Compiled */

/**
 * Pyodide's `create` with `libraries` loaded first, and with at least `size` bytes of
 * memory. Its promise fails where that of `create` would hang.
 * @param {Page.CreatePyodide} create
 * @param {Page.Libraries} libraries
 * @returns {Page.CreatePyodide}
 */
export function withLibraries(create, libraries, size = 0) {
  /** @type {Promise<Compiled>} */
  const compiled = Promise.all(
    libraries.map(async ([path, bytes]) => [path, await WebAssembly.compile(bytes)]),
  );
  return (settings) =>
    new Promise((resolve, reject) => {
      const { instantiateWasm } = settings;
      settings.instantiateWasm = (
        /** @type {WebAssembly.Imports} */ imports,
        /** @type {(instance: any, module: WebAssembly.Module) => void} */ receive,
      ) =>
        instantiateWasm(imports, (/** @type {any} */ instance, /** @type {any} */ module) => {
          try {
            grow(instance.exports.memory, size);
            receive(instance, module);
          } catch (error) {
            reject(error);
          }
        });
      settings.preRun.push((/** @type {any} */ module) => {
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
/**
 * @param {WebAssembly.Memory} memory
 * @param {number} size
 */
function grow(memory, size) {
  const missing = size - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

/**
 * @param {any} module of Emscripten
 * @param {Promise<Compiled>} compiled
 */
async function loadAll(module, compiled) {
  const flags = { loadAsync: true, nodelete: true, allowUndefined: true };
  for (const [path, code] of await compiled) {
    const place = `${module.API.sitePackages}/${path}`;
    const exports = await module.loadWebAssemblyModule(code, flags, place, {});
    const library = module.newDSO(place, undefined, exports);
    library.global = false; // its names are its own, as after an import
  }
}
