import { TitansError } from '@titans/core';
import { documentScanner } from '../json/document-scanner.js';
import { writtenPath } from '../json/find-records.js';
import { jsonColumns } from '../json/json-columns.js';
import type { JsonLimits } from '../json/json-limits.js';
import { recordParser } from '../json/record-parser.js';
import type { PageFacts } from './paging.js';

/** What an answer held. */
export type AnsweredPage = Omit<PageFacts, 'linkHeader'>;

/**
 * Hands the records of an answer on.
 *
 * @param path Where they are.
 * @param add Takes a record; answers have no lines or bytes to name.
 * @throws TitansError `SOURCE_INVALID` if the answer is no JSON or has no array at the path.
 */
export function readPage(
  source: string,
  body: Uint8Array,
  path: string,
  limits: JsonLimits,
  add: (bytes: Uint8Array | null, line: number, byteOffset: number) => void,
): AnsweredPage {
  const scalars = new Map<string, string | null>();
  let records = 0;
  let isFound = false;
  let last: Uint8Array | null = null;
  const scanner = documentScanner(source, limits.recordBytes, {
    array(found) {
      const isWanted = writtenPath(found) === path;
      isFound ||= isWanted;
      return isWanted ? 'all' : 'none';
    },
    element(bytes) {
      records++;
      last = bytes;
      add(bytes, 0, Number.NaN);
    },
    scalar(found, text) {
      const at = writtenPath(found);
      scalars.set(at, text);
      // Some servers write null for a page without records.
      isFound ||= at === path && text === null;
    },
  });
  scanner.push(body);
  scanner.end();
  if (!isFound) {
    throw new TitansError(
      'SOURCE_INVALID',
      `An answer of "${source}" has no array at "${path}". Tell where the records are with the option "records".`,
      { details: { source, field: 'records' } },
    );
  }
  return {
    records,
    scalarAt: (at) => scalars.get(at.replace(/^\$\./, '')) ?? null,
    lastRecord: (key) => (last === null ? null : textAt(source, last, key, limits)),
  };
}

/** The text of a key of one record. */
function textAt(source: string, record: Uint8Array, key: string, limits: JsonLimits): string | null {
  const columns = jsonColumns(limits.depth, [key]);
  columns.seal();
  try {
    const [text] = recordParser(columns, limits, () => {}).parse(Buffer.from(record).toString('utf8'));
    return text ?? null;
  } catch (cause) {
    throw new TitansError(
      'SOURCE_INVALID',
      `The last record of an answer of "${source}" cannot be read, so that it is not known where the next begins.`,
      { details: { source, field: 'paging.cursor' }, cause },
    );
  }
}
