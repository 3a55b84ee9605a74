import { breathe, createRandom } from '@titans/core';
import { classificationReport, kFold, type Split, type Splits } from '../../evaluation/index.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { payeeOf } from '../../features/payee.js';
import type { Measurement } from '../models.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import type { LabelledRows } from './category-input.js';
import { combine, type SourceScores } from './combiner.js';
import { type FittedCombiner, fitCombiner } from './fit-combiner.js';
import { payeeGroups } from './known-payees.js';
import { mostProbable } from './most-probable.js';
import { readSources, sourceReader } from './source-reader.js';
import { fitSources, type SourceSettings, startWeights } from './sources.js';

/** What sources say of rows that they had not seen. */
export interface UnseenScores {
  readonly read: SourceScores;
  readonly labels: Int32Array;
}

/** Asks sources fitted on the rows to learn from of every split about the tested rows, split after split. */
export async function scoresOfUnseen(
  { rows, labels, classes }: LabelledRows,
  splits: Splits,
  settings: SourceSettings,
  stage: string,
  options: TaskOptions,
): Promise<UnseenScores> {
  const { signal, onProgress } = options;
  const parts: UnseenScores[] = [];
  for (const { train, test } of splits) {
    await breathe(signal, stage);
    onProgress?.({ stage, done: parts.length, total: splits.length, unit: 'rounds' });
    const pick = (picked: Int32Array): readonly FeatureRow[] =>
      Array.from(picked, (row) => rows[row] as FeatureRow);
    const own = train.map((row) => labels[row] as number);
    const sources = await fitSources(pick(train), own, classes, settings, fitOptions(options));
    parts.push({
      read: readSources(sourceReader(sources, settings.readRow), pick(test), classes.length),
      labels: test.map((row) => labels[row] as number),
    });
  }
  return joined(parts);
}

/** Scores of all parts, one after the other. */
export function joined(parts: readonly UnseenScores[]): UnseenScores {
  const first = (parts[0] as UnseenScores).read;
  const rows = parts.reduce((sum, { read }) => sum + read.rows, 0);
  const scores = first.scores.map(() => new Float64Array(rows * first.classes));
  const groups = new Uint8Array(rows);
  const labels = new Int32Array(rows);
  let from = 0;
  for (const { read, labels: own } of parts) {
    for (const [source, all] of scores.entries()) {
      all.set(read.scores[source] as Float64Array, from * first.classes);
    }
    groups.set(read.groups, from);
    labels.set(own, from);
    from += read.rows;
  }
  return { read: { rows, classes: first.classes, scores, groups }, labels };
}

/** The given rows, in the given order. */
function selected({ read, labels }: UnseenScores, rows: Int32Array): UnseenScores {
  const { classes } = read;
  return {
    read: {
      rows: rows.length,
      classes,
      scores: read.scores.map((all) => {
        const own = new Float64Array(rows.length * classes);
        rows.forEach((row, at) => {
          own.set(all.subarray(row * classes, (row + 1) * classes), at * classes);
        });
        return own;
      }),
      groups: Uint8Array.from(rows, (row) => read.groups[row] as number),
    },
    labels: rows.map((row) => labels[row] as number),
  };
}

/**
 * Learns how sources are combined from what they said of rows that they had not seen.
 *
 * @param near One that was learned of nearly the same rows, which spares steps.
 */
export function combinerOf({ read, labels }: UnseenScores, near?: FittedCombiner): FittedCombiner {
  return fitCombiner(read, labels, startWeights, payeeGroups, near);
}

/**
 * Probabilities of rows, each by a combination that was learned from the other four fifths. The fifths are drawn at
 * random: rows often come in a rhythm, and every fifth row may be of one kind.
 *
 * @param near A combination of all of them.
 */
export function crossFittedProbabilities(unseen: UnseenScores, near?: FittedCombiner): Float64Array {
  const { labels, read } = unseen;
  const probabilities = new Float64Array(labels.length * read.classes);
  for (const { train, test } of kFold(labels.length, { folds: Math.min(5, labels.length) })) {
    const combiner = combinerOf(selected(unseen, train), near);
    const tested = combine(combiner, selected(unseen, test).read);
    test.forEach((row, at) => {
      const own = tested.subarray(at * read.classes, (at + 1) * read.classes);
      probabilities.set(own, row * read.classes);
    });
  }
  return probabilities;
}

/** Accuracy, macro-F1, log-loss, expected calibration error, and what the threshold does. */
export function categoryMeasurements(
  probabilities: Float64Array,
  labels: Int32Array,
  classes: readonly string[],
  threshold: number,
  method: string,
): readonly Measurement[] {
  const report = classificationReport(labels, probabilities, classes);
  const best = Array.from(labels, (_, row) => mostProbable(probabilities, classes.length, row));
  const accepted = [...labels.keys()].filter((row) => (best[row]?.probability ?? 0) >= threshold);
  const right = accepted.filter((row) => best[row]?.label === labels[row]).length;
  const n = labels.length;
  return [
    { metric: 'accuracy', value: report.accuracy, method, n },
    { metric: 'macro_f1', value: report.macro.f1, method, n },
    { metric: 'log_loss', value: report.logLoss, method, n },
    { metric: 'ece', value: report.calibrationError.equalWidth, method, n },
    { metric: 'accepted', value: accepted.length / n, method, n },
    ...(accepted.length === 0
      ? []
      : [{ metric: 'accepted_accuracy', value: right / accepted.length, method, n: accepted.length }]),
  ];
}

/** Accuracy, macro-F1 and calibration over payees that the sources had not seen. */
export function newPayeeMeasurements(
  probabilities: Float64Array,
  { labels }: UnseenScores,
  classes: readonly string[],
): readonly Measurement[] {
  const report = classificationReport(labels, probabilities, classes);
  const n = labels.length;
  const method = `hold-out of a fifth of the payees, ${n} rows`;
  return [
    { metric: 'accuracy_new_payees', value: report.accuracy, method, n },
    { metric: 'macro_f1_new_payees', value: report.macro.f1, method, n },
    { metric: 'ece_new_payees', value: report.calibrationError.equalWidth, method, n },
  ];
}

/** Rows of a payee that are asked about: more would measure the payees of most rows alone. */
const rowsOfPayee = 5;

/**
 * Holds out a fifth of the payees of the oldest rows, drawn at random, with the latest rows of each; `undefined` below five
 * payees.
 *
 * @param from Only the rows before this one.
 */
export function splitByPayee({ rows }: LabelledRows, from: number, seed: number): Split | undefined {
  const payees = rows.slice(0, from).map((row) => payeeOf(row) ?? '');
  const distinct = createRandom(seed, 'category/new-payees').shuffle([...new Set(payees)]);
  if (distinct.length < 5) return undefined;
  const heldOut = new Map(distinct.slice(0, Math.round(distinct.length / 5)).map((payee) => [payee, 0]));
  const test: number[] = [];
  for (let row = from - 1; row >= 0; row--) {
    const before = heldOut.get(payees[row] as string);
    if (before === undefined) continue;
    heldOut.set(payees[row] as string, before + 1);
    if (before < rowsOfPayee) test.push(row);
  }
  return {
    train: Int32Array.from(payees.keys()).filter((row) => !heldOut.has(payees[row] as string)),
    test: Int32Array.from(test.reverse()),
  };
}
