// Starts the one-file page: its program and its files lie behind it as gzip in base64.
(() => {
  const PIECE = 1 << 18; // characters of base64, a multiple of 4
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { prepared, lesson } = script.dataset;

  /**
   * A packed file as a stream of its bytes.
   * @param {string} path
   */
  function open(path) {
    const element = [...document.scripts].find(({ dataset }) => dataset.path === path);
    if (!element) throw new Error(gettext("not packed into this file"));
    const pieces = decode(element.textContent);
    return pieces.pipeThrough(new DecompressionStream("gzip"));
  }

  /** @param {string} text */
  function decode(text) {
    let at = 0;
    return new ReadableStream({
      pull(controller) {
        if (at >= text.length) return controller.close();
        const piece = atob(text.slice(at, (at += PIECE)));
        controller.enqueue(Uint8Array.from(piece, (c) => c.charCodeAt(0)));
      },
    });
  }

  // PyScript imports the interpreter by its address in the site. The program is that
  // module as well, so both are one.
  async function start() {
    const bytes = await new Response(open("program.js")).arrayBuffer();
    const program = new Blob([bytes], { type: "text/javascript" });
    const address = URL.createObjectURL(program);
    const map = document.createElement("script");
    map.type = "importmap";
    map.nonce = script.nonce;
    map.textContent = JSON.stringify({ imports: { "./page.js": address } });
    document.head.append(map);
    await import(address);
  }

  const site = /** @type {HTMLElement} */ (document.getElementById("site"));
  globalThis.packed = { files: JSON.parse(site.textContent), open, lesson };
  if (prepared && !location.hash) location.replace(`#${prepared}`);
  start().catch((error) => {
    document.body.dataset.state = "error";
    document.getElementById("problem").hidden = false;
    const told = gettext(
      "This file cannot start here: {reason}. " +
        "It may be damaged, or the browser too old (2023 or newer is needed).",
    );
    document.getElementById("problem-text").textContent = told.replace(
      "{reason}",
      () => error.message,
    );
  });
})();
