import { type CsvProblem, type CsvScanOptions, recordScanner } from './record-scanner.js';

export type { CsvProblem } from './record-scanner.js';

/** Receives what the tokenizer finds, in the order of the source. */
export interface CsvSink {
  /** A well-formed record; an empty line is a record of one empty field. */
  record(fields: string[], line: number, byteOffset: number): void;
  problem(problem: CsvProblem): void;
}

/** Splits bytes into CSV records as they arrive. */
export interface CsvTokenizer {
  push(chunk: Uint8Array): void;
  /** The last record needs no line break. */
  end(): void;
}

/** The records of {@link recordScanner} as texts: for looking at samples, where speed does not matter. */
export function csvTokenizer(options: CsvScanOptions, sink: CsvSink): CsvTokenizer {
  return recordScanner(options, {
    record({ bytes, starts, ends }, first, count, line, byteOffset) {
      const fields: string[] = [];
      for (let cell = first; cell < first + count; cell++) {
        fields.push(bytes.toString('utf8', starts[cell], ends[cell]));
      }
      sink.record(fields, line, byteOffset);
      return 0;
    },
    problem: (problem) => sink.problem(problem),
  });
}
