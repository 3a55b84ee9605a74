import { TitansError } from '@titans/core';
import type { PipelineReport } from '@titans/etl';
import type { TaskName, TrainedSuite } from '@titans/models';
import type { Latency } from './latency.js';

/** Everything the demo measured. The last line of `npm run demo -- --json`. */
export interface Figures {
  readonly category: { readonly accuracy: number; readonly macro_f1: number };
  readonly amount: { readonly mae: number; readonly r2: number };
  readonly anomaly: { readonly rate: number };
  readonly cashflow: {
    readonly mae: number;
    readonly mase: number;
    readonly coverage: number;
    readonly naive_mae: number;
  };
  readonly http: { readonly p50_ms: number; readonly p99_ms: number };
  readonly rows: { readonly in: number; readonly loaded: number; readonly quarantined: number };
  readonly seconds: number;
}

/** What the original system reported of itself on the same file (see examples/data/README.md). */
const original: Readonly<Record<string, string>> = {
  'category accuracy': '0.15',
  'amount mae': '292.30',
  'amount r2': '0.644',
  'anomaly rate': '0.102',
};

/** Picks the figures out of the models' own reports. */
export function collectFigures(
  models: TrainedSuite,
  report: PipelineReport,
  latency: Latency,
  seconds: number,
): Figures {
  const measured = (task: TaskName, metric: string): number => {
    const row = models.report.rows().find((one) => one.task === task && one.metric === metric);
    if (row === undefined) throw new TitansError('NOT_FOUND', `The report has no ${metric} of ${task}.`);
    return row.value;
  };
  const { loaded, quarantined } = report.rows;
  return {
    category: { accuracy: measured('category', 'accuracy'), macro_f1: measured('category', 'macro_f1') },
    amount: { mae: measured('amount', 'mae'), r2: measured('amount', 'r2') },
    anomaly: { rate: measured('anomaly', 'rate') },
    cashflow: {
      mae: measured('cashflow', 'mae'),
      mase: measured('cashflow', 'mase'),
      coverage: measured('cashflow', 'coverage'),
      naive_mae: measured('cashflow', 'naive_mae'),
    },
    http: { p50_ms: latency.p50Ms, p99_ms: latency.p99Ms },
    rows: { in: report.rows.in, loaded, quarantined },
    seconds,
  };
}

/** The report as rows of a table, with the original system's own figure where it gave one. */
export function reportRows(models: TrainedSuite): readonly (readonly string[])[] {
  return models.report
    .rows()
    .map(({ task, metric, value, method }) => [
      task,
      metric,
      Math.abs(value) >= 10 ? value.toFixed(2) : value.toFixed(3),
      original[`${task} ${metric}`] ?? '',
      method,
    ]);
}
