import { textClassifier } from '../../estimators/text/text-classifier.js';
import { selectTextRows } from '../../estimators/text/text-matrix.js';
import { kFold, mostProbableLabels } from '../../evaluation/index.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { type FurtherTextField, furtherTextFields, type LabelledRows, textOf } from './category-input.js';

/** Share of rows that must have a field before it is tried. */
const leastFilled = 0.05;
/** How much more often the category must be right with the field than without. */
const leastGain = 0.005;
/** Newest training rows that the comparison looks at. */
const mostCompared = 5_000;
const folds = 3;

/**
 * Which of merchant name and reference to read beside the description: each is kept if cross-validation over blocks
 * of time within the training rows is right half a point more often with it. (On the original file of this project
 * the reference makes the answer worse.)
 *
 * @param seen The rows that may be looked at, oldest first.
 */
export async function chooseTextFields(
  data: LabelledRows,
  seen: readonly number[],
  options: TaskOptions,
): Promise<readonly FurtherTextField[]> {
  const newest = seen.slice(-mostCompared);
  const rows = newest.map((row) => data.rows[row] as FeatureRow);
  const labels = Int32Array.from(newest, (row) => data.labels[row] as number);
  const candidates = furtherTextFields.filter((field) => isFilled(rows, field));
  if (candidates.length === 0) return [];
  const accuracyWith = async (further: readonly FurtherTextField[]): Promise<number> => {
    const texts = rows.map((row) => textOf(row, further));
    let right = 0;
    for (const { train, test } of kFold(rows.length, { folds, shuffle: false })) {
      const own = train.map((row) => labels[row] as number);
      const fitted = await textClassifier({ loss: 'hinge' }).fit(
        selectTextRows({ texts }, train),
        own,
        data.classes,
        fitOptions(options),
      );
      const scores = fitted.decisionScores(selectTextRows({ texts }, test));
      const predicted = mostProbableLabels(scores, data.classes.length);
      right += test.filter((row, at) => predicted[at] === labels[row]).length;
    }
    return right / rows.length;
  };
  let chosen: readonly FurtherTextField[] = [];
  let best = await accuracyWith(chosen);
  for (const field of candidates) {
    const accuracy = await accuracyWith([...chosen, field]);
    if (accuracy < best + leastGain) continue;
    chosen = [...chosen, field];
    best = accuracy;
  }
  return chosen;
}

function isFilled(rows: readonly FeatureRow[], field: FurtherTextField): boolean {
  return rows.filter((row) => row[field] !== null).length >= leastFilled * rows.length;
}
