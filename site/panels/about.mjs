// Whom the page thanks.
import { byId, element } from "../dom/dom.mjs";
import { work } from "../words/panels.mjs";

/**
 * One line for each work.
 * @type {Protocol.Show<"credits">}
 */
export function showCredits({ works }) {
  const lines = works.map(({ title, author, licence, source, version }) => {
    const name = [title, version].filter(Boolean).join(" ");
    const link = element("a", { href: source, rel: "noopener" }, name);
    return element("li", {}, link, work(author, licence));
  });
  byId("credits").replaceChildren(...lines);
}
