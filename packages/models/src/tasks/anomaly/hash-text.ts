const start = 0x811c9dc5;

/**
 * 32-bit FNV-1a of a text's UTF-16 units (low byte first), so that a model holds no names of the training data.
 *
 * @param before The hash of what stands before the text; nothing unless told.
 */
export function hashText(text: string, before: number = start): number {
  let hash = before;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}
