import { readFileSync } from 'node:fs';

type StatisticAndP = readonly [number | null, number];

/** Results of scipy 1.17.1, written by `scipy_golden.py` beside this file. */
export interface ScipyGolden {
  readonly numeric: readonly {
    readonly kind: SampleKind;
    readonly m: number;
    readonly n: number;
    readonly seed: number;
    readonly shift: number;
    readonly ks: StatisticAndP;
    readonly ksLimit?: number;
    readonly mw: StatisticAndP;
    readonly w1: number;
    readonly energy: number;
    readonly cvm?: StatisticAndP;
    readonly ad?: StatisticAndP;
  }[];
  readonly tables: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly chi2?: StatisticAndP;
    readonly g?: StatisticAndP;
    readonly js?: number;
    readonly hellinger?: number;
    readonly tv?: number;
    readonly fisher?: StatisticAndP;
  }[];
  readonly oneSample: readonly (readonly [number, number, number])[];
  readonly adjusted: { readonly p: number[]; readonly bh: number[]; readonly by: number[] };
}

type SampleKind = 'uniform' | 'heavy' | 'rounded' | 'zeros';

export const scipyGolden: ScipyGolden = JSON.parse(
  readFileSync(new URL('scipy-golden.ndjson', import.meta.url), 'utf8'),
);

/** The same sample as in Python: the generator of Park and Miller (1988), whose numbers are exact in both. */
export function goldenSample(kind: SampleKind, n: number, seed: number, shift: number): Float64Array {
  let state = seed;
  const next = (): number => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  for (let i = 0; i < 10; i++) next();
  return Float64Array.from({ length: n }, () => {
    const u = next();
    if (kind === 'uniform') return u + shift;
    if (kind === 'heavy') return 1 / (1 - u) + shift;
    if (kind === 'rounded') return Math.floor(10 * (u + shift));
    return u < 0.4 ? 0 : Math.floor(100 * (u + shift));
  });
}
