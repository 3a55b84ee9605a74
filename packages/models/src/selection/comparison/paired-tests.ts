import { mean } from 'simple-statistics';
import type { BootstrapOptions } from '../../evaluation/bootstrap.js';
import { correctedPairedTTest } from '../../evaluation/comparison/corrected-t.js';
import { holmAdjusted } from '../../evaluation/comparison/holm.js';
import { mcNemarTest } from '../../evaluation/comparison/mcnemar.js';
import { pairedBootstrap } from '../../evaluation/comparison/paired-bootstrap.js';
import { mostProbableLabels } from '../../evaluation/confusion-matrix.js';
import { rowCount } from '../../evaluation/predict-folds.js';
import type { PairedComparison, TestedDifference } from './comparison-report.js';
import type { ComparisonSetup, DoneModel } from './measure-model.js';
import { figureOfRows, intervalWherePossible } from './test-figures.js';

type Unadjusted<Test> = Omit<Test, 'adjustedPValue'>;

/** The best model against each of the others, by every test that applies, each kind adjusted on its own. */
export async function pairedTests<X>(
  best: DoneModel<X>,
  others: readonly DoneModel<X>[],
  setup: ComparisonSetup<X>,
  bootstrap: BootstrapOptions,
): Promise<readonly PairedComparison[]> {
  const { metric, test } = setup;
  const rows = rowCount(test);
  const measureBest = figureOfRows(metric, test, best.predictions);
  const byFolds: (Unadjusted<TestedDifference> | null)[] = [];
  const byRows: (Unadjusted<TestedDifference> | null)[] = [];
  const byErrors: (Unadjusted<NonNullable<PairedComparison['mcNemar']>> | null)[] = [];
  for (const other of others) {
    byFolds.push(testOfFolds(best, other, setup, bootstrap.level ?? 0.95));
    const measureOther = figureOfRows(metric, test, other.predictions);
    const paired = await intervalWherePossible(() =>
      pairedBootstrap(measureBest, measureOther, rows, bootstrap),
    );
    byRows.push(
      paired && {
        difference: paired.difference.estimate,
        lower: paired.difference.lower,
        upper: paired.difference.upper,
        pValue: paired.pValue,
      },
    );
    byErrors.push('labels' in test ? testOfErrors(test, best, other) : null);
  }
  const [folds, tests, errors] = [adjusted(byFolds), adjusted(byRows), adjusted(byErrors)];
  return Object.freeze(
    others.map(({ name }, k) =>
      Object.freeze({
        against: name,
        folds: folds[k] ?? null,
        test: tests[k] ?? null,
        mcNemar: errors[k] ?? null,
      }),
    ),
  );
}

/** On the folds that both define; `null` for fewer than two, or where the test says nothing. */
function testOfFolds<X>(
  best: DoneModel<X>,
  other: DoneModel<X>,
  { folds }: ComparisonSetup<X>,
  level: number,
): Unadjusted<TestedDifference> | null {
  const shared = [...folds.keys()].filter(
    (fold) => !Number.isNaN(best.scores[fold]) && !Number.isNaN(other.scores[fold]),
  );
  if (shared.length < 2) return null;
  const scoresOf = (model: DoneModel<X>): number[] => shared.map((fold) => model.scores[fold] as number);
  const rowsOf = (side: 'train' | 'test'): number =>
    Math.round(mean(shared.map((fold) => folds[fold]?.[side].length ?? 0)));
  const { difference, lower, upper, pValue } = correctedPairedTTest(scoresOf(best), scoresOf(other), {
    trainRows: rowsOf('train'),
    testRows: rowsOf('test'),
    level,
  });
  return Number.isNaN(pValue) ? null : { difference, lower, upper, pValue };
}

function testOfErrors<X>(
  { labels, classes }: { readonly labels: Int32Array; readonly classes: readonly string[] },
  best: DoneModel<X>,
  other: DoneModel<X>,
): Unadjusted<NonNullable<PairedComparison['mcNemar']>> {
  const { onlyFirst, onlySecond, pValue } = mcNemarTest(
    labels,
    mostProbableLabels(best.predictions, classes.length),
    mostProbableLabels(other.predictions, classes.length),
  );
  return { onlyBest: onlyFirst, onlyOther: onlySecond, pValue };
}

function adjusted<Test extends { readonly pValue: number }>(
  tests: readonly (Test | null)[],
): readonly ((Test & { readonly adjustedPValue: number }) | null)[] {
  const made = tests.filter((test) => test !== null);
  const pValues = holmAdjusted(made.map(({ pValue }) => pValue));
  return tests.map(
    (test) => test && Object.freeze({ ...test, adjustedPValue: pValues[made.indexOf(test)] as number }),
  );
}
