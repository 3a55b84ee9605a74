import type { FeatureRow } from '../../features/feature-row.js';
import { payeeTextOf } from './category-input.js';
import type { SourceScores } from './combiner.js';
import { habitReader } from './habits.js';
import { knownPayees, payeeGroup, writeLogs } from './known-payees.js';
import { type PayeeAmountReader, payeeAmountReader, payeeOnAccountKeyOf } from './payee-amounts.js';
import { type RowReading, rowReader } from './row-reader.js';
import { type CategorySources, sourceAt } from './sources.js';
import { type TextAnswer, type TextAnswers, textAnswers } from './text-answers.js';

/** Asks all sources about rows. */
export interface SourceReader {
  /** Reads the texts of a row. */
  readonly read: (row: FeatureRow) => RowReading;
  /** What the texts of rows say, of equal texts once. */
  readonly texts: TextAnswers['of'];
  /** Writes what all sources say of a row, whose text says `said`, as the row `index`. */
  write(row: FeatureRow, said: TextAnswer, into: SourceScores, index: number): void;
  /** What of a text spoke for a class. */
  readonly explainText: TextAnswers['explain'];
  /** Earlier rows of payees. */
  readonly payees: PayeeAmountReader;
}

/** Room for what sources say of rows. */
export function sourceRoom(rows: number, classes: number): SourceScores {
  return {
    rows,
    classes,
    scores: Object.values(sourceAt).map(() => new Float64Array(rows * classes)),
    groups: new Uint8Array(rows),
  };
}

/**
 * Makes a reader of sources.
 *
 * @param readRow Reads the texts of rows; one of its own unless told.
 */
export function sourceReader(
  sources: CategorySources,
  readRow: (row: FeatureRow) => RowReading = rowReader(sources.further, sources.lexicon !== null),
): SourceReader {
  const classes = sources.text.classes.length;
  const answers = textAnswers(sources.text, sources.lexicon);
  const habit = habitReader(sources.habits, classes);
  const payees = payeeAmountReader(sources.amounts);
  const onAccounts =
    sources.accountAmounts === null ? null : payeeAmountReader(sources.accountAmounts, payeeOnAccountKeyOf);
  const knownPayee = knownPayees(sources.memory, classes);
  const weighed = new Float64Array(classes);

  function write(row: FeatureRow, said: TextAnswer, { scores, groups }: SourceScores, index: number): void {
    const [margins, remembered, habits, amounts, lexicon] = scores as Room;
    const from = index * classes;
    habit.read(row, habits, from);
    for (let k = 0; k < classes; k++) {
      margins[from + k] = said.scores[k] as number;
      lexicon[from + k] = said.scores[classes + k] as number;
    }
    const payee = payeeTextOf(row);
    if (payee === '') {
      groups[index] = payeeGroup.new;
      remembered.fill(0, from, from + classes);
      amounts.fill(0, from, from + classes);
      return;
    }
    const known = knownPayee(payee, row.date);
    groups[index] = known.group;
    remembered.set(known.logs, from);
    weighed.set(known.probabilities);
    if (!payees.weigh(row, weighed)) {
      amounts.set(known.logs, from);
      return;
    }
    onAccounts?.weigh(row, weighed);
    writeLogs(weighed, amounts, from);
  }

  return { read: readRow, texts: answers.of, write, explainText: answers.explain, payees };
}

type Room = readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

/** What all sources say of rows. */
export function readSources(
  reader: SourceReader,
  rows: readonly FeatureRow[],
  classes: number,
): SourceScores {
  const read = sourceRoom(rows.length, classes);
  const texts = reader.texts(rows.map(reader.read));
  rows.forEach((row, index) => {
    reader.write(row, texts[index] as TextAnswer, read, index);
  });
  return read;
}
