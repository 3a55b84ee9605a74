import { isTitansError } from '@titans/core';

/** What is never taken, however often it is tried. */
export interface RefusedParts {
  readonly count: number;
  /** Why the first of them was refused. */
  readonly err: unknown;
}

/**
 * Stores all at once, and one by one where one of them is refused, so that it does not keep the others from being stored.
 *
 * @returns `null` where all were taken.
 * @throws What the store throws, as long as it is no refusal: then all may be tried again.
 */
export async function storeInParts<T>(
  all: readonly T[],
  store: (some: readonly T[]) => Promise<unknown>,
): Promise<RefusedParts | null> {
  try {
    await store(all);
    return null;
  } catch (err) {
    if (!isRefusal(err)) throw err;
    if (all.length === 1) return { count: 1, err };
  }
  const refused: RefusedParts[] = [];
  for (const one of all) {
    const found = await storeInParts([one], store);
    if (found !== null) refused.push(found);
  }
  const [first] = refused;
  return first === undefined ? null : { count: refused.length, err: first.err };
}

function isRefusal(err: unknown): boolean {
  return isTitansError(err, 'INVALID_ARGUMENT') || isTitansError(err, 'NOT_FOUND');
}
