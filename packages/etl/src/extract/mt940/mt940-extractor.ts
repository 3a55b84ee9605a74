import { requireKnownOptions } from '../../validation/arguments.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import { openStatements } from '../statement/open-statements.js';
import { sampleText } from '../statement/sample-text.js';
import { defaultBatchRows } from '../statement/statement-batches.js';
import { fixedSettings } from '../statement/statement-settings.js';
import { mt940Columns, mt940Fields } from './mt940-columns.js';
import { mt940Parser } from './mt940-parser.js';

/** How much of an MT940 source is taken at once. */
export interface Mt940Options {
  /** Records after which a batch ends, 4,096 unless told. */
  readonly batchRows?: number;
}

/**
 * Reads SWIFT MT940 (statements) and MT942 (interim reports), with or without the blocks of the SWIFT message and
 * the header lines of banks, as many statements and pages as there are.
 *
 * - `date` is the day of the entry, else that of the value; `valueDate` is kept beside it.
 * - `amount` has the sign of the money: reversals (`RC`, `RD`) count against their mark.
 * - `balance` is counted from the opening balance, and the last row of a statement or page has the closing balance
 *   that it states.
 * - `status` is `booked`, or `pending` for the announced entries of MT942.
 * - `description` is the text of field 86, the booking text or the type where there is none.
 *
 * A line of field 61 that cannot be read is rejected and the rest is read. A source whose statements lack their
 * account or their closing balance is refused, since it was cut off.
 *
 * @example
 * ```ts
 * import { extract, mt940Extractor } from '@titans/etl';
 *
 * const statement = await extract('statement.sta', { extractors: [mt940Extractor()] }).table();
 * ```
 */
export function mt940Extractor(options: Mt940Options = {}): Extractor {
  requireKnownOptions(options, ['batchRows'], 'mt940Extractor');
  const { batchRows = defaultBatchRows } = options;
  return { format: 'mt940', recognise, open };

  async function open(input: ByteInput, openOptions: OpenOptions = {}): Promise<RecordStream> {
    return openStatements(input, openOptions, {
      columns: mt940Columns,
      settings: fixedSettings(mt940Fields),
      batchRows,
      parser: (records) => mt940Parser(input.sample.name, records),
    });
  }
}

/**
 * A statement has a reference and then an account and more, each at the beginning of a line. A source that begins
 * with another field is a piece of one, which is claimed so that it is refused for that.
 */
function recognise(sample: SourceSample): number {
  const text = sampleText(sample);
  const reference = /(?:^|[\r\n]|\{4:)\s?:20:/.exec(text);
  const rest = reference === null ? '' : text.slice(reference.index + reference[0].length);
  if (/[\r\n]:25P?:/.test(rest) && /[\r\n]:(?:28C?|60[FM]|34F|13D?|61):/.test(rest)) return 0.99;
  return /^\s*:(?:20|25P?|28C?|60[FM]|61|62[FM]|86):/.test(text) ? 0.85 : 0;
}
