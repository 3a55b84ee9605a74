import type { Splits } from '../../evaluation/index.js';
import type { HeldOutRows } from '../held-out-rows.js';
import { mostProbable } from './most-probable.js';

/**
 * What was said of held-out rows, row by row.
 *
 * @param probabilities Row-major rows × classes.
 * @param place Which of the labelled rows, in order of time.
 */
export function heldOutCategories(
  probabilities: Float64Array,
  labels: Int32Array,
  classes: readonly string[],
  place: string,
): HeldOutRows {
  const k = classes.length;
  const best = Array.from(labels, (_, row) => mostProbable(probabilities, k, row));
  const predicted = Int32Array.from(best, ({ label }) => label);
  const outcomes = Uint8Array.from(labels, (label, row) => (predicted[row] === label ? 1 : 0));
  const confidence = Float64Array.from(best, ({ probability }) => probability);
  return {
    task: 'category',
    rows: `labelled rows ${place}`,
    losses: {
      accuracy: Float64Array.from(outcomes, (right) => 1 - right),
      log_loss: Float64Array.from(labels, (label, row) =>
        logLossOf(probabilities[row * k + label] as number),
      ),
    },
    figures: { macro_f1: (rows) => macroF1(rows, labels, predicted, k) },
    predictions: { category: Array.from(predicted, (label) => classes[label] as string) },
    stated: { probabilities: confidence, outcomes },
  };
}

/** A probability of zero would be an infinite loss: bounded as in the figure that is their mean. */
function logLossOf(probability: number): number {
  return -Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability)));
}

/** Probabilities in the order of the rows, of which every split tests its own and all splits each once. */
export function inOrderOfRows(probabilities: Float64Array, splits: Splits): Float64Array {
  const order = [...splits].flatMap(({ test }) => [...test]);
  const k = probabilities.length / order.length;
  const ordered = new Float64Array(probabilities.length);
  order.forEach((row, at) => {
    ordered.set(probabilities.subarray(at * k, (at + 1) * k), row * k);
  });
  return ordered;
}

/** Mean F1 of the classes that occur among the labels or the answers; of a class without a hit it is 0. */
function macroF1(rows: Int32Array, labels: Int32Array, predicted: Int32Array, classes: number): number {
  const [actual, said, hits] = [new Int32Array(classes), new Int32Array(classes), new Int32Array(classes)];
  for (const row of rows) {
    const [label, answer] = [labels[row] as number, predicted[row] as number];
    actual[label] = (actual[label] as number) + 1;
    said[answer] = (said[answer] as number) + 1;
    if (label === answer) hits[label] = (hits[label] as number) + 1;
  }
  let [sum, occurring] = [0, 0];
  for (let k = 0; k < classes; k++) {
    const all = (actual[k] as number) + (said[k] as number);
    if (all === 0) continue;
    occurring++;
    sum += (2 * (hits[k] as number)) / all;
  }
  return sum / occurring;
}
