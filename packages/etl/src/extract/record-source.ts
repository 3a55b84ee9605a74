import type { PlainDate } from '@titans/core';
import type { OpenOptions, RecordStream } from './extractor.js';

/** How the records of a source that is no file are asked for. */
export interface RecordSourceOptions extends OpenOptions {
  /** Only records of this day and later are wanted; a source that cannot tell gives all of them. */
  readonly since?: PlainDate;
}

/** Records from elsewhere than a file, such as a query or an API. */
export interface RecordSource {
  /** Appears in rejections and reports; the same for the same query, without secrets. */
  readonly name: string;
  /** For example `"sql"`. */
  readonly format: string;
  /** @throws TitansError if the source cannot be reached or refuses. */
  openRecords(options?: RecordSourceOptions): Promise<RecordStream>;
}
