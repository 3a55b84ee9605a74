import { TitansError } from '@titans/core';
import type { RecordStart } from './record-collector.js';

/** The error of a source that breaks the rules of its format. */
export function sourceInvalid(
  source: string,
  problem: string,
  place: RecordStart | null,
  code: 'SOURCE_INVALID' | 'LIMIT_EXCEEDED' | 'ENCODING_INVALID' = 'SOURCE_INVALID',
): TitansError {
  const where = place === null ? '' : `, line ${place.line}`;
  const at = place === null ? {} : { line: place.line, byteOffset: place.byteOffset };
  return new TitansError(code, `"${source}"${where}: ${problem}.`, { details: { source, ...at } });
}
