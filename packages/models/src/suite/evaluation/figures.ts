import { expectedCalibrationError, reliabilityCurve } from '../../calibration/reliability-curve.js';
import { classificationReport } from '../../evaluation/classification-report.js';
import { averagePrecision, rocAuc } from '../../evaluation/ranking.js';
import { meanAbsoluteError, meanError, rSquared } from '../../evaluation/regression-metrics.js';
import type { Measurement } from '../../tasks/models.js';
import type { AmountOutcome, AnomalyOutcome, CashflowOutcome, CategoryOutcome } from './outcomes.js';

/** Figures by name; those that the rows cannot give are NaN and left out. */
type Figures = Readonly<Record<string, number>>;

function measurementsOf(figures: Figures, method: string, n: number): readonly Measurement[] {
  return Object.entries(figures)
    .filter(([, value]) => Number.isFinite(value))
    .map(([metric, value]) => ({ metric, value, method, n }));
}

export function categoryFigures({
  actual,
  predicted,
  confidence,
  accepted,
}: CategoryOutcome): readonly Measurement[] {
  const n = actual.length;
  if (n === 0) return [];
  const classes = [...new Set([...actual, ...predicted])].sort();
  const codes = new Map(classes.map((name, code) => [name, code]));
  const coded = (names: readonly string[]): Int32Array =>
    Int32Array.from(names, (name) => codes.get(name) as number);
  const report = classificationReport(coded(actual), coded(predicted), classes);
  const right = Uint8Array.from(actual, (name, row) => (name === predicted[row] ? 1 : 0));
  const acceptedRows = right.filter((_, row) => accepted[row] === 1);
  return measurementsOf(
    {
      accuracy: report.accuracy,
      macro_f1: report.macro.f1,
      ece: expectedCalibrationError(reliabilityCurve(confidence, right)),
      accepted: acceptedRows.length / n,
      accepted_accuracy: mean(acceptedRows),
    },
    `${n} labelled rows given`,
    n,
  );
}

export function amountFigures(outcome: AmountOutcome): readonly Measurement[] {
  const { actual, predicted, lower, upper } = outcome;
  const n = actual.length;
  if (n === 0) return [];
  const covered = actual.map((value, row) =>
    value >= (lower[row] as number) && value <= (upper[row] as number) ? 1 : 0,
  );
  return measurementsOf(
    {
      mae: meanAbsoluteError(actual, predicted),
      r2: rSquared(actual, predicted),
      coverage: mean(covered),
      nominal_coverage: outcome.nominalCoverage,
    },
    `${n} rows given, amounts hidden`,
    n,
  );
}

export function anomalyFigures({ scores, flagged, labels }: AnomalyOutcome): readonly Measurement[] {
  const n = scores.length;
  if (n === 0) return [];
  const known = [...labels.keys()].filter((row) => labels[row] !== -1);
  const outcomes = known.map((row) => labels[row] as number);
  const knownScores = known.map((row) => scores[row] as number);
  const found = known.filter((row) => flagged[row] === 1);
  const right = found.filter((row) => labels[row] === 1).length;
  const all = outcomes.filter((label) => label === 1).length;
  return [
    ...measurementsOf({ rate: mean(flagged) }, `${n} rows given`, n),
    ...(all === 0
      ? []
      : measurementsOf(
          {
            average_precision: averagePrecision(outcomes, knownScores),
            roc_auc: rocAuc(outcomes, knownScores),
            precision: right / found.length,
            recall: right / all,
          },
          `${known.length} rows given with labels, ${all} of them anomalies`,
          known.length,
        )),
  ];
}

export function cashflowFigures({
  days,
  actual,
  predicted,
  intervals,
}: CashflowOutcome): readonly Measurement[] {
  const n = actual.length;
  if (n === 0) return [];
  const coverages = intervals.map(({ level, lower, upper }) => [
    level === 0.8 ? 'coverage' : 'coverage_95',
    mean(
      actual.map((value, day) =>
        value >= (lower[day] as number) && value <= (upper[day] as number) ? 1 : 0,
      ),
    ),
  ]);
  return measurementsOf(
    {
      mae: meanAbsoluteError(actual, predicted),
      bias: meanError(actual, predicted),
      ...Object.fromEntries(coverages),
    },
    `${days.length} days given after the last that was learned from`,
    n,
  );
}

/** The mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] as number;
  return sum / values.length;
}
