import { type CurrencyCode, formatMinor, fromEpochDay, type PlainDate } from '@titans/core';
import type { DaySummary, FlowSummary, PeriodSummary, WeekdaySummary } from './transaction-profile.js';

/** What came in and went out on each day. */
export interface DailyFlows {
  add(day: number, minor: number, isIncome: boolean): void;
  summaries(currency: CurrencyCode): {
    readonly daily: readonly DaySummary[];
    readonly weekly: readonly PeriodSummary[];
    readonly monthly: readonly PeriodSummary[];
    readonly weekdays: readonly WeekdaySummary[];
  };
}

interface Flow {
  count: number;
  income: number;
  expense: number;
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** Starts without days. Weeks and months are added up from days. */
export function dailyFlows(): DailyFlows {
  const byDay = new Map<number, Flow>();
  let latestDay = Number.NaN;
  let latest: Flow = noFlow();
  return {
    add(day, minor, isIncome) {
      if (day !== latestDay) {
        latest = flowAt(byDay, day);
        latestDay = day;
      }
      latest.count++;
      if (isIncome) latest.income += minor;
      else latest.expense += minor;
    },
    summaries(currency) {
      const days = [...byDay].sort((a, b) => a[0] - b[0]);
      const periods = (startOf: (day: number) => number): PeriodSummary[] => {
        const byStart = new Map<number, Flow>();
        for (const [day, flow] of days) addFlow(flowAt(byStart, startOf(day)), flow);
        return [...byStart].map(([start, flow]) => ({
          start: fromEpochDay(start),
          ...written(flow, currency),
        }));
      };
      return {
        daily: days.map(([day, flow]) => ({ date: fromEpochDay(day), ...written(flow, currency) })),
        weekly: periods((day) => day - weekdayOf(day)),
        monthly: periods(firstOfMonth),
        weekdays: weekdaySummaries(days, currency),
      };
    },
  };
}

function weekdaySummaries(
  days: readonly (readonly [number, Flow])[],
  currency: CurrencyCode,
): readonly WeekdaySummary[] {
  const flows = weekdayNames.map(noFlow);
  for (const [day, flow] of days) addFlow(flows[weekdayOf(day)] as Flow, flow);
  const first = days[0]?.[0] ?? 0;
  const last = days.at(-1)?.[0] ?? -1;
  return weekdayNames.map((weekday, index) => ({
    weekday,
    days: countWeekday(index, first, last),
    ...written(flows[index] as Flow, currency),
  }));
}

/** Monday is 0; 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Days of that name from the first to the last, both included. */
function countWeekday(weekday: number, first: number, last: number): number {
  const earliest = first + ((weekday - weekdayOf(first) + 7) % 7);
  return earliest > last ? 0 : Math.floor((last - earliest) / 7) + 1;
}

function firstOfMonth(day: number): number {
  const date: PlainDate = fromEpochDay(day);
  return day - Number(date.slice(-2)) + 1;
}

function flowAt(flows: Map<number, Flow>, key: number): Flow {
  const known = flows.get(key) ?? noFlow();
  flows.set(key, known);
  return known;
}

function noFlow(): Flow {
  return { count: 0, income: 0, expense: 0 };
}

function addFlow(to: Flow, from: Flow): void {
  to.count += from.count;
  to.income += from.income;
  to.expense += from.expense;
}

function written({ count, income, expense }: Flow, currency: CurrencyCode): FlowSummary {
  return {
    count,
    income: formatMinor(income, currency),
    expense: formatMinor(expense, currency),
    net: formatMinor(income + expense, currency),
  };
}
