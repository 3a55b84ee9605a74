import { requireKnownOptions } from '../../validation/arguments.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import { heldChunks } from './held-chunks.js';
import type { JsonOptions } from './json-extractor.js';
import { defaultJsonLimits, type JsonLimits } from './json-limits.js';
import { isNamedLines, looksLikeLines } from './json-sample.js';
import { jsonStream } from './json-stream.js';
import { jsonText } from './json-text.js';
import { lineScanner } from './line-scanner.js';
import { recordCollector } from './record-collector.js';

/**
 * Reads NDJSON (JSON Lines) in the encodings of `jsonExtractor`: one JSON object per line. Blank lines are no records; a line that is no JSON
 * object is a rejection with its line and byte, and the rest is read. Columns are made as by `jsonExtractor`.
 *
 * @example
 * ```ts
 * import { extract, ndjsonExtractor } from '@titans/etl';
 *
 * const statement = await extract('export.log', { extractors: [ndjsonExtractor()] }).table();
 * ```
 */
export function ndjsonExtractor(options: JsonOptions = {}): Extractor {
  requireKnownOptions(options, ['limits', 'batchRows'], 'ndjsonExtractor');
  const limits: JsonLimits = { ...defaultJsonLimits, ...options.limits };
  const batchRows = options.batchRows ?? 8_192;
  return { format: 'ndjson', recognise, open };

  function recognise(sample: SourceSample): number {
    return looksLikeLines(sample) ? (isNamedLines(sample) ? 0.95 : 0.92) : 0;
  }

  async function open(input: ByteInput, work: OpenOptions = {}): Promise<RecordStream> {
    const { settings = {}, signal } = work;
    const text = await jsonText(input, work);
    const collector = recordCollector(input.sample.name, limits, settings, batchRows);
    return jsonStream({
      text,
      chunks: heldChunks(text),
      scanner: lineScanner(limits.recordBytes, collector.add),
      collector,
      decisions: [],
      settings: {},
      signal,
    });
  }
}
