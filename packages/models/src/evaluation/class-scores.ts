import { sum } from 'simple-statistics';
import type { ConfusionMatrix } from './confusion-matrix.js';

/** How well one class is found. */
export interface ClassScores {
  readonly class: string;
  /** Right ÷ predicted; 0 for a class that has rows but was never predicted. */
  readonly precision: number;
  /** Right ÷ support; 0 for a class that was predicted but has no rows. */
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly f1: number;
  /** Rows of the class. */
  readonly support: number;
  /** Rows predicted as the class. */
  readonly predicted: number;
}

/** Means over classes. */
export interface ClassAverages {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Scores per class. A class without rows that was never predicted has NaN: nothing was measured. */
export function classScores({ classes, counts }: ConfusionMatrix): readonly ClassScores[] {
  return Object.freeze(
    classes.map((name, k): ClassScores => {
      const right = counts[k]?.[k] as number;
      const support = sum(counts[k] as readonly number[]);
      const predicted = sum(counts.map((line) => line[k] as number));
      const occurs = support + predicted > 0;
      return Object.freeze({
        class: name,
        precision: predicted > 0 ? right / predicted : occurs ? 0 : Number.NaN,
        recall: support > 0 ? right / support : occurs ? 0 : Number.NaN,
        f1: (2 * right) / (support + predicted),
        support,
        predicted,
      });
    }),
  );
}

/** The mean over the classes that were measured: every class alike, or by its rows. */
export function averageScores(
  scores: readonly ClassScores[],
  weighting: 'macro' | 'weighted',
): ClassAverages {
  const averageOf = (value: (score: ClassScores) => number): number =>
    averageOverClasses(
      scores.map(value),
      scores.map(({ support }) => support),
      weighting,
    );
  return Object.freeze({
    precision: averageOf(({ precision }) => precision),
    recall: averageOf(({ recall }) => recall),
    f1: averageOf(({ f1 }) => f1),
  });
}

/** The mean over the values that are not NaN; NaN without one. */
export function averageOverClasses(
  values: readonly number[],
  support: readonly number[],
  weighting: 'macro' | 'weighted',
): number {
  const measured = [...values.keys()].filter((k) => !Number.isNaN(values[k]));
  const weights = measured.map((k) => (weighting === 'macro' ? 1 : (support[k] as number)));
  return sum(measured.map((k, i) => (values[k] as number) * (weights[i] as number))) / sum(weights);
}
