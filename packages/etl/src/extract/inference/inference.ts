import type { RawBatch } from '../../records/raw-batch.js';
import type { RecordStream } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';
import type { ResolvedColumns } from './resolve-columns.js';
import { resolveColumns } from './resolve-columns.js';
import { settingDecisions } from './setting-decisions.js';

/** What the records of a source mean, found out while they are looked at. */
export interface Inference {
  /** Looks at more records, in the order of the source. */
  observe(batch: RawBatch): void;
  /** Whether further records can change no decision. */
  isDecided(): boolean;
  /**
   * Decides on what was observed.
   *
   * @throws TitansError `HEADER_MISSING_COLUMN` or `HEADER_DUPLICATE_COLUMN` if no transactions can be made of the
   * columns.
   */
  finish(): Inferred;
}

/** What was found out. */
export interface Inferred {
  readonly columns: ResolvedColumns;
  /** What was given, fixed by the format, or inferred: everything that is needed to read the source in this way. */
  readonly settings: ImportSettings;
  readonly decisions: readonly Decision[];
}

/**
 * Starts to find out what the columns of a source mean and how its values are written.
 *
 * @param given What the caller told, which is never overruled.
 */
export function startInference(source: string, stream: RecordStream, given: ImportSettings): Inference {
  return {
    observe: () => {},
    isDecided: () => true,
    finish() {
      const settings = { ...stream.settings, ...given };
      const columns = resolveColumns(stream.columns, settings.columns, source, stream.headerLine);
      return {
        columns,
        settings: { ...settings, columns: columns.columns },
        decisions: settingDecisions(settings, columns.columns),
      };
    },
  };
}
