import { kFold, mostProbableLabels } from '../../evaluation/index.js';
import type { FeatureRow } from '../../features/feature-row.js';
import type { TaskOptions } from '../train-options.js';
import {
  categoryInput,
  type FurtherTextField,
  furtherTextFields,
  type LabelledRows,
} from './category-input.js';
import { scoresOfUnseen } from './evaluate.js';

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
  const part: LabelledRows = {
    rows: newest.map((row) => data.rows[row] as FeatureRow),
    labels: Int32Array.from(newest, (row) => data.labels[row] as number),
    classes: data.classes,
  };
  const candidates = furtherTextFields.filter((field) => isFilled(part.rows, field));
  if (candidates.length === 0) return [];
  let chosen: readonly FurtherTextField[] = [];
  let best = await accuracyWith(part, chosen, options);
  for (const field of candidates) {
    const accuracy = await accuracyWith(part, [...chosen, field], options);
    if (accuracy < best + leastGain) continue;
    chosen = [...chosen, field];
    best = accuracy;
  }
  return chosen;
}

function isFilled(rows: readonly FeatureRow[], field: FurtherTextField): boolean {
  return rows.filter((row) => row[field] !== null).length >= leastFilled * rows.length;
}

async function accuracyWith(
  data: LabelledRows,
  further: readonly FurtherTextField[],
  options: TaskOptions,
): Promise<number> {
  const splits = kFold(data.rows.length, { folds, shuffle: false });
  const input = categoryInput(data.rows, further);
  const { scores, labels } = await scoresOfUnseen(input, data, splits, 'category: text fields', options);
  const predicted = mostProbableLabels(scores, data.classes.length);
  return labels.filter((label, row) => predicted[row] === label).length / labels.length;
}
