import type { ImportField } from '../../normalise/import-field.js';
import { cellText, type RawBatch } from '../../records/raw-batch.js';
import type { RecordStream } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';
import { areMarksDecided, observeMarks } from './amount-marks.js';
import { amountShape } from './amount-shape.js';
import { type ChosenColumns, chooseColumns } from './choose-columns.js';
import { type ColumnFacts, columnFacts } from './column-facts.js';
import { observeDate } from './date-evidence.js';
import { isDateFormatDecided } from './date-format.js';
import { decisionsOf } from './decisions.js';
import { type ResolvedColumns, resolvedColumns, toldColumns } from './resolve-columns.js';

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

/** Records by which the columns are told apart, and cells of them that are held at most. */
const mostSampledRecords = 2_000;
const mostSampledCells = 200_000;
/** Bytes of one cell, and of all sampled ones, that are looked at: whatever tells anything is shorter. */
const mostCellBytes = 400;
const mostSampledBytes = 16 * 1024 * 1024;

/**
 * Starts to find out what the columns of a source mean and how its values are written.
 *
 * The first 2,000 records tell what the columns stand for. How dates and amounts are written is decided over as many
 * records as it takes for one of them to prove it: where none does, over all that can be looked at.
 *
 * @param given What the caller told, which is never overruled.
 */
export function startInference(source: string, stream: RecordStream, given: ImportSettings): Inference {
  const { columns: names, headerLine } = stream;
  const settings: ImportSettings = {
    ...stream.settings,
    ...given,
    ...(stream.settings.csv === undefined ? {} : { csv: { ...given.csv, ...stream.settings.csv } }),
    columns: { ...stream.settings.columns, ...given.columns },
  };
  const told = toldColumns(names, settings.columns ?? {}, source, headerLine);
  // A format that says what its columns mean says it of all of them.
  const isComplete = stream.settings.columns !== undefined && hasRequired(told);
  let sampleSize = Math.max(
    20,
    Math.min(mostSampledRecords, Math.floor(mostSampledCells / Math.max(1, names.length))),
  );
  const cells: string[][] = names.map(() => []);
  let sampled = 0;
  let sampledBytes = 0;
  let facts: readonly ColumnFacts[] | null = null;
  let chosen: ChosenColumns | null = null;

  return {
    observe(batch) {
      let inSample = 0;
      while (inSample < batch.length && sampled < sampleSize) {
        for (const [column, texts] of cells.entries()) {
          const text = beginningOf(batch, inSample, column);
          sampledBytes += text.length;
          texts.push(text);
        }
        inSample++;
        sampled++;
        if (sampledBytes > mostSampledBytes) sampleSize = sampled;
      }
      if (sampled === sampleSize && inSample < batch.length) observeRest(batch, inSample);
    },
    isDecided: () => isFullyTold() || (sampled === sampleSize && isEvidenceEnough(choose())),
    finish() {
      const choice = choose();
      const { fields, swapped, decisions, found } = decisionsOf(facts ?? [], choice, {
        settings,
        given,
        isComplete,
      });
      const columns = resolvedColumns(names, swapped ?? fields, source, headerLine);
      return { columns, settings: { ...settings, ...found, columns: columns.columns }, decisions };
    },
  };

  function choose(): ChosenColumns {
    facts ??= names.map((name, index) => columnFacts(name, index, cells[index] ?? []));
    chosen ??= chooseColumns(facts, told, isComplete);
    return chosen;
  }

  function isFullyTold(): boolean {
    return (
      isComplete &&
      settings.dateFormat !== undefined &&
      settings.amountFormat !== undefined &&
      settings.sign !== undefined
    );
  }

  function isEvidenceEnough(choice: ChosenColumns): boolean {
    return areDatesSure(choice) && areAmountsSure(choice);
  }

  function areDatesSure({ date }: ChosenColumns): boolean {
    return settings.dateFormat !== undefined || date === null || isDateFormatDecided(date.dates);
  }

  function areAmountsSure({ money }: ChosenColumns): boolean {
    const columns = moneyColumns(money);
    return (
      settings.amountFormat !== undefined ||
      columns.length === 0 ||
      columns.some(({ marks }) => areMarksDecided(marks))
    );
  }

  /** Beyond the sample only what is still open is looked at. */
  function observeRest(batch: RawBatch, from: number): void {
    const choice = choose();
    const { date, otherDates, money } = choice;
    const dates = date === null || areDatesSure(choice) ? [] : [date, ...otherDates.slice(0, 2)];
    const amounts = areAmountsSure(choice) ? [] : moneyColumns(money);
    for (let record = from; record < batch.length; record++) {
      for (const column of dates) observeDate(column.dates, cellText(batch, record, column.index));
      for (const column of amounts) {
        if (isWholeNumber(batch, record, column.index)) {
          column.marks.amounts++;
          continue;
        }
        const shape = amountShape(cellText(batch, record, column.index));
        if (shape !== null) observeMarks(column.marks, shape);
      }
    }
  }
}

/** Whether a cell is digits alone, with or without a minus: no marks are in it, and nothing is to be learnt. */
function isWholeNumber(batch: RawBatch, record: number, column: number): boolean {
  const { bytes, starts, ends, width } = batch;
  const cell = record * width + column;
  const to = ends[cell] as number;
  let at = starts[cell] as number;
  if (bytes[at] === 0x2d) at++;
  while (at < to && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at++;
  return at === to;
}

/** The text of a cell, cut where it is long. */
function beginningOf(batch: RawBatch, record: number, column: number): string {
  const cell = record * batch.width + column;
  const from = batch.starts[cell] as number;
  const to = batch.ends[cell] as number;
  const { buffer, byteOffset } = batch.bytes;
  return Buffer.from(buffer, byteOffset + from, Math.min(to - from, mostCellBytes)).toString('utf8');
}

function moneyColumns(money: ChosenColumns['money']): readonly ColumnFacts[] {
  if (money === null) return [];
  return [money.amount, money.debit, money.credit, money.balance].filter((column) => column !== null);
}

function hasRequired(told: ReadonlyMap<ImportField, readonly number[]>): boolean {
  return told.has('date') && (told.has('amount') || told.has('debit') || told.has('credit'));
}
