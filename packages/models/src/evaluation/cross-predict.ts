import { breathe, TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import { requireCount, requireFinite, requireLength } from '../calibration/checked-values.js';
import { integerWithin } from '../estimators/parameters.js';
import { requireSplits, type Split, type Splits } from './splits/split.js';

export interface CrossPredictOptions extends WorkOptions {
  /** Numbers that are predicted per row: 1 unless told, the number of classes for probabilities. */
  readonly perRow?: number;
}

/** What was predicted for rows by models that had not seen them. */
export interface CrossPredictions {
  /** Tested rows, fold after fold. With repeats a row occurs several times. */
  readonly rows: Int32Array;
  /** Row-major, in the order of `rows`. */
  readonly predictions: Float64Array;
  readonly folds: readonly {
    readonly trainRows: number;
    /** Where the rows of the fold stand in `rows`: from `start` until before `end`. */
    readonly start: number;
    readonly end: number;
  }[];
}

/**
 * Predicts rows by models that have not seen them, whatever is fitted: everything that learns belongs inside
 * `fitAndPredict`.
 *
 * @param n Rows of the data.
 * @param fitAndPredict Learns from `train` and predicts `test`: `perRow` numbers for each of its rows, in their order.
 * It is given the signal and the progress of the whole.
 * @throws TitansError `INVALID_ARGUMENT` for a split with a row that does not exist or is on both sides,
 * `DATA_INSUFFICIENT` for an empty side or no split, `SHAPE_MISMATCH` or `DATA_NOT_FINITE` for what was predicted,
 * `ABORTED`, and whatever `fitAndPredict` throws.
 */
export async function crossPredict(
  n: number,
  splits: Splits,
  fitAndPredict: (split: Split, options: WorkOptions) => Promise<Float64Array> | Float64Array,
  options: CrossPredictOptions = {},
): Promise<CrossPredictions> {
  const perRow = integerWithin('perRow', options.perRow ?? 1, 1, 2 ** 31 - 1);
  const stage = 'cross-validation';
  const { signal, onProgress } = options;
  throwIfAborted(signal, stage);
  requireSplits(splits);
  const tests: Int32Array[] = [];
  const found: Float64Array[] = [];
  const folds: { trainRows: number; start: number; end: number }[] = [];
  let start = 0;
  for (const split of splits) {
    const fold = tests.length + 1;
    await breathe(signal, stage);
    onProgress?.({ stage, done: fold - 1, total: splits.length, unit: 'steps' });
    checkSplit(split, n, `fold ${fold}`);
    const predicted = await fitAndPredict(split, {
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined
        ? {}
        : {
            onProgress: (inner) =>
              onProgress({ ...inner, stage: `${stage} ${fold}/${splits.length}: ${inner.stage}` }),
          }),
    });
    requireLength(`predictions of fold ${fold}`, predicted, split.test.length * perRow);
    requireFinite(`predictions of fold ${fold}`, predicted);
    tests.push(split.test);
    found.push(predicted);
    folds.push(Object.freeze({ trainRows: split.train.length, start, end: start + split.test.length }));
    start += split.test.length;
  }
  throwIfAborted(signal, stage);
  onProgress?.({ stage, done: splits.length, total: splits.length, unit: 'steps' });
  const rows = new Int32Array(start);
  const predictions = new Float64Array(start * perRow);
  folds.forEach((fold, index) => {
    rows.set(tests[index] as Int32Array, fold.start);
    predictions.set(found[index] as Float64Array, fold.start * perRow);
  });
  return Object.freeze({ rows, predictions, folds: Object.freeze(folds) });
}

/** @throws TitansError `DATA_INSUFFICIENT` for an empty side, `INVALID_ARGUMENT` for a row that is none or on both. */
export function checkSplit({ train, test }: Split, n: number, name: string): void {
  requireCount(`train of ${name}`, train.length);
  requireCount(`test of ${name}`, test.length);
  const isTested = new Uint8Array(n);
  for (const row of test) {
    if (!(row >= 0 && row < n)) throw unusable(name, row, `is not among the ${n} rows`);
    isTested[row] = 1;
  }
  for (const row of train) {
    if (!(row >= 0 && row < n)) throw unusable(name, row, `is not among the ${n} rows`);
    if (isTested[row] === 1) throw unusable(name, row, 'is both learned from and tested');
  }
}

function unusable(name: string, row: number, why: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', `Row ${row} of ${name} ${why}.`, {
    details: { field: 'splits', row },
  });
}
