/**
 * The sha256 of bytes, in hexadecimal digits.
 * @param {BufferSource} bytes
 */
export async function digest(bytes) {
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(sha256, (b) => b.toString(16).padStart(2, "0")).join("");
}
