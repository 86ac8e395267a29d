// Inference on the graphics card, for those who ask for it. As worker.mjs otherwise.
import * as ort from "onnxruntime-web";
import { serve } from "./serve.mjs";

serve(ort, "webgpu");
