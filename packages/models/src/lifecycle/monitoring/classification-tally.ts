import { compareText } from '../../compare-text.js';
import type { TallyKind } from './tally.js';
import {
  addMoment,
  countsFigure,
  type Moments,
  meanFigure,
  noMoments,
  shareFigure,
} from './window-figure.js';

/** Bins of the calibration error, equally wide. */
const binCount = 10;

/** Rows of a bin, the sum of their confidences, and how many of them were right. */
type CalibrationBin = readonly [n: number, confidence: number, right: number];

/** Labelled answers about classes. */
export interface ClassificationTally {
  readonly n: number;
  readonly right: number;
  /** How often each pair of classes was predicted and seen. */
  readonly pairs: readonly (readonly [predicted: string, actual: string, count: number])[];
  readonly bins: readonly CalibrationBin[];
  readonly logLoss: Moments;
}

export const classificationTally: TallyKind<ClassificationTally> = {
  empty: {
    ...{ n: 0, right: 0, pairs: [], logLoss: noMoments },
    bins: Array.from({ length: binCount }, () => [0, 0, 0] as const),
  },

  add(tally, { predicted, confidence, probabilities }, { actual }) {
    const isRight = predicted === actual;
    const place = tally.pairs.findIndex((pair) => pair[0] === predicted && pair[1] === actual);
    const known = tally.pairs[place];
    return {
      n: tally.n + 1,
      right: tally.right + (isRight ? 1 : 0),
      pairs:
        known === undefined
          ? [...tally.pairs, [String(predicted), String(actual), 1]]
          : tally.pairs.with(place, [known[0], known[1], known[2] + 1]),
      bins: confidence === undefined ? tally.bins : withRow(tally.bins, confidence, isRight),
      logLoss:
        probabilities === undefined
          ? tally.logLoss
          : addMoment(
              tally.logLoss,
              surprise(
                Object.hasOwn(probabilities, actual as string)
                  ? (probabilities[actual as string] as number)
                  : 0,
              ),
            ),
    };
  },

  figures({ n, right, pairs: unordered, bins, logLoss }, random) {
    // In one order, whichever came first, so that the same rows have the same interval.
    const pairs = unordered.toSorted((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]));
    const names = pairs.map(([predicted, actual]) => [predicted, actual] as const);
    const sure = bins.filter((bin) => bin[0] > 0);
    return [
      ...shareFigure('accuracy', right, n),
      ...countsFigure(
        'macro_f1',
        pairs.map((pair) => pair[2]),
        n,
        (counts) => macroF1(names, counts),
        random,
      ),
      ...meanFigure('log_loss', logLoss),
      ...countsFigure(
        'ece',
        sure.flatMap((bin) => [bin[2], bin[0] - bin[2]]),
        sure.reduce((sum, bin) => sum + bin[0], 0),
        (counts) => calibrationError(sure, counts),
        random,
      ),
    ];
  },

  losses: ({ n, right }, metric) => (metric === 'accuracy' ? { count: n - right, n } : null),
};

function withRow(
  bins: readonly CalibrationBin[],
  confidence: number,
  isRight: boolean,
): readonly CalibrationBin[] {
  // As `reliabilityCurve` does: a bin holds its upper end.
  const place = Math.min(binCount - 1, Math.max(0, Math.ceil(confidence * binCount) - 1));
  const [n, sum, right] = bins[place] as CalibrationBin;
  return bins.with(place, [n + 1, sum + confidence, right + (isRight ? 1 : 0)]);
}

/** −ln of a probability, as `logLoss` of the evaluation bounds it. */
function surprise(probability: number): number {
  return -Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability)));
}

/** Mean over the classes that were predicted or seen of 2 hits ÷ (predicted + seen). */
function macroF1(names: readonly (readonly [string, string])[], counts: readonly number[]): number {
  const classes = new Map<string, { hits: number; named: number }>();
  const of = (name: string): { hits: number; named: number } => {
    const known = classes.get(name) ?? { hits: 0, named: 0 };
    classes.set(name, known);
    return known;
  };
  for (const [index, [predicted, actual]] of names.entries()) {
    const count = counts[index] as number;
    if (count === 0) continue;
    if (predicted === actual) of(predicted).hits += count;
    of(predicted).named += count;
    of(actual).named += count;
  }
  let sum = 0;
  for (const { hits, named } of classes.values()) sum += (2 * hits) / named;
  return sum / classes.size;
}

/** Of bins whose right and wrong rows are counted in turn; the mean confidence of a bin stays as it was. */
function calibrationError(bins: readonly CalibrationBin[], counts: readonly number[]): number {
  let gaps = 0;
  let rows = 0;
  for (const [index, [n, confidence]] of bins.entries()) {
    const right = counts[2 * index] as number;
    const all = right + (counts[2 * index + 1] as number);
    gaps += Math.abs((all * confidence) / n - right);
    rows += all;
  }
  return gaps / rows;
}
