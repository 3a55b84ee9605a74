import { basename } from 'node:path';
import { selectRows, TitansError, type Transaction, type TransactionTable } from '@titans/core';
import { type ExtractInput, extract, type ImportSettings, type SourceProfile } from '@titans/etl';
import { readPrefix } from './prefix.js';

/** What the beginning of a file says of it. */
export interface Preview {
  readonly profile: SourceProfile;
  readonly rows: readonly Transaction[];
  /** Whether the whole file was looked at, so that what is open stays open. */
  readonly isWhole: boolean;
}

/** Rows that are shown. */
const shownRows = 5;

/**
 * Looks at the beginning of a source: at its first lines where it consists of lines, however large it is; where the beginning
 * alone is nothing that can be read, as with XML, JSON and compressed files, at its first batch.
 *
 * @throws TitansError what `extract` throws of a source that cannot be read.
 */
export async function previewOf(
  input: ExtractInput,
  settings: ImportSettings,
  signal: AbortSignal,
): Promise<Preview> {
  if (typeof input === 'string') {
    // Why a file cannot be read is told by what reads it next, in the same words everywhere.
    const prefix = await readPrefix(input).catch(() => null);
    if (prefix !== null && !prefix.isWhole) {
      const ofPrefix = await firstBatch(
        { name: basename(input), bytes: prefix.bytes },
        settings,
        signal,
      ).catch(() => null);
      if (ofPrefix !== null) return { ...ofPrefix, isWhole: false };
    }
  }
  return { ...(await firstBatch(input, settings, signal)), isWhole: true };
}

async function firstBatch(
  input: ExtractInput,
  settings: ImportSettings,
  signal: AbortSignal,
): Promise<Omit<Preview, 'isWhole'>> {
  const profiles: SourceProfile[] = [];
  const batches = extract(input, settings).batches({
    signal,
    onProfile: (profile) => profiles.push(profile),
  });
  for await (const { table } of batches) {
    const [profile] = profiles;
    if (profile !== undefined) return { profile, rows: firstRows(table) };
  }
  throw new TitansError('SOURCE_EMPTY', 'There is nothing in it to be read.');
}

function firstRows(table: TransactionTable): readonly Transaction[] {
  const count = Math.min(shownRows, table.length);
  return [
    ...selectRows(
      table,
      Uint32Array.from({ length: count }, (_, row) => row),
    ).rows(),
  ];
}
