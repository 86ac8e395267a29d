// The picture that the page opens with, to be seen while Python is still on its way.
import { address, load } from "../files/assets.mjs";
import { showEarly } from "../draw/stage.mjs";

const INDEX = "samples/samples.json"; // the first one is what a page without a link shows

/** Show it, unless the address asks for another one. */
export async function showFirst() {
  const wantsOther = location.hash.includes("=") || location.search.includes("lesson=");
  if (wantsOther) return;
  const [first] = JSON.parse(new TextDecoder().decode(await load(INDEX)));
  showEarly(await address(`samples/${first.file}`), first.width / first.height);
}
