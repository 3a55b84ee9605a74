import { describe, expect, test } from 'vitest';
import { combine, type SourceScores } from './combiner.js';
import { fitCombiner } from './fit-combiner.js';

const classes = 3;
const labels = Int32Array.of(2, 0, 1, 1, 2, 0, 0, 1, 2, 1, 0, 2);

/** Twelve rows of two sources, of which the second knows more of the odd rows. */
function twelveRows(): SourceScores {
  const scores = [new Float64Array(36), new Float64Array(36)] as const;
  for (let row = 0; row < 12; row++) {
    for (let k = 0; k < classes; k++) {
      const isOwn = labels[row] === k;
      scores[0][row * classes + k] = ((7 * row + 3 * k) % 11) / 5 - 1 + (isOwn ? 0.9 : 0);
      const knows = row % 2 === 1 ? 0.8 : 0.1;
      scores[1][row * classes + k] = ((5 * row + 8 * k) % 13) / 6 - 1 + (isOwn ? knows : 0);
    }
  }
  const groups = Uint8Array.from(labels, (_, row) => row % 2);
  return { rows: 12, classes, scores: [...scores], groups };
}

describe('learning whom to believe', () => {
  test('finds the weights of least log-loss', () => {
    // scipy.optimize.minimize (L-BFGS-B, bounds at 0) of the same sum: all rows near [1, 0.5] with prior 2, then the even and
    // the odd rows near that with prior 4.
    const { weights } = fitCombiner(twelveRows(), labels, [1, 0.5], 2);
    const found = weights.flatMap((each) => [...each]);
    [1.74100684, 1.3139225, 1.54828096, 1.32164776].forEach((wanted, at) => {
      expect(found[at]).toBeCloseTo(wanted, 4);
    });
  });

  test('a group without rows has the weights of all', () => {
    const read = twelveRows();
    const all = fitCombiner({ ...read, groups: new Uint8Array(12) }, labels, [1, 0.5], 3);
    expect(all.weights[2]).toEqual(all.weights[1]);
    expect(all.novelty[0]).toBeLessThan(all.novelty[1] as number);
  });

  test('a source that says the opposite is not believed, whatever it says', () => {
    const wrong = Float64Array.from({ length: 36 }, (_, at) =>
      labels[Math.floor(at / classes)] === at % classes ? -5 : 5,
    );
    const { weights } = fitCombiner(
      { rows: 12, classes, scores: [wrong], groups: new Uint8Array(12) },
      labels,
      [1],
      1,
    );
    expect(weights[0]?.[0]).toBe(0);
  });
});

describe('combining', () => {
  test('a class that a source rules out has the share of novelty alone', () => {
    const read: SourceScores = {
      rows: 1,
      classes: 3,
      scores: [Float64Array.of(1, 0, Number.NEGATIVE_INFINITY), Float64Array.of(0, 0, 9)],
      groups: new Uint8Array(1),
    };
    const probabilities = combine({ weights: [Float64Array.of(1, 1)], novelty: Float64Array.of(0.3) }, read);
    expect(probabilities[2]).toBeCloseTo(0.1, 12);
    expect(probabilities[0]).toBeCloseTo(0.7 / (1 + Math.exp(-1)) + 0.1, 12);
  });

  test('a class that the sources did not know counts as novelty', () => {
    const scores = [Float64Array.of(1, 0, Number.NEGATIVE_INFINITY, 1, 0, Number.NEGATIVE_INFINITY)];
    const read = { rows: 2, classes: 3, scores, groups: new Uint8Array(2) };
    // One of two missed, beside a prior of two rows at (1 + 1) ÷ (2 + 2).
    expect(fitCombiner(read, Int32Array.of(0, 2), [1], 1).novelty[0]).toBe(0.5);
  });
});
