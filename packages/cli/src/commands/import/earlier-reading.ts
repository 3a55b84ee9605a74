import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ExtractInput, PipelineReport, Warehouse } from '@titans/etl';
import type { CommandContext } from '../../command-line/command-context.js';
import { counted } from '../../terminal/format.js';

/** A reading of the same bytes before this one, of which rows are in the warehouse. */
export interface EarlierReading {
  /** Id of the source in the ledger. */
  readonly sourceId: string;
  readonly rows: number;
}

/** The reading of the same bytes before this one; `null` where they were not loaded yet, or left no rows. */
export async function earlierReading(
  input: ExtractInput,
  { database }: Warehouse,
): Promise<EarlierReading | null> {
  const source = sourceOf(input);
  if (source === null) return null;
  const sizeBytes = await source.sizeBytes();
  const { rows: alike } = await database.query<{ id: string; sha256: string }>(
    'SELECT id::text AS id, sha256 FROM source_files WHERE size_bytes = $1',
    [sizeBytes],
  );
  // Large files are read once more only where one of their size was loaded.
  if (alike.length === 0) return null;
  const sha256 = await source.sha256();
  const found = alike.find((each) => each.sha256 === sha256);
  if (found === undefined) return null;
  const { rows } = await database.query<{ rows: string }>(
    'SELECT count(*) AS rows FROM raw_transactions WHERE source_file_id = $1',
    [found.id],
  );
  const count = Number(rows[0]?.rows ?? 0);
  return count === 0 ? null : { sourceId: found.id, rows: count };
}

/** Whether a file would leave some of its rows in the warehouse and bring others beside them: it is read otherwise than before. */
export function isReadOtherwise(
  earlier: EarlierReading,
  { loaded, updated, unchanged }: PipelineReport['rows'],
): boolean {
  return loaded > 0 && updated + unchanged < earlier.rows;
}

/**
 * Takes the rows of the reading before this one out of the warehouse, so that no transaction is there twice: once as it was
 * understood then, and once as it is now.
 *
 * @throws TitansError `INVALID_ARGUMENT` without consent.
 */
export async function replaceReading(
  name: string,
  { sourceId, rows }: EarlierReading,
  { database }: Warehouse,
  { questions, note }: CommandContext,
): Promise<void> {
  const what = counted(rows, 'row');
  await questions.requireConsent(
    `${name} was loaded before, and is read otherwise now. Replace its ${what}?`,
  );
  await database.transaction(async (transaction) => {
    for (const table of ['row_decisions', 'raw_transactions'])
      await transaction.query(`DELETE FROM ${table} WHERE source_file_id = $1`, [sourceId]);
  });
  note(`${name}: ${what} of the reading before this one were replaced.`);
}

interface Source {
  sizeBytes(): Promise<number>;
  sha256(): Promise<string>;
}

function sourceOf(input: ExtractInput): Source | null {
  if (typeof input === 'string') {
    return {
      // A file that is not there is for whoever reads it to tell.
      sizeBytes: async () => (await stat(input).catch(() => null))?.size ?? -1,
      async sha256() {
        const hash = createHash('sha256');
        for await (const chunk of createReadStream(input)) hash.update(chunk as Uint8Array);
        return hash.digest('hex');
      },
    };
  }
  if (!('bytes' in input)) return null;
  const { bytes } = input;
  return {
    sizeBytes: async () => bytes.byteLength,
    sha256: async () => createHash('sha256').update(bytes).digest('hex'),
  };
}
