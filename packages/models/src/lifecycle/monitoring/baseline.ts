import type { Transaction, TransactionTable } from '@titans/core';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { type EvaluateOptions, evaluationRows } from '../../suite/evaluation/evaluation-rows.js';
import { amountOutcome } from '../../suite/evaluation/outcomes.js';
import type { ReportRow, TaskName, TrainedSuite } from '../../tasks/models.js';

/** What is predicted: one of several classes, a number, or whether something is of note. */
export type MonitoredKind = 'classification' | 'regression' | 'detection';

/** A figure that later ones are compared with. */
export interface BaselineFigure {
  readonly metric: string;
  readonly value: number;
  /** Rows it was measured on: of a share those that it is a share of. */
  readonly n: number;
  /** Of the value; `null` where it follows from value and rows (shares), or is not known: then the value is taken as exact. */
  readonly standardError: number | null;
}

/** How well one version of a model did on rows that it had not seen. */
export interface PerformanceBaseline {
  readonly task: string;
  readonly kind: MonitoredKind;
  readonly modelVersion: string;
  readonly figures: readonly BaselineFigure[];
}

const kinds: Readonly<Record<TaskName, MonitoredKind>> = {
  category: 'classification',
  amount: 'regression',
  anomaly: 'detection',
  cashflow: 'regression',
};

/** Names that the monitor uses, by those of reports. */
const monitoredNames: Readonly<Record<string, string>> = {
  accuracy: 'accuracy',
  macro_f1: 'macro_f1',
  log_loss: 'log_loss',
  ece: 'ece',
  mae: 'mae',
  rmse: 'rmse',
  coverage: 'coverage',
  precision: 'precision',
  recall: 'recall',
  rate: 'alert_share',
};

/**
 * Baselines of every task of a suite: without transactions what training measured on unseen rows, else what is measured on
 * the transactions now, from which nothing may have been learned.
 *
 * @throws TitansError as {@link TrainedSuite.evaluate}.
 * @example
 * ```ts
 * import { loadModels } from '@titans/models';
 * import { performanceBaselines } from '@titans/models/lifecycle';
 *
 * for (const { task, figures } of await performanceBaselines(await loadModels('./models'))) {
 *   console.log(task, figures); // [{ metric: 'accuracy', value: 0.93, n: 412, standardError: null }, …]
 * }
 * ```
 */
export async function performanceBaselines(
  suite: TrainedSuite,
  transactions?: TransactionTable | Iterable<Transaction>,
  options: EvaluateOptions = {},
): Promise<readonly PerformanceBaseline[]> {
  if (transactions === undefined) return trainedBaselines(suite);
  const rows = evaluationRows(transactions, options);
  const report = await suite.evaluate(rows.table, options);
  const baselines = suite.tasks.map((task) => baselineOf(suite, task, report));
  if (!suite.tasks.includes('amount')) return baselines;
  // Only rows tell how varied errors are, and so how surely their mean is known.
  const { actual, predicted } = await amountOutcome(suite.amount, rows, options);
  const errors = Array.from(actual, (value, row) => Math.abs(value - (predicted[row] as number)));
  const n = errors.length;
  if (n < 2) return baselines;
  const standardError = sampleStandardDeviation(errors) / Math.sqrt(n);
  const rmse = Math.sqrt(mean(errors.map((error) => error ** 2)));
  return baselines.map((baseline) =>
    baseline.task === 'amount'
      ? {
          ...baseline,
          figures: [
            ...baseline.figures.map((figure) =>
              figure.metric === 'mae' ? { ...figure, standardError } : figure,
            ),
            { metric: 'rmse', value: rmse, n, standardError: null },
          ],
        }
      : baseline,
  );
}

/** What training measured on unseen rows. */
export function trainedBaselines(suite: TrainedSuite): readonly PerformanceBaseline[] {
  const report = suite.report.rows();
  return suite.tasks.map((task) => baselineOf(suite, task, report));
}

function baselineOf(suite: TrainedSuite, task: TaskName, report: readonly ReportRow[]): PerformanceBaseline {
  const own = report.filter((row) => row.task === task && Number.isFinite(row.value));
  const reported = (metric: string): number => own.find((row) => row.metric === metric)?.value ?? Number.NaN;
  return {
    task,
    kind: kinds[task],
    modelVersion: suite[task].version,
    figures: own.flatMap(({ metric, value, n }): BaselineFigure[] => {
      if (!Object.hasOwn(monitoredNames, metric)) return [];
      const name = monitoredNames[metric] as string;
      // Reports name all labelled rows; precision is a share of the alerts among them, recall of the anomalies.
      const alerts = n * reported('rate');
      const anomalies = (alerts * reported('precision')) / reported('recall');
      const of = name === 'precision' ? alerts : name === 'recall' ? anomalies : n;
      const rows = Math.max(1, Math.min(n, Math.floor(of)));
      return [{ metric: name, value, n: Number.isFinite(rows) ? rows : 1, standardError: null }];
    }),
  };
}
