import { TitansError } from '@titans/core';
import { requireKnownOptions } from '../../validation/arguments.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import { sampleText } from '../statement/sample-text.js';
import { documentScanner } from './document-scanner.js';
import {
  chooseRecords,
  isTransactions,
  type RecordsCandidate,
  recordsScore,
  toldPath,
  writtenPath,
} from './find-records.js';
import { type HeldChunks, heldChunks } from './held-chunks.js';
import { defaultJsonLimits, type JsonLimits } from './json-limits.js';
import { looksLikeLines } from './json-sample.js';
import { jsonStream } from './json-stream.js';
import { jsonText } from './json-text.js';
import { recordCollector } from './record-collector.js';

/** How much of a JSON source is taken at once. */
export interface JsonOptions {
  readonly limits?: Partial<JsonLimits>;
  /** Records after which a batch ends, 8,192 unless told; it is filled up with what was read in one piece. */
  readonly batchRows?: number;
}

/**
 * Reads JSON (RFC 8259) in UTF-8, or in UTF-16 and what `encoding` tells: an array of objects, or an object that holds one at some path. The path is found by
 * what the arrays hold, and told by the setting `json.records`, for example `"transactions.booked"`; `"$"` is the
 * document itself.
 *
 * Keys become columns, those of nested objects by dotted path (`amount.value`); they are taken from the first 10,000
 * records or 8 MiB. A key that appears only later is left out as a column without a meaning is, but a record that
 * has a value for a field of a transaction there is rejected, so that none is lost silently. Arrays of scalars are
 * joined with `;`, other arrays keep their JSON text. Numbers keep their digits.
 *
 * An element that is no object, or no JSON between brackets that match, is a rejection, and the rest is read. Where
 * the structure of the document breaks, reading ends with `SOURCE_INVALID` after the records before it.
 *
 * @example
 * ```ts
 * import { extract } from '@titans/etl';
 *
 * const statement = await extract('plaid.json', { json: { records: 'transactions' } }).table();
 * ```
 */
export function jsonExtractor(options: JsonOptions = {}): Extractor {
  requireKnownOptions(options, ['limits', 'batchRows'], 'jsonExtractor');
  const limits: JsonLimits = { ...defaultJsonLimits, ...options.limits };
  const batchRows = options.batchRows ?? 8_192;
  return { format: 'json', recognise, open };

  function recognise(sample: SourceSample): number {
    const isJson = /^\s*(?:\[\s*(?:[[\]{"\d-]|true|false|null|$)|\{\s*(?:["}]|$))/.test(sampleText(sample));
    return !isJson || looksLikeLines(sample) ? 0 : 0.9;
  }

  async function open(input: ByteInput, work: OpenOptions = {}): Promise<RecordStream> {
    const { settings = {}, signal } = work;
    const text = await jsonText(input, work);
    const source = input.sample.name;
    const chunks = heldChunks(text);
    const told = settings.json?.records;
    const found: Decision =
      told === undefined
        ? await findRecords(source, chunks, limits, signal)
        : { setting: 'json.records', value: toldPath(told), confidence: 1, basis: 'given' };
    const records = String(found.value);
    const collector = recordCollector(source, limits, settings, batchRows);
    let isFound = false;
    const scanner = documentScanner(source, limits.recordBytes, {
      array(path) {
        const isWanted = writtenPath(path) === records;
        isFound ||= isWanted;
        return isWanted ? 'all' : 'none';
      },
      element: collector.add,
    });
    return jsonStream({
      text,
      chunks,
      scanner: {
        push: scanner.push,
        end() {
          scanner.end();
          if (!isFound) throw notFound(source, `There is no array at "${records}" in it`);
        },
      },
      collector,
      decisions: [found],
      settings: { json: { records } },
      signal,
    });
  }
}

/** Arrays that are compared, so that a hostile document costs bounded memory. */
const mostCandidates = 1_000;

/** Looks for the array that holds the records: in all of a small source, else until one looks like transactions. */
export async function findRecords(
  source: string,
  chunks: Pick<HeldChunks, 'look'>,
  limits: JsonLimits,
  signal?: AbortSignal,
): Promise<Decision> {
  const candidates: RecordsCandidate[] = [];
  let path: readonly string[] = [];
  let isEmpty = true;
  const add = (first: string | null): void => {
    const score = recordsScore(path, first);
    if (score > 0 && candidates.length < mostCandidates) candidates.push({ path: writtenPath(path), score });
  };
  const scanner = documentScanner(source, limits.recordBytes, {
    array(found) {
      path = [...found];
      isEmpty = true;
      return 'first';
    },
    element(bytes) {
      isEmpty = false;
      add(bytes === null ? '' : Buffer.from(bytes).toString('utf8'));
    },
    arrayEnd() {
      if (isEmpty) add(null);
    },
  });
  let failure: unknown;
  for (let looked = 0; looked < limits.lookBytes && !candidates.some(isTransactions); ) {
    const chunk = await chunks.look(signal);
    try {
      if (chunk === null) scanner.end();
      else scanner.push(chunk);
    } catch (error) {
      failure = error;
    }
    if (chunk === null || failure !== undefined) break;
    looked += chunk.length;
  }
  const chosen = chooseRecords(candidates);
  if (chosen !== null) return chosen;
  throw failure ?? notFound(source, `No array of objects is found in its first ${limits.lookBytes} bytes`);
}

function notFound(source: string, reason: string): TitansError {
  return new TitansError(
    'SOURCE_INVALID',
    `"${source}" holds no records that can be read. ${reason}. Tell where they are with the option "json", for example { records: "data.items" }.`,
    { details: { source, field: 'json.records' } },
  );
}
