// Buffers that have been to the other side and back. They are written into again: what
// an update sends to and fro would wait for a garbage collection by the megabyte.

export class Spare {
  /** @type {Map<number, ArrayBuffer[]>} */
  #bySize = new Map();

  /** @param {ArrayBuffer[]} buffers  that nobody needs any more */
  put(buffers) {
    for (const buffer of buffers) {
      const others = this.#bySize.get(buffer.byteLength);
      if (others) others.push(buffer);
      else this.#bySize.set(buffer.byteLength, [buffer]);
    }
  }

  /**
   * One of that many bytes, with anything in it; null if there is none.
   * @param {number} size
   */
  take(size) {
    return this.#bySize.get(size)?.pop() ?? null;
  }
}
