import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@titans/core';
import type { FeatureMatrix } from '@titans/models/features';

export const width = 30;
export const classes = 10;
export const trainingRows = 100_000;
export const testRows = 20_000;

/** What is learned: one of ten classes, a number, the same without pairs of features, or one of two classes. */
export const boostingTasks = ['classes', 'regression', 'additive', 'binary'] as const;
export type BoostingTask = (typeof boostingTasks)[number];

/**
 * Thirty normal features, of which twenty matter, in curves and in pairs. Columns stand one after the other as
 * doubles, so that numpy reads the same bytes.
 *
 * Neither feature of the pair gains anything alone, so that chance decides when trees find it: R² of one program moves
 * by hundredths with the seed. Programs are to be compared by their means over several, or by the number that needs no
 * pair, where they differ by less than a thousandth.
 *
 * @param training Rows to learn from; those for testing come after them.
 */
export function writeBoostingData(folder: string, seed = 1, training = trainingRows): void {
  const rows = training + testRows;
  const random = createRandom(seed, 'boosting-peers');
  const columns = Array.from({ length: width }, () =>
    Float64Array.from({ length: rows }, () => random.normal()),
  );
  const weights = Array.from({ length: classes }, () =>
    Float64Array.from({ length: 20 }, () => random.normal()),
  );
  const all = new Float64Array(width * rows);
  columns.forEach((column, index) => {
    all.set(column, index * rows);
  });
  const targets = {
    classes: new Float64Array(rows),
    regression: new Float64Array(rows),
    additive: new Float64Array(rows),
    binary: new Float64Array(rows),
  };
  for (let row = 0; row < rows; row++) {
    const at = (column: number): number => columns[column]?.[row] as number;
    let highest = Number.NEGATIVE_INFINITY;
    weights.forEach((of, k) => {
      let score =
        2 * Math.sin(2 * at(k)) +
        2 * Math.tanh(at(k) * at(k + 10)) -
        0.7 * Math.log(-Math.log(random.float()));
      of.forEach((weight, column) => {
        score += weight * at(column);
      });
      if (score > highest) {
        highest = score;
        targets.classes[row] = k;
      }
    });
    const alone = 3 * Math.sin(at(0)) + Math.abs(at(3)) + at(4) - 0.5 * at(5);
    const smooth = alone + 2 * Math.tanh(at(1) * at(2));
    const noise = random.normal() * 1.1;
    targets.regression[row] = smooth + noise;
    targets.additive[row] = alone + 2 * Math.tanh(at(1) + at(2)) + noise;
    targets.binary[row] = smooth + random.normal() * 1.5 > 0.8 ? 1 : 0;
  }
  writeFileSync(join(folder, 'features'), all);
  for (const task of boostingTasks) writeFileSync(join(folder, task), targets[task]);
}

/** The rows for training or those for testing. */
export function readBoostingData(
  folder: string,
  task: BoostingTask,
  from: number,
  to: number,
): { x: FeatureMatrix; target: Float64Array } {
  const all = numbersIn(join(folder, 'features'));
  const rows = all.length / width;
  const names = Array.from({ length: width }, (_, column) => `f${column}`);
  return {
    x: {
      rows: to - from,
      features: names.map((name) => ({ name, kind: 'numeric', inputs: [] })),
      columns: names.map((_, column) => all.slice(column * rows + from, column * rows + to)),
    },
    target: numbersIn(join(folder, task)).slice(from, to),
  };
}

function numbersIn(file: string): Float64Array {
  const bytes = readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
