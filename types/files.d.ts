// What the page and its workers speak of.

declare namespace Page {
  /** site.json. */
  interface Listing {
    version: string;
    page: string[];
    first: string[];
    optional?: string[];
    models: Model[];
    files: Record<string, File>;
  }
  interface File {
    size: number;
    sha256: string;
  }
  interface Model {
    name: string;
    title: string;
    first: string[];
  }

  type Bytes = Uint8Array<ArrayBuffer>;
  /** An array on its way to or from an inference worker. */
  interface Tensor {
    data: Float32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>;
    dims: readonly number[];
  }
  type Feeds = Record<string, Tensor>;
}

// Which Pyodide does not declare.
declare module "pyodide/pyodide.asm.mjs" {
  const create: (settings: any) => Promise<unknown>;
  export default create;
}
