import { type BusinessCalendar, businessCalendar, type EpochDay } from '@titans/core';
import type { CalendarOptions } from './calendar-features.js';
import { defineFeatures, type FeatureGroup } from './feature-group.js';
import { incomeSourceOf } from './income-source.js';
import { type PaydayRule, paydayRule } from './payday-rule.js';
import { recentKeys } from './recent-keys.js';

/** Earlier days that a source of income is known by, and sources that are known of an account. */
const keptDays = 8;
const mostSources = 50;

/** Who paid in, on which of the last days, and how much on each. */
interface IncomeSource {
  readonly days: EpochDay[];
  readonly amounts: number[];
  /** Learned when it is first asked for after a payment; `null` if the payments have no rule. */
  regular: RegularIncome | null | undefined;
}

/** What comes regularly of a source. */
interface RegularIncome {
  readonly rule: PaydayRule;
  readonly last: EpochDay;
  readonly mean: number;
}

const newSource = (): IncomeSource => ({ days: [], amounts: [], regular: undefined });

/**
 * Days to the next payday and since the last one, of the account's largest regular income, as its own earlier rows
 * show it: income of one payee (months in its name and payments below half of its largest aside) on three days or
 * more, weekly, every two or four weeks, twice a month or monthly, on a date (moved where it is no working day), a
 * working day counted from either end of the month, or a weekday. Missing where there is none, and once two payments
 * have failed to come.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a country whose holidays are not known.
 */
export function paydayFeatures(options: CalendarOptions = {}): FeatureGroup {
  const calendar = businessCalendar(options);
  return defineFeatures({
    features: [
      { name: 'days_to_payday', kind: 'numeric' },
      { name: 'days_since_payday', kind: 'numeric' },
    ],
    inputs: ['date'],
    history: ['date', 'type', 'amount', 'description', 'merchantName'],
    init: () => recentKeys<IncomeSource>(mostSources),
    read(state, { date }, values) {
      values.fill(Number.NaN);
      if (Number.isNaN(date)) return;
      let largest = 0;
      for (const source of state.values()) {
        if (source.regular === undefined) source.regular = regularIncome(source, calendar);
        const { regular } = source;
        if (regular === null || !(regular.mean > largest)) continue;
        const { rule, last, mean } = regular;
        if (date - last > 2 * rule.periodDays) continue;
        largest = mean;
        // A payment that came early is not due again on its usual day.
        values[0] = rule.nextFrom(Math.max(date, last + Math.ceil(rule.periodDays / 2))) - date;
        values[1] = date - last;
      }
    },
    update(state, row) {
      if (row.type !== 'Income') return;
      const source = state.meet(incomeSourceOf(row), newSource);
      if (source.days.at(-1) !== row.date) {
        source.days.push(row.date);
        source.amounts.push(0);
        if (source.days.length > keptDays) {
          source.days.shift();
          source.amounts.shift();
        }
      }
      source.regular = undefined;
      source.amounts.push((source.amounts.pop() as number) + row.amount);
    },
  });
}

function regularIncome({ days, amounts }: IncomeSource, calendar: BusinessCalendar): RegularIncome | null {
  const least = Math.max(...amounts) / 2;
  const paydays = days.filter((_, index) => (amounts[index] as number) >= least);
  const rule = paydayRule(paydays, calendar);
  if (rule === null) return null;
  const paid = amounts.filter((amount) => amount >= least);
  return {
    rule,
    last: paydays.at(-1) as EpochDay,
    mean: paid.reduce((sum, amount) => sum + amount, 0) / paid.length,
  };
}
