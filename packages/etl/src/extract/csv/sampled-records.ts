import type { CsvLimits } from './csv-limits.js';
import { type CsvProblem, csvTokenizer } from './tokenizer.js';

/** How cells are parted and quoted. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: '"' | "'";
}

/** A record of a sample; one that is malformed has no cells. */
export interface SampledRecord {
  readonly cells: readonly string[];
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** Byte of the UTF-8 text at which it begins. */
  readonly byteOffset: number;
  /** Whether it has nothing but white space and delimiters. */
  readonly isBlank: boolean;
  readonly problem: CsvProblem | null;
}

const mostRecords = 1000;

/**
 * The first records of a sample. If it is not the whole source, the last one may be cut and is left out, unless it is
 * the only one.
 */
export function sampledRecords(
  sample: Uint8Array,
  isWhole: boolean,
  dialect: CsvDialect,
  limits: CsvLimits,
): readonly SampledRecord[] {
  const records: SampledRecord[] = [];
  const note = (record: SampledRecord): void => {
    if (records.length < mostRecords) records.push(record);
  };
  const tokenizer = csvTokenizer(
    { ...dialect, limits },
    {
      record: (cells, line, byteOffset) => {
        const isBlank = cells.every((cell) => cell.trim() === '');
        note({ cells, line, byteOffset, isBlank, problem: null });
      },
      problem: (problem) =>
        note({ cells: [], line: problem.line, byteOffset: problem.byteOffset, isBlank: false, problem }),
    },
  );
  tokenizer.push(sample);
  if (isWhole || records.length === 0) tokenizer.end();
  return records;
}
