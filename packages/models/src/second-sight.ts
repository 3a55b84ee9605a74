const places = 8_192;

/**
 * Makes a function that says of a hash whether it was given before, not too long ago. What comes once is not worth keeping:
 * of a stream of ever new texts, caches that ask here first keep nothing, and leave the collector of garbage nothing to
 * carry along. Now and then, once in some ten thousand, it takes one for another.
 *
 * @returns A function of a hash of 32 bits.
 */
export function secondSight(): (hash: number) => boolean {
  const tags = new Uint16Array(places);
  return (hash) => {
    const place = hash & (places - 1);
    // 0 is that of a place where nothing was yet.
    const tag = (hash >>> 16) | 1;
    if (tags[place] === tag) return true;
    tags[place] = tag;
    return false;
  };
}

/** 32 bits of a text: FNV-1a of its UTF-16 units, its bits mixed once more. */
export function hashOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
