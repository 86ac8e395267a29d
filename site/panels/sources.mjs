// Where pictures come from: samples, files, drag and drop, paste, webcam.
import { address } from "../files/assets.mjs";
import { byId, contextOf, element } from "../dom/dom.mjs";
import { send, sendFiles, sendPicture } from "../dom/send.mjs";
import { fromWebcam, noWebcam, pasted } from "../words/panels.mjs";

/**
 * The samples as buttons.
 * @param {Protocol.Controls["samples"]} samples
 */
export function makeSamples(samples) {
  if (byId("samples").children.length) return rename(samples);
  const buttons = samples.map(({ id, file, title }) => {
    const picture = element("img", { alt: title, dataset: { file } });
    const dataset = { sample: id };
    const button = element("button", { type: "button", title, dataset }, picture);
    button.addEventListener("click", () => send("sample", { name: id }));
    return element("li", {}, button);
  });
  byId("samples").replaceChildren(...buttons);
}

/**
 * The same ones, in another language.
 * @param {Protocol.Controls["samples"]} samples
 */
function rename(samples) {
  for (const { id, title } of samples) {
    const button = byId("samples").querySelector(`[data-sample="${id}"]`);
    button?.setAttribute("title", title);
    button?.firstElementChild?.setAttribute("alt", title);
  }
}

/**
 * Their pictures, which nobody waits for.
 * @type {Protocol.Show<"thumbnails">}
 */
export async function showThumbnails() {
  for (const picture of byId("samples").querySelectorAll("img")) {
    picture.src = await address(`samples/${picture.dataset.file}`);
  }
}

const field = byId("file");
field.addEventListener("change", () => {
  sendFiles(field.files ?? []);
  field.value = ""; // the same file may be chosen again
});

addEventListener("dragover", (event) => {
  event.preventDefault(); // else the browser would open the file itself
  document.body.classList.add("dropping");
});
addEventListener("dragleave", () => document.body.classList.remove("dropping"));
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  sendFiles(event.dataTransfer?.files ?? []);
});
addEventListener("paste", ({ clipboardData }) => {
  const [file] = clipboardData?.files ?? [];
  if (file) sendPicture(file, file.name || pasted());
});

const dialog = byId("webcam-dialog");
const video = byId("webcam-video");

byId("webcam").addEventListener("click", async () => {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
    dialog.showModal();
  } catch (error) {
    byId("problem-text").textContent = noWebcam(error.message);
    byId("problem").hidden = false;
  }
});
byId("webcam-cancel").addEventListener("click", () => dialog.close());
byId("webcam-take").addEventListener("click", () => {
  const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
  contextOf(canvas).drawImage(video, 0, 0);
  canvas.toBlob((blob) => blob && sendPicture(blob, fromWebcam()), "image/png");
  dialog.close();
});
dialog.addEventListener("close", () => {
  const stream = /** @type {MediaStream | null} */ (video.srcObject);
  for (const track of stream?.getTracks() ?? []) track.stop();
  video.srcObject = null;
});
