import { type DictionaryColumn, dictionaryBuilder, limits, tableFromColumns } from '@titans/core';
import { type MerchantReading, normaliseMerchant } from '@titans/core/merchants';
import { batchTransformer, type Transformer } from '../../pipeline/transformer.js';
import { requireKnownOptions } from '../../validation/arguments.js';
import { fillAbsent } from '../fill-column.js';

/** How merchants are normalised. */
export interface NormaliseMerchantsOptions {
  /**
   * What happens to names that the source gives, such as the payees of OFX and QIF, which are often the raw text of the
   * card: they are kept unless told, or read like descriptions.
   */
  readonly given?: 'keep' | 'normalise';
}

const optionNames: readonly (keyof NormaliseMerchantsOptions)[] = ['given'];

/** Distinct descriptions whose reading is remembered from one batch to the next. */
const mostRemembered = 50_000;

/**
 * Fills `merchantName`, and `location` where the description tells one, of rows without them, by
 * {@link normaliseMerchant}. The description stays as it is, and so does what the source says unless `given` is
 * `'normalise'`. Each batch is looked at alone; every distinct description is read once.
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
export function normaliseMerchants(options: NormaliseMerchantsOptions = {}): Transformer {
  requireKnownOptions(options, optionNames, 'normaliseMerchants');
  const isGivenRead = options.given === 'normalise';
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
    const given = isGivenRead
      ? readEach(columns.merchantName, (name) => reading(name).name || name)
      : columns.merchantName;
    const merchantName = fillAbsent(given, source, (text) => reading(text).name || null);
    const location = fillAbsent(
      columns.location,
      source,
      (text) => reading(text).location?.slice(0, limits.nameLength) ?? null,
    );
    if (merchantName === columns.merchantName && location === columns.location) return batch;
    return { ...batch, table: tableFromColumns({ ...columns, merchantName, location }) };
  });
}

/** The column with every value read anew; values that read alike become one. */
function readEach(column: DictionaryColumn, read: (value: string) => string): DictionaryColumn {
  const readValues = column.values.map(read);
  const builder = dictionaryBuilder<string>();
  for (const code of column.codes) builder.append(code < 0 ? null : (readValues[code] as string));
  return builder.build();
}
