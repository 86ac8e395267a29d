// Tells of a part of the page that cannot be loaded. A classic script that needs no
// other: what is missing may be the very part that tells of everything else.
addEventListener(
  "error",
  ({ target }) => {
    const isScript = target instanceof HTMLScriptElement;
    const isStyle = target instanceof HTMLLinkElement && target.rel === "stylesheet";
    if (!isScript && !isStyle) return;
    if ("leaving" in document.body.dataset) return; // it is just being loaded anew
    const address = isScript ? target.src : target.href;
    const name = new URL(address).pathname.split("/").pop();
    document.body.dataset.state = "error";
    document.getElementById("problem").hidden = false;
    const text = document.getElementById("problem-text");
    text.textContent = (text.dataset.missing ?? "").replace("{name}", () => name ?? "");
    document.getElementById("retry").addEventListener("click", () => location.reload());
  },
  true, // such errors do not bubble
);
