import { TitansError } from '@titans/core';
import { requireKnownOptions } from '../validation/arguments.js';

/** Which piece of a list is asked for. */
export interface PageQuery {
  /** Entries at most, from 1 to 10,000; 100 unless told. */
  readonly limit?: number;
  /** `next` of the page before; the first page unless told. */
  readonly after?: string;
}

/** A piece of a list. */
export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** Where the next page begins, or `null` where this is the last. */
  readonly next: string | null;
}

/**
 * Reads one page of a list that is ordered by descending id.
 *
 * @param filters Names of what the query may tell beside its page.
 * @param read Gives up to `count` entries whose id is below `before`.
 * @throws TitansError `INVALID_ARGUMENT` for a limit or a position that is none.
 */
export async function readPage<Entry extends { readonly id: string }>(
  query: PageQuery,
  filters: readonly string[],
  read: (before: string | null, count: number) => Promise<readonly Entry[]>,
): Promise<Page<Entry>> {
  requireKnownOptions(query, ['limit', 'after', ...filters], 'the list');
  const { limit = 100, after = null } = query;
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 10_000)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `limit must be an integer from 1 to 10,000, not ${String(limit)}.`,
      {
        details: { field: 'limit' },
      },
    );
  }
  if (after !== null && !(typeof after === 'string' && /^\d{1,18}$/.test(after))) {
    throw new TitansError('INVALID_ARGUMENT', 'after must be the position that the page before gave.', {
      details: { field: 'after' },
    });
  }
  const found = await read(after, limit + 1);
  const entries = found.slice(0, limit);
  return { entries, next: found.length > limit ? (entries.at(-1)?.id ?? null) : null };
}
