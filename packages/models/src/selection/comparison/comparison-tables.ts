import type {
  FailedModel,
  MeasuredModel,
  ModelComparison,
  OverBudgetModel,
  TestedDifference,
} from './comparison-report.js';
import {
  writtenBytes,
  writtenFigure,
  writtenInterval,
  writtenMean,
  writtenPValue,
  writtenTime,
} from './written-figures.js';

/** A table as it stands in a report, of text or HTML. The first cell of every row names the row. */
export interface ComparisonTable {
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

const name = (title: string): ComparisonTable['columns'][number] => ({ title, isNumber: false });
const number = (title: string): ComparisonTable['columns'][number] => ({ title, isNumber: true });

/** The models that were measured. */
export function measuredModels({ models }: ModelComparison): readonly MeasuredModel[] {
  return models.filter((model) => model.status === 'measured');
}

/** Rank, figure over the folds and on the held-out rows, and cost of each model. */
export function rankingTable(comparison: ModelComparison): ComparisonTable {
  const { metric, folds, clock } = comparison;
  const time = clock === 'cpu' ? 'CPU' : 'time';
  return {
    caption: 'Models, the best by its folds first',
    columns: [
      name('model'),
      number(`${metric.name}, ${folds} folds`),
      number(`${metric.name}, held out`),
      number(`fit ${time}`),
      number(`predict ${time}`),
      number('artifact'),
    ],
    rows: measuredModels(comparison).map((model) => [
      `${model.rank}. ${model.name}`,
      writtenMean(model.folds.mean, model.folds.standardError),
      model.test[0] ? writtenInterval(model.test[0]) : '–',
      writtenTime(model.cost.fitMs),
      writtenTime(model.cost.predictMs),
      writtenBytes(model.cost.artifactBytes),
    ]),
  };
}

/** Every metric on the held-out rows: a row per metric, a column per model. */
export function figuresTable(comparison: ModelComparison): ComparisonTable {
  const models = measuredModels(comparison);
  return {
    caption: `On ${comparison.rows.test} held-out rows, with ${percent(comparison.level)} intervals`,
    columns: [name('metric'), ...models.map((model) => number(model.name))],
    rows: (models[0]?.test ?? []).map((figure, k) => [
      figure.name,
      ...models.map(({ test }) => (test[k] ? writtenInterval(test[k]) : '–')),
    ]),
  };
}

/** The best against the others. */
export function testsTable({ best, metric, tests, task }: ModelComparison): ComparisonTable {
  const isClassification = task === 'classification';
  const differenceOf = (test: TestedDifference | null): string =>
    test === null ? '–' : writtenInterval({ ...test, estimate: test.difference });
  return {
    caption: `${best ?? 'The best'} minus each other model in ${metric.name}, p-values adjusted by Holm`,
    columns: [
      name('against'),
      number('folds'),
      number('p'),
      number('held out'),
      number('p'),
      ...(isClassification ? [number('only one right'), number('p')] : []),
    ],
    rows: tests.map(({ against, folds, test, mcNemar }) => [
      against,
      differenceOf(folds),
      writtenPValue(folds?.adjustedPValue),
      differenceOf(test),
      writtenPValue(test?.adjustedPValue),
      ...(isClassification
        ? [
            mcNemar ? `${mcNemar.onlyBest} : ${mcNemar.onlyOther}` : '–',
            writtenPValue(mcNemar?.adjustedPValue),
          ]
        : []),
    ]),
  };
}

/** Models without a figure, and why. */
export function unmeasuredTable({ models, budgetMs }: ModelComparison): ComparisonTable {
  const others = models.filter((model) => model.status !== 'measured');
  return {
    caption: 'Not measured',
    columns: [name('model'), name('why')],
    rows: others.map((model) => [model.name, reasonOf(model, budgetMs)]),
  };
}

/** The features that a model depends on most, with what it loses without them; those that change nothing are left out. */
export function importancesTable({ name: model, importances }: MeasuredModel, most: number): ComparisonTable {
  return {
    caption: `What ${model} loses on the held-out rows when a feature is shuffled`,
    columns: [name('feature'), number('loss'), number('± over shuffles')],
    rows: (importances ?? [])
      .filter(({ mean }) => mean !== 0)
      .slice(0, most)
      .map(({ feature, mean, standardDeviation }) => [
        feature,
        writtenFigure(mean),
        writtenFigure(standardDeviation),
      ]),
  };
}

/** A share as a whole or nearly whole percentage. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}

function reasonOf(model: OverBudgetModel | FailedModel, budgetMs: number | null): string {
  if (model.status === 'failed') {
    const { code, message, fold } = model.error;
    return `failed${fold === null ? '' : ` in fold ${fold}`}: ${code === null ? '' : `${code} `}${message}`;
  }
  const cut = `over budget: ${writtenTime(model.spentMs)} of ${writtenTime(budgetMs ?? 0)} were not enough`;
  if (model.sample === null) return `${cut}, not even for a fit of 20 rows`;
  return `${cut}; a fit of ${model.sample.rows} rows took ${writtenTime(model.sample.fitMs)}`;
}
