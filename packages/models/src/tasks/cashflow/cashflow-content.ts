import type { ArtifactContent, JsonValue } from '@titans/core';
import { measurementsToJson } from '../measurements.js';
import type { CashflowParts } from './cashflow-parts.js';
import type { FlowStream } from './flow-stream.js';

export const cashflowKind = 'titans/cashflow-model';
export const cashflowVersion = 2;

/** The model as data: parameters of each flow, no transaction. */
export function cashflowContent(parts: CashflowParts): ArtifactContent {
  const { flows } = parts;
  return {
    kind: cashflowKind,
    version: cashflowVersion,
    data: {
      currency: parts.currency,
      lastDay: parts.lastDay,
      seed: parts.seed,
      trainedOn: parts.trainedOn,
      measurements: measurementsToJson(parts.measurements),
      flows: flows.map(
        ({ accountId, currency, forecaster, structure, streams, bias, values, totalScale }) => ({
          accountId,
          currency,
          forecaster,
          structure,
          bias,
          totalScale,
          groups: values.groups,
          levelSpread: values.levelSpread,
          streams: streams.map((stream) => streamToJson(stream)),
        }),
      ),
    },
    arrays: {
      holidays: Int32Array.from(parts.holidays),
      calendar: joined(flows.map(({ calendarPoints }) => calendarPoints)),
      residual: joined(flows.map(({ residualPoints }) => residualPoints)),
      quantiles: joined(flows.map(({ values }) => values.quantiles)),
      means: joined(flows.map(({ values }) => values.means)),
      scales: Float64Array.from(flows.flatMap(({ scales }) => scales.flat())),
    },
  };
}

function joined(all: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(all.reduce((length, one) => length + one.length, 0));
  let offset = 0;
  for (const one of all) {
    values.set(one, offset);
    offset += one.length;
  }
  return values;
}

function streamToJson(stream: FlowStream): JsonValue {
  const { next, amount, alerts, schedule, punctuality, missed, ...rest } = stream;
  return {
    ...rest,
    next: next === null ? null : { ...next },
    amount: { ...amount, ratios: [...amount.ratios], steps: amount.steps.map((step) => ({ ...step })) },
    alerts: alerts.map((alert) => ({ ...alert })),
    schedule: { ...schedule, daysOfMonth: [...schedule.daysOfMonth] },
    punctuality: { ...punctuality, deviations: punctuality.deviations.map((one) => ({ ...one })) },
    missed: [...missed],
  };
}
