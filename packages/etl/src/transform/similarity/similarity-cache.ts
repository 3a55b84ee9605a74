import { type DescriptionKey, descriptionKey, descriptionSimilarity } from './description-similarity.js';

/** Descriptions whose keys are remembered; a key takes some hundred bytes. */
const mostRemembered = 50_000;

/** {@link descriptionSimilarity} of texts, preparing each of them once. */
export function similarityOfTexts(): (a: string, b: string) => number {
  const keys = new Map<string, DescriptionKey>();
  function keyOf(text: string): DescriptionKey {
    const known = keys.get(text);
    if (known !== undefined) return known;
    if (keys.size >= mostRemembered) keys.clear();
    const key = descriptionKey(text);
    keys.set(text, key);
    return key;
  }
  return (a, b) => (a === b ? 1 : descriptionSimilarity(keyOf(a), keyOf(b)));
}
