import { throwIfAborted, type WorkOptions } from '@titans/core';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { requireBatches } from '../validation/arguments.js';

/**
 * Changes transactions between extraction and quality checks. A row that it takes out becomes a rejection of its
 * batch, with a decision that can be taken back: a run fails where `table.length + rejections.length` is no longer
 * `rowsIn`.
 */
export interface Transformer {
  /** Appears in reports. */
  readonly name: string;
  /**
   * Gives every batch on, in order, changed or not. What it learns from earlier batches lives as long as the
   * iteration, so that each run starts anew; it may hold batches back.
   */
  transform(batches: AsyncIterable<TransactionBatch>, options?: WorkOptions): AsyncIterable<TransactionBatch>;
  /**
   * Reads what is needed before a load begins, since a database may run one transaction at a time: the first batch is
   * asked for inside that of the load. A pipeline calls it once for each run and uses the transformer it gives.
   */
  prepare?(options?: WorkOptions): Promise<Transformer>;
}

/** A transformer that looks at one batch at a time. */
export function batchTransformer(
  name: string,
  transformBatch: (batch: TransactionBatch) => TransactionBatch | Promise<TransactionBatch>,
): Transformer {
  return {
    name,
    async *transform(batches, options = {}) {
      requireBatches(batches);
      for await (const batch of batches) {
        throwIfAborted(options.signal, 'transform');
        yield await transformBatch(batch);
      }
    },
  };
}

/** The transformers with everything read that they need, one after the other. */
export async function preparedTransformers(
  transformers: readonly Transformer[],
  options: WorkOptions,
): Promise<readonly Transformer[]> {
  const prepared: Transformer[] = [];
  for (const transformer of transformers)
    prepared.push((await transformer.prepare?.(options)) ?? transformer);
  return prepared;
}
