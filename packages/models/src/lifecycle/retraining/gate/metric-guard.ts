import { TitansError } from '@titans/core';
import type { TaskName } from '../../../tasks/models.js';
import { type Contender, type Guard, nothingToCompare } from './guard.js';

/** What a figure may be. At least one bound. */
export interface MetricGuardOptions {
  readonly task: TaskName;
  /** As `evaluate` of a suite names it: `ece`, `coverage`, `macro_f1`, `accepted_accuracy`, … */
  readonly metric: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** By how much it may be above, or below, that of the champion. */
  readonly mostIncrease?: number;
  readonly mostDecrease?: number;
}

const bounds = ['atLeast', 'atMost', 'mostIncrease', 'mostDecrease'] as const;

/**
 * Keeps a figure within bounds on the rows that neither has seen. A figure that the rows do not give is not held against the
 * candidate. Of cash flows the champion's figures are not compared: its forecast begins earlier.
 *
 * @throws TitansError `INVALID_ARGUMENT` without a bound, or for one that is no number.
 */
export function metricGuard(options: MetricGuardOptions): Guard {
  const { task, metric, atLeast, atMost, mostIncrease, mostDecrease } = options;
  const given = bounds.filter((bound) => options[bound] !== undefined);
  const wrong = given.find((bound) => !Number.isFinite(options[bound]));
  if (given.length === 0 || wrong !== undefined) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `A guard of ${metric} needs one of ${bounds.join(', ')}, as numbers.`,
      {
        details: { field: wrong ?? 'atLeast' },
      },
    );
  }
  return {
    name: `${task} ${metric}`,
    check({ candidate, champion }) {
      const value = figureOf(candidate, task, metric);
      if (value === undefined) return nothingToCompare('figure of the candidate');
      const other = task === 'cashflow' || champion === null ? undefined : figureOf(champion, task, metric);
      const is = `${metric} is ${shown(value)}`;
      if (atLeast !== undefined && value < atLeast)
        return { passed: false, reason: `${is}, below ${atLeast}` };
      if (atMost !== undefined && value > atMost) return { passed: false, reason: `${is}, above ${atMost}` };
      if (other === undefined) return { passed: true, reason: is };
      const against = `${is}, the champion's ${shown(other)}`;
      const isTooHigh = mostIncrease !== undefined && value - other > mostIncrease;
      const isTooLow = mostDecrease !== undefined && other - value > mostDecrease;
      return { passed: !isTooHigh && !isTooLow, reason: against };
    },
  };
}

function figureOf({ figures }: Contender, task: TaskName, metric: string): number | undefined {
  return figures.find((row) => row.task === task && row.metric === metric)?.value;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
