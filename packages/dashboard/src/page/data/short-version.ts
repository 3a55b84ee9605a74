const longHash = /^[0-9a-f]{40,}$/;
const shown = 12;

/** The first digits of a version that is a hash; other names as they are. */
export function shortVersion(version: string): string {
  return longHash.test(version) ? version.slice(0, shown) : version;
}
