/**
 * Where a p-value comes from: `exact` enumerates, `asymptotic` is a limit distribution, `permutation` draws, `table`
 * interpolates published values and is capped by them.
 */
export type PValueMethod = 'exact' | 'asymptotic' | 'permutation' | 'table';

/** What a test of two samples says. */
export interface TwoSampleTest {
  readonly statistic: number;
  /** Probability of a statistic at least so extreme where both samples come from one distribution. */
  readonly pValue: number;
  readonly method: PValueMethod;
  readonly referenceRows: number;
  readonly currentRows: number;
}
