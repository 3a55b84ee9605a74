import * as z from 'zod/mini';

/** Half of a surrogate pair: the two of a whole one are read as the character that they are. */
const halfPair = /\p{Surrogate}/u;

/** Whether a text can be written as UTF-8 without becoming another one. */
export function isWellFormed(text: string): boolean {
  return !halfPair.test(text);
}

/**
 * Refuses text with half of a surrogate pair, which JSON can say (`"\ud800"`) and UTF-8 cannot: a database or a file would keep another
 * text than the one that was sent.
 */
export const wellFormed: z.core.$ZodCheck<string> = /* @__PURE__ */ (() =>
  z.refine(isWellFormed, 'has half of a surrogate pair, which is no character'))();
