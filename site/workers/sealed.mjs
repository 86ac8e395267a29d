// A worker that loads no script by its address: everything has been given. Pyodide tries
// to before all else, to see that it is in no classic worker, which it would refuse for
// reasons that do not hold here. The page's content security policy forbids the try
// anyway, but Firefox then tells of it on the console.
import { unreachable } from "../words/loading.mjs";

self.importScripts = () => {
  throw new Error(unreachable());
};
