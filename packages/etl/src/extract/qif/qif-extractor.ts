import { requireKnownOptions } from '../../validation/arguments.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import { openStatements } from '../statement/open-statements.js';
import { sampleText } from '../statement/sample-text.js';
import { defaultBatchRows } from '../statement/statement-batches.js';
import { qifColumns, qifFields } from './qif-columns.js';
import { qifParser } from './qif-parser.js';

/** How much of a QIF source is taken at once. */
export interface QifOptions {
  /** Records after which a batch ends, 4,096 unless told. */
  readonly batchRows?: number;
}

/**
 * Reads QIF (Quicken Interchange Format): registers of bank accounts, cards, cash, assets and liabilities, as many as
 * there are. The format fixes neither the order of a date nor the decimal mark: both are inferred from the records.
 *
 * - `accountId` is the name of the account in its `!Account` record.
 * - A transaction that is parted among categories is one record; its parts are JSON in the column `splits`, and its
 *   category is empty unless all have the same.
 * - `category` is empty for transfers, whose other account is in `transferAccount`.
 * - `status` is `cleared` or `reconciled` where that is marked.
 *
 * Records of investment registers are rejected with code `ROW_NOT_TRANSACTION`, and so is the opening balance with which
 * a register begins: the rejection says so and has the balance as its value. Lists of categories, classes, securities
 * and prices hold no records.
 *
 * @example
 * ```ts
 * import { extract, qifExtractor } from '@titans/etl';
 *
 * const statement = await extract('register.qif', { dateFormat: 'month-first', extractors: [qifExtractor()] }).table();
 * ```
 */
export function qifExtractor(options: QifOptions = {}): Extractor {
  requireKnownOptions(options, ['batchRows'], 'qifExtractor');
  const { batchRows = defaultBatchRows } = options;
  return { format: 'qif', recognise, open };

  async function open(input: ByteInput, openOptions: OpenOptions = {}): Promise<RecordStream> {
    return openStatements(input, openOptions, {
      columns: qifColumns,
      settings: {
        columns: Object.fromEntries(qifFields.map((field) => [field, field])),
        sign: 'as-written',
      },
      batchRows,
      parser: (records) => qifParser(input.sample.name, records),
    });
  }
}

/** A header, or records without one: lines with a date, an amount and the end of a record. */
function recognise(sample: SourceSample): number {
  const text = sampleText(sample, 8_192);
  if (/^\s*!(?:Type|Account|Option|Clear)\b/i.test(text)) return 0.98;
  const isRecord =
    /^[DTUPNMLCASE$^]/.test(text) && /(?:^|[\r\n])D\s?\d/.test(text) && /[\r\n][TU]\s?[-+]?[\d.,]/.test(text);
  return isRecord && /[\r\n]\^[\r\n]/.test(text) ? 0.93 : 0;
}
