// Large buffers that nobody needs any more.

/**
 * Give a buffer's memory back at once, not at some later garbage collection.
 * @param {ArrayBuffer} buffer
 */
export function free(buffer) {
  // browsers before 2024 do not have this, and wait
  if (!buffer.detached) buffer.transfer?.(0);
}
