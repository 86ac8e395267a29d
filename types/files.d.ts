// What the page and its workers speak of.

declare namespace Page {
  /** site.json. */
  interface Listing {
    version: string;
    page: string[];
    first: string[];
    optional?: string[];
    models: Model[];
    languages: Language[];
    files: Record<string, File>;
  }
  /** That the page has been translated to. */
  interface Language {
    tag: string;
    /** Its own name. */
    name: string;
    /** Whether somebody has read it who grew up with it. */
    reviewed: boolean;
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

  /** What convert/languages/packed.py makes of a language. */
  interface Catalogue {
    language: string;
    direction: "ltr" | "rtl";
    /** The form that goes with each count of 0..199, as digits. */
    forms: string;
    /** The forms of each message: the page's own, and Python's. */
    messages: Record<string, string[]>;
    python: Record<string, string[]>;
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
