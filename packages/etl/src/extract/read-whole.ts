import { isTitansError, type TitansError } from '@titans/core';
import type { TransactionBatch } from '../records/transaction-batch.js';
import type { BatchOptions } from './extraction.js';
import type { SourceProfile } from './import-profile.js';
import type { ImportSettings } from './import-settings.js';
import { readSource } from './read-source.js';
import type { Source } from './source.js';

/** Most rows of a source that are held in memory until it is known that all of it can be read. */
const mostHeldRows = 50_000;

/**
 * Reads one source to its end before the first batch is given, so that one which turns out to be unreadable half-way
 * leaves nothing behind. A large source is read twice for that; one that can be read only once is given as it comes,
 * and its error is then thrown.
 *
 * @returns Why the source cannot be read, or `null` once its batches have been given.
 */
export async function* readWhole(
  source: Source,
  sourceIndex: number,
  expectedSha256: string | null,
  settings: ImportSettings,
  work: BatchOptions,
): AsyncGenerator<TransactionBatch, TitansError | null> {
  const profiles: SourceProfile[] = [];
  const looking: BatchOptions = { ...work, onProfile: (profile) => profiles.push(profile) };
  const batches = readSource(source, sourceIndex, expectedSha256, settings, looking);
  let held: TransactionBatch[] = [];
  let rows = 0;
  let isHeld = true;
  let sha256 = expectedSha256;
  try {
    try {
      for (let next = await batches.next(); !next.done; next = await batches.next()) {
        rows += next.value.rowsIn;
        sha256 = next.value.summary?.sha256 ?? sha256;
        if (isHeld) held.push(next.value);
        if (rows <= mostHeldRows) continue;
        if (!source.rereadable) break;
        isHeld = false;
        held = [];
      }
    } catch (error) {
      if (isUnreadable(error)) return error;
      throw error;
    }
    if (isHeld) {
      for (const profile of profiles) work.onProfile?.(profile);
      yield* held;
      yield* batches;
    } else {
      yield* readSource(source, sourceIndex, sha256, settings, work);
    }
    return null;
  } finally {
    await batches.return(null);
  }
}

/** Whether the source is to blame, rather than the caller who gave up or a defect of ours. */
export function isUnreadable(error: unknown): error is TitansError {
  return isTitansError(error) && error.code !== 'ABORTED' && error.code !== 'INTERNAL';
}
