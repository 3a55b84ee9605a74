import type { Random } from '@titans/core';
import { compareText } from '../../compare-text.js';
import type { TallyKind } from './tally.js';
import {
  addMoment,
  countsFigure,
  type Moments,
  meanFigure,
  noMoments,
  shareFigure,
  type WindowFigure,
} from './window-figure.js';

/** Pairs of classes counted at most: a state has to be written anew with every label. */
const mostPairs = 2_000;
/** Bins of the calibration error, equally wide. */
const binCount = 10;

/** Rows of a bin, the sum of their confidences, and how many of them were right. */
type CalibrationBin = readonly [n: number, confidence: number, right: number];

type ClassPairs = readonly (readonly [predicted: string, actual: string, count: number])[];

/** Labelled answers about classes. */
export interface ClassificationTally {
  readonly n: number;
  readonly right: number;
  /** How often each pair of classes was predicted and seen; `null` of too many pairs, which then have no F1. */
  readonly pairs: ClassPairs | null;
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
    return {
      n: tally.n + 1,
      right: tally.right + (isRight ? 1 : 0),
      pairs: tally.pairs && withPair(tally.pairs, String(predicted), String(actual)),
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
    const sure = bins.filter((bin) => bin[0] > 0);
    return [
      ...shareFigure('accuracy', right, n),
      ...(unordered === null ? [] : macroF1Figure(unordered, n, random)),
      ...meanFigure('log_loss', logLoss),
      ...countsFigure(
        'ece',
        Float64Array.from(sure.flatMap((bin) => [bin[2], bin[0] - bin[2]])),
        sure.reduce((sum, bin) => sum + bin[0], 0),
        (counts) => calibrationError(sure, counts),
        random,
      ),
    ];
  },

  losses: ({ n, right }, metric) => (metric === 'accuracy' ? { count: n - right, n } : null),
};

function withPair(pairs: ClassPairs, predicted: string, actual: string): ClassPairs | null {
  const place = pairs.findIndex((pair) => pair[0] === predicted && pair[1] === actual);
  const known = pairs[place];
  if (known !== undefined) return pairs.with(place, [predicted, actual, known[2] + 1]);
  return pairs.length < mostPairs ? [...pairs, [predicted, actual, 1]] : null;
}

function macroF1Figure(unordered: ClassPairs, n: number, random: Random): readonly WindowFigure[] {
  // In one order, whichever came first, so that the same rows have the same interval.
  const pairs = unordered.toSorted((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]));
  const codes = codedPairs(pairs);
  const counted = Float64Array.from(pairs, (pair) => pair[2]);
  return countsFigure('macro_f1', counted, n, (counts) => macroF1(codes, counts), random);
}

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

/** Pairs by the codes of their classes. */
interface CodedPairs {
  readonly predicted: Int32Array;
  readonly actual: Int32Array;
  readonly classes: number;
}

function codedPairs(pairs: ClassPairs): CodedPairs {
  const codes = new Map(
    [...new Set(pairs.flatMap((pair) => [pair[0], pair[1]]))].map((name, code) => [name, code]),
  );
  const coded = (side: 0 | 1): Int32Array =>
    Int32Array.from(pairs, (pair) => codes.get(pair[side]) as number);
  return { predicted: coded(0), actual: coded(1), classes: codes.size };
}

/** Mean over the classes that were predicted or seen of 2 hits ÷ (predicted + seen). */
function macroF1({ predicted, actual, classes }: CodedPairs, counts: Float64Array): number {
  const hits = new Float64Array(classes);
  const named = new Float64Array(classes);
  for (let pair = 0; pair < counts.length; pair++) {
    const [said, seen] = [predicted[pair] as number, actual[pair] as number];
    const count = counts[pair] as number;
    if (said === seen) hits[said] = (hits[said] as number) + count;
    named[said] = (named[said] as number) + count;
    named[seen] = (named[seen] as number) + count;
  }
  let sum = 0;
  let present = 0;
  for (let code = 0; code < classes; code++) {
    if (named[code] === 0) continue;
    sum += (2 * (hits[code] as number)) / (named[code] as number);
    present++;
  }
  return sum / present;
}

/** Of bins whose right and wrong rows are counted in turn; the mean confidence of a bin stays as it was. */
function calibrationError(bins: readonly CalibrationBin[], counts: Float64Array): number {
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
