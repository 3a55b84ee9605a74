/**
 * Makes versions that no other source makes, in this or another process: 72 random bits, then a count. Stores on a
 * server need not ask it for a number, and a version never comes back after its value was deleted.
 */
export function versionSource(): () => string {
  const random = globalThis.crypto.getRandomValues(new Uint8Array(9));
  const source = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  let count = 0;
  return () => `${source}.${(++count).toString(36)}`;
}
