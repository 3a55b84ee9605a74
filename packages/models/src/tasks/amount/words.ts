/** Words of a description in lower case: runs of letters, at least two. */
export function wordsOf(description: string): readonly string[] {
  return description.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
}

/** 32-bit FNV-1a of the word's UTF-16 units, so that a model holds no words of the training data. */
export function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++) {
    const unit = word.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}
