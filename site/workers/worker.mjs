// Inference on the processor. convert/web/assemble.py bundles it into worker.js, a classic script.
import * as ort from "onnxruntime-web/wasm";
import { serve } from "./serve.mjs";

serve(ort, "wasm");
