import type { KeyValueStore } from '@titans/core';
import { updateValue } from './stored-value.js';

/** What is known of a source of a label. Plain data. */
export interface SourceRecord {
  /** Where its label is; not yet known while it has not come. */
  readonly key?: string;
  readonly isWithdrawn: boolean;
  /** When that was decided, in milliseconds since 1970. */
  readonly decidedAt: number;
}

const unknownSource: SourceRecord = { isWithdrawn: false, decidedAt: Number.MIN_SAFE_INTEGER };

/** Where the labels of sources are, and whether they stand: known even before a label comes, as they come in any order. */
export function sourceRecords(
  store: KeyValueStore,
  ttlMs: number,
): {
  placed(source: string, key: string): Promise<SourceRecord>;
  decided(source: string, isWithdrawn: boolean, at: number): Promise<SourceRecord>;
} {
  const options = { ttlMs };
  return {
    placed: (source, key) =>
      updateValue(
        store,
        source,
        unknownSource,
        (record) => (record.key === undefined ? { ...record, key } : record),
        options,
      ),
    decided: (source, isWithdrawn, decidedAt) =>
      updateValue(
        store,
        source,
        unknownSource,
        (record) => (decidedAt < record.decidedAt ? record : { ...record, isWithdrawn, decidedAt }),
        options,
      ),
  };
}
