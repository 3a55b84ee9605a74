import type { WorkOptions } from '@titans/core';
import type { RawBatch } from '../../records/raw-batch.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import { fieldDecoder, refuseUtf16 } from '../statement/field-decoder.js';
import { defaultBatchRows, statementBatches } from '../statement/statement-batches.js';
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
 * Records of investment registers and opening balances are rejected with code `ROW_NOT_TRANSACTION`; lists of
 * categories, classes, securities and prices hold no records.
 *
 * @example
 * ```ts
 * import { extract, qifExtractor } from '@titans/etl';
 *
 * const statement = await extract('register.qif', { dateFormat: 'month-first', extractors: [qifExtractor()] }).table();
 * ```
 */
export function qifExtractor({ batchRows = defaultBatchRows }: QifOptions = {}): Extractor {
  return { format: 'qif', recognise, open };

  async function open(input: ByteInput, { settings = {} }: OpenOptions = {}): Promise<RecordStream> {
    const { bytes, name } = input.sample;
    refuseUtf16(bytes, name);
    const decode = fieldDecoder(settings.encoding);
    const width = qifColumns.length;
    const batches = (work?: WorkOptions): AsyncGenerator<RawBatch> =>
      statementBatches(
        input.chunks(),
        { source: name, width, batchRows },
        (records) => qifParser(name, records, decode),
        work,
      );
    return {
      columns: qifColumns,
      headerLine: null,
      decisions: [],
      settings: {
        columns: Object.fromEntries(qifFields.map((field) => [field, field])),
        sign: 'as-written',
      },
      batches,
    };
  }
}

/** A header, or records without one: lines with a date, an amount and the end of a record. */
function recognise({ bytes }: SourceSample): number {
  const text = Buffer.from(bytes.subarray(0, 8_192)).toString('latin1');
  if (text.includes('\0')) return 0;
  if (/^(?:\u00ef\u00bb\u00bf)?\s*!(?:Type|Account|Option|Clear)\b/i.test(text)) return 0.98;
  const isRecord =
    /^[DTUPNMLCASE$^]/.test(text) && /(?:^|[\r\n])D\s?\d/.test(text) && /[\r\n][TU]\s?[-+]?[\d.,]/.test(text);
  return isRecord && /[\r\n]\^/.test(text) ? 0.6 : 0;
}
