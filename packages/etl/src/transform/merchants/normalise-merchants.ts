import { limits, tableFromColumns } from '@titans/core';
import { batchTransformer, type Transformer } from '../../pipeline/transformer.js';
import { fillAbsent } from '../fill-column.js';
import { type MerchantReading, normaliseMerchant } from './normalise-merchant.js';

/** Distinct descriptions whose reading is remembered from one batch to the next. */
const mostRemembered = 50_000;

/**
 * Fills `merchantName`, and `location` where the description tells one, of rows without them, by
 * {@link normaliseMerchant}. What the source says is never overwritten, and the description stays as it is. Each batch
 * is looked at alone; every distinct description is read once.
 *
 * @example
 * ```ts
 * import { extract, memoryLoader, normaliseMerchants, pipeline } from '@titans/etl';
 *
 * await pipeline({
 *   extract: extract('statement.csv'),
 *   transform: normaliseMerchants(),
 *   load: memoryLoader(),
 * }).run();
 * ```
 */
export function normaliseMerchants(): Transformer {
  const remembered = new Map<string, MerchantReading>();
  function reading(description: string): MerchantReading {
    const known = remembered.get(description);
    if (known !== undefined) return known;
    if (remembered.size >= mostRemembered) remembered.clear();
    const read = normaliseMerchant(description);
    remembered.set(description, read);
    return read;
  }
  return batchTransformer('normalise-merchants', (batch) => {
    const { columns } = batch.table;
    // As the source wrote it: runs of spaces, which tell where a column of the statement ends, are still there.
    const source = columns.originalDescription;
    const merchantName = fillAbsent(columns.merchantName, source, (text) => reading(text).name || null);
    const location = fillAbsent(
      columns.location,
      source,
      (text) => reading(text).location?.slice(0, limits.nameLength) ?? null,
    );
    if (merchantName === columns.merchantName && location === columns.location) return batch;
    return { ...batch, table: tableFromColumns({ ...columns, merchantName, location }) };
  });
}
