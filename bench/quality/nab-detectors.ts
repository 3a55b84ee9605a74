import { createRandom } from '@titans/core';
import { onlineDetector } from '@titans/models/streaming';
import type { LabelledSeries } from './nab-scoring.js';

/** Scores the values of a series in order, 0 to 1. */
export type StreamScorer = (series: LabelledSeries) => Float64Array;

/** Ours with its defaults, for a series with the time of day as it is written. */
export function ours(series: LabelledSeries): Float64Array {
  const detector = onlineDetector();
  return series.values.map((value, i) => detector.update(value, Date.parse(`${series.times[i]}Z`)).score);
}

/** The benchmark's "null": the same for every value. */
export function never(series: LabelledSeries): Float64Array {
  return new Float64Array(series.values.length).fill(0.5);
}

/** The benchmark's "random", of a seed. */
export function random(seed: number): StreamScorer {
  return (series) => {
    const draw = createRandom(seed, series.name);
    return series.values.map(() => draw.float());
  };
}

/**
 * The benchmark's "windowedGaussian": how probable it is to be nearer to the mean of the last 1,000 values, the value
 * itself left out, if these were normal. With the benchmark's threshold it earns what was published on five of the seven
 * files (nab.ts checks that); on two, the published scores come of another version of the program than its last.
 */
export function windowedGaussian({ values }: LabelledSeries): Float64Array {
  const size = 1_000;
  return values.map((value, i) => {
    if (i === 0) return 0;
    const window = values.subarray(Math.max(0, i - size), i);
    const mean = window.reduce((sum, each) => sum + each, 0) / window.length;
    const variance = window.reduce((sum, each) => sum + (each - mean) ** 2, 0) / window.length;
    return 1 - normalTail(Math.abs(value - mean) / (Math.sqrt(variance) || 0.000001));
  });
}

/** The upper tail of the standard normal distribution for z of 0 and more. */
function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    // 0.5 − density × (z + z³/3 + z⁵/15 + …)
    let [term, sum] = [z, z];
    for (let k = 3; term > 1e-17; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  // Laplace's continued fraction.
  let fraction = z;
  for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}
