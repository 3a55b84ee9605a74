import type { ExperimentMetricInfo, ExperimentResponse } from '@titans/core/contract';
import type { ExperimentReport, MetricSummary } from '@titans/models/lifecycle';

const dayMs = 86_400_000;

/** An experiment as routes tell it. */
export function experimentAnswer(
  { plan, units, sampleRatio, ...report }: ExperimentReport,
  lost: Readonly<Record<string, number>>,
): ExperimentResponse {
  const whole = plan.champion.weight + plan.challenger.weight;
  const arm = (variant: 'champion' | 'challenger'): ExperimentResponse['champion'] => ({
    version: plan[variant].version,
    share: plan[variant].weight / whole,
    units: units[variant],
  });
  const toleranceOf = (name: string): number | null =>
    plan.guards.find((guard) => guard.name === name)?.tolerance ?? null;
  return {
    experiment_id: plan.id,
    state: report.state,
    mode: plan.mode,
    unit: plan.unit,
    champion: arm('champion'),
    challenger: arm('challenger'),
    metric: metricInfo(report.metric, null),
    guards: report.guards.map((guard) => metricInfo(guard, toleranceOf(guard.metric))),
    alpha: plan.alpha,
    minimum_rows: plan.minimumRows,
    planned_rows: plan.plannedRows,
    maximum_days: plan.maximumMs / dayMs,
    stop_on: plan.stopOn,
    sample_ratio: { p_value: sampleRatio.pValue, is_mismatched: sampleRatio.isMismatched },
    created_at: report.createdAt,
    started_at: report.startedAt,
    ended_at: report.endedAt,
    changes: report.changes,
    winner: report.winner,
    lost,
  };
}

function metricInfo(summary: MetricSummary, tolerance: number | null): ExperimentMetricInfo {
  const { metric, champion, challenger, difference, lower, upper, pValue, state } = summary;
  return { metric, tolerance, champion, challenger, difference, lower, upper, p_value: pValue, state };
}
