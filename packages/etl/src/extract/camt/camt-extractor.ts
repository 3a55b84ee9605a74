import { requireKnownOptions } from '../../validation/arguments.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import { openStatements } from '../statement/open-statements.js';
import { sampleText } from '../statement/sample-text.js';
import { defaultBatchRows } from '../statement/statement-batches.js';
import { fixedSettings } from '../statement/statement-settings.js';
import { xmlEncoding } from '../xml/xml-encoding.js';
import { camtColumns, camtFields } from './camt-columns.js';
import { camtParser } from './camt-parser.js';

/** How much of a CAMT source is taken at once. */
export interface CamtOptions {
  /** Records after which a batch ends, 4,096 unless told. */
  readonly batchRows?: number;
}

/**
 * Reads ISO 20022 bank-to-customer messages of all versions: camt.053 (statements), camt.052 (reports) and camt.054
 * (notifications), with any number of accounts.
 *
 * - An entry is a row. A batch becomes one row per payment where each states its amount and they add up to it.
 * - `amount` has the sign of CdtDbtInd, of reversals too; `date` is the day of BookgDt, else of ValDt.
 * - `balance` is counted from the opening balance (OPBD, PRCD), and the last row of a statement has the closing
 *   balance (CLBD, ITBD) that it states.
 * - `status` is `booked` or `pending`; entries for information are rejected with code `ROW_NOT_TRANSACTION`.
 * - `merchantName` is who paid a credit or was paid by a debit; `id` the reference of the bank (AcctSvcrRef).
 *
 * A document that is not well-formed, or has a document type declaration, is refused.
 *
 * @example
 * ```ts
 * import { camtExtractor, extract } from '@titans/etl';
 *
 * const statement = await extract('statement.xml', { extractors: [camtExtractor()] }).table();
 * ```
 */
export function camtExtractor(options: CamtOptions = {}): Extractor {
  requireKnownOptions(options, ['batchRows'], 'camtExtractor');
  const { batchRows = defaultBatchRows } = options;
  return { format: 'camt', recognise, open };

  async function open(input: ByteInput, openOptions: OpenOptions = {}): Promise<RecordStream> {
    return openStatements(input, openOptions, {
      fixedEncoding: xmlEncoding(input.sample),
      columns: camtColumns,
      settings: fixedSettings(camtFields),
      batchRows,
      parser: (records) => camtParser(input.sample.name, records),
    });
  }
}

function recognise(sample: SourceSample): number {
  const text = sampleText(sample);
  if (!/^\s*<(?:\?xml|[A-Za-z!])/.test(text)) return 0;
  if (/urn:iso:std:iso:20022:tech:xsd:camt\.05[234]\./.test(text)) return 0.99;
  return /<(?:[\w.-]+:)?(?:BkToCstmrStmt|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn)[\s>]/.test(text) ? 0.97 : 0;
}
