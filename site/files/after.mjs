// A while, waited for.

/**
 * Resolves after so many milliseconds, with `value`.
 * @template Value
 * @param {number} delay
 * @param {Value} [value]
 * @returns {Promise<Value | undefined>}
 */
export function after(delay, value) {
  return new Promise((resolve) => setTimeout(resolve, delay, value));
}
