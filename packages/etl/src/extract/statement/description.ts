import { limits } from '@titans/core';

/**
 * Puts the description of a transaction together from what a statement says about it, most telling part first.
 * A part that another one holds already is left out, and what is beyond the longest description is cut off, since a
 * row would be refused for it.
 */
export function descriptionOf(parts: readonly string[]): string {
  const kept: string[] = [];
  for (const part of parts) {
    const text = part.replace(/\s+/g, ' ').trim();
    if (text === '' || kept.some((other) => holds(other, text))) continue;
    const shorter = kept.findIndex((other) => holds(text, other));
    if (shorter === -1) kept.push(text);
    else kept[shorter] = text;
  }
  return cut(kept.join(' '), limits.descriptionLength);
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** At most so many code units, without half a character at the end. */
function cut(text: string, mostUnits: number): string {
  if (text.length <= mostUnits) return text;
  const last = text.charCodeAt(mostUnits - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? mostUnits - 1 : mostUnits).trimEnd();
}
