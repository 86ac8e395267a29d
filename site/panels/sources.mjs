// Where pictures come from: samples, files, drag and drop, paste, webcam.
import { address } from "../files/assets.mjs";
import { byId, element } from "../dom/dom.mjs";
import { send, sendPicture } from "../dom/send.mjs";

/** The samples as buttons. */
export function makeSamples(samples) {
  const buttons = samples.map(({ id, file, title }) => {
    const picture = element("img", { alt: title, dataset: { file } });
    const data = { type: "button", title, dataset: { sample: id } };
    const button = element("button", data, picture);
    button.addEventListener("click", () => send("sample", { name: id }));
    return element("li", {}, button);
  });
  byId("samples").replaceChildren(...buttons);
}

/** Their pictures, which nobody waits for. */
export async function showThumbnails() {
  for (const picture of byId("samples").querySelectorAll("img")) {
    picture.src = await address(`samples/${picture.dataset.file}`);
  }
}

byId("file").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  if (file) sendPicture(file, file.name);
  target.value = ""; // the same file may be chosen again
});

addEventListener("dragover", (event) => {
  event.preventDefault(); // else the browser would open the file itself
  document.body.classList.add("dropping");
});
addEventListener("dragleave", () => document.body.classList.remove("dropping"));
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const [file] = event.dataTransfer.files;
  if (file) sendPicture(file, file.name);
});
addEventListener("paste", ({ clipboardData }) => {
  const [file] = clipboardData.files;
  if (file) sendPicture(file, file.name || "pasted picture");
});

const dialog = byId("webcam-dialog");
const video = byId("webcam-video");

byId("webcam").addEventListener("click", async () => {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
    dialog.showModal();
  } catch (error) {
    byId("problem-text").textContent = `The webcam cannot be used: ${error.message}`;
    byId("problem").hidden = false;
  }
});
byId("webcam-cancel").addEventListener("click", () => dialog.close());
byId("webcam-take").addEventListener("click", () => {
  const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob((blob) => sendPicture(blob, "webcam picture"), "image/png");
  dialog.close();
});
dialog.addEventListener("close", () => {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
});
