"""WebAssembly's memories in a page and in its worker, kept in sight."""

# Keeps every WebAssembly memory of the worker in sight, however it comes about.
WATCH_MEMORIES = """{
    globalThis.memories = [];
    const { Memory } = WebAssembly;
    WebAssembly.Memory = class extends Memory {
        constructor(...values) {
            super(...values);
            memories.push(this);
        }
    };
}
"""
# The same for the page, where the memory is one of a module's exports.
WATCH_EXPORTS = """
    globalThis.memories = [];
    for (const name of ["instantiate", "instantiateStreaming"]) {
        const native = WebAssembly[name];
        WebAssembly[name] = async (...values) => {
            const result = await native.apply(WebAssembly, values);
            const { exports } = result.instance ?? result;
            for (const value of Object.values(exports ?? {})) {
                if (value instanceof WebAssembly.Memory) memories.push(value);
            }
            return result;
        };
    }
"""
SIZE = "memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)"
GROWTH = 0.05  # at most, of what an early measurement says


def memory(playground):
    """Bytes after a garbage collection, when nothing is left to do."""
    playground.wait_all_layers()
    session = playground.context.new_cdp_session(playground.page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    session.detach()
    return {
        "JavaScript objects": heap["usedSize"],
        "JavaScript buffers": heap["backingStorageSize"],
        "WebAssembly of Python": playground.page.evaluate(SIZE),
        "WebAssembly of the runtime": playground.worker.evaluate(SIZE),
    }
