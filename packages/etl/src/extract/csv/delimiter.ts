import { defaultCsvLimits } from './csv-limits.js';
import { csvTokenizer, isBlankRecord } from './tokenizer.js';

/** Delimiters that are looked for. */
const knownDelimiters = [',', ';', '\t', '|'] as const;

/** A delimiter with the share of the sampled records that it splits into as many fields as the header. */
export interface DelimiterFinding {
  readonly delimiter: string;
  /** 0 if no delimiter splits the header. */
  readonly confidence: number;
}

const sampledRecords = 200;

/**
 * Finds the delimiter that splits the records of a sample most evenly; of equally even ones, the one that gives
 * more fields.
 *
 * @param isWhole Whether the sample is the whole source; if not, its last record may be cut and is left out.
 */
export function inferDelimiter(sample: Uint8Array, isWhole: boolean): DelimiterFinding {
  let best: DelimiterFinding & { score: number } = { delimiter: ',', confidence: 0, score: 0 };
  for (const delimiter of knownDelimiters) {
    const widths = recordWidths(sample, isWhole, delimiter);
    const header = widths[0] ?? 0;
    if (header < 2) continue;
    const confidence = widths.filter((width) => width === header).length / widths.length;
    const score = confidence * (1 - 1 / header);
    if (score > best.score) best = { delimiter, confidence, score };
  }
  return { delimiter: best.delimiter, confidence: best.confidence };
}

function recordWidths(sample: Uint8Array, isWhole: boolean, delimiter: string): readonly number[] {
  const widths: number[] = [];
  const note = (width: number): void => {
    if (widths.length < sampledRecords) widths.push(width);
  };
  const tokenizer = csvTokenizer(
    { delimiter, limits: defaultCsvLimits },
    {
      record: (fields) => {
        if (!isBlankRecord(fields)) note(fields.length);
      },
      problem: () => note(0),
    },
  );
  tokenizer.push(sample);
  if (isWhole || widths.length === 0) tokenizer.end();
  return widths;
}
