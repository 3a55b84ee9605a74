import { batchTexts } from '../../../records/raw-batch.js';
import { type HttpSourceOptions, httpSource } from '../http-source.js';

/** Options for a server of the test. */
export const local = { allowPrivateAddresses: true, retryDelayMs: 5 };

/** Everything that a source gives. */
export async function readAll(
  options: HttpSourceOptions,
  signal?: AbortSignal,
): Promise<{ columns: readonly string[]; records: readonly (readonly string[])[] }> {
  const work = signal === undefined ? {} : { signal };
  const stream = await httpSource({ ...local, ...options }).openRecords(work);
  const records: (readonly string[])[] = [];
  for await (const batch of stream.batches(work)) records.push(...batchTexts(batch));
  return { columns: stream.columns, records };
}

/** Records whose identifiers are the numbers from `from` to before `to`. */
export function ids(from: number, to: number): readonly { id: number }[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => ({ id: from + index }));
}
