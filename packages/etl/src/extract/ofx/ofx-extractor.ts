import { requireKnownOptions } from '../../validation/arguments.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import { openStatements } from '../statement/open-statements.js';
import { sampleText } from '../statement/sample-text.js';
import { defaultBatchRows } from '../statement/statement-batches.js';
import { fixedSettings } from '../statement/statement-settings.js';
import { ofxColumns, ofxFields } from './ofx-columns.js';
import { ofxParser } from './ofx-statements.js';

/** How much of an OFX source is taken at once. */
export interface OfxOptions {
  /** Records after which a batch ends, 4,096 unless told. */
  readonly batchRows?: number;
  /** Rows of one statement that are held to count their balances, 16,384 unless told. */
  readonly balanceRows?: number;
}

/**
 * Reads OFX 1.x (SGML) and 2.x (XML), also as QFX, with the statements of any number of bank accounts and cards.
 *
 * - `date` is the day of DTPOSTED as it is written, whatever zone stands behind it.
 * - `amount` is TRNAMT with its sign; a decimal comma becomes a point.
 * - `balance` is counted back from LEDGERBAL where that is exact, else empty.
 * - `description` is the name and the memo, the type where there is neither.
 * - `merchantCategoryCode` is SIC, `currency` that of the transaction or of the account.
 * - `status` is `booked`, or `pending` for STMTTRNP.
 *
 * Of an investment statement the movements of cash are read; transactions of securities are rejected with code
 * `ROW_NOT_TRANSACTION`. Elements may lack their end tags, also transactions and lists, but a source whose `<OFX>` is
 * never closed was cut off and is refused.
 *
 * @example
 * ```ts
 * import { extract, ofxExtractor } from '@titans/etl';
 *
 * const statement = await extract('statement.qfx', { extractors: [ofxExtractor()] }).table();
 * ```
 */
export function ofxExtractor(options: OfxOptions = {}): Extractor {
  requireKnownOptions(options, ['batchRows', 'balanceRows'], 'ofxExtractor');
  const { batchRows = defaultBatchRows, balanceRows = 16_384 } = options;
  return { format: 'ofx', recognise, open };

  async function open(input: ByteInput, openOptions: OpenOptions = {}): Promise<RecordStream> {
    return openStatements(input, openOptions, {
      columns: ofxColumns,
      settings: fixedSettings(ofxFields),
      batchRows,
      declaredEncoding: declaredEncoding(sampleText(input.sample, 2_048)),
      parser: (records) => ofxParser(input.sample.name, records, balanceRows),
    });
  }
}

function recognise(sample: SourceSample): number {
  const text = sampleText(sample, 8_192);
  if (/<OFX>/i.test(text)) return 0.98;
  return /^\s*(?:OFXHEADER:|DATA:OFXSGML|<\?OFX)/i.test(text) ? 0.96 : 0;
}

/** The character set of the header, `CHARSET:1252` of OFX 1.x or the XML declaration of OFX 2.x. */
function declaredEncoding(beginning: string): string | null {
  const header = beginning.split(/<OFX>/i)[0] ?? '';
  const xml = /<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/i.exec(header)?.[1];
  const charset = /CHARSET:\s*([\w.-]+)/i.exec(header)?.[1];
  return xml ?? (charset !== undefined && /^\d{4}$/.test(charset) ? `windows-${charset}` : (charset ?? null));
}
