import { fromEpochDay, type PlainDate, toEpochDay } from '@titans/core';
import { type TransactionField, transactionFields } from '../../normalise/import-field.js';
import type { CurrencyProfile, GroupSummary, ProfileData } from '../../profile/transaction-profile.js';
import type { ExpectationSpec, RowFilter } from '../suite.js';
import { above, below, type Margins, newValueShare, shareBounds } from './margins.js';

const mostValues = 100;
const fewestRows = 30;
const recentDays = 31;

/** What data that resemble a profile should meet. */
export function profileCandidates(
  profile: ProfileData,
  margin: number,
  now: () => number,
): readonly ExpectationSpec[] {
  const { rows, dates, currencies } = profile;
  if (rows === 0 || dates === null) return [];
  const margins = { margin, rows };
  const [only, ...others] = currencies;
  return [
    { type: 'accepted', tolerance: { fraction: 0.005 } },
    ...fieldCandidates(profile, margins),
    { type: 'range', field: 'date', min: daysBefore(dates.first, Math.max(366, dates.days)) },
    { type: 'not-in-future' },
    { type: 'sign-agrees-with-type' },
    { type: 'row-count-near', earlier: [rows], maxDeviation: margin },
    ...gapCandidates(profile, margin),
    ...freshCandidates(dates.last, margin, now),
    { type: 'in-set', field: 'currency', values: currencies.map(({ currency }) => currency) },
    ...(only !== undefined && others.length === 0
      ? singleCurrencyCandidates(only, margins)
      : currencies.flatMap((each) => amountCandidates(each, margin))),
  ];
}

/** Days between rows; a profile tells them only where there is one account. */
function gapCandidates({ accounts, currencies }: ProfileData, margin: number): readonly ExpectationSpec[] {
  if (accounts !== 1) return [];
  const days = [
    ...new Set(currencies.flatMap(({ daily }) => daily.map(({ date }) => toEpochDay(date)))),
  ].sort((a, b) => a - b);
  const widest = days.slice(1).reduce((gap, day, index) => Math.max(gap, day - (days[index] as number)), 1);
  return [{ type: 'max-gap', maxDays: Math.ceil(widest * (1 + margin)) + 2 }];
}

/** What is fresh when the suite is inferred should be fresh when it is checked; old data say nothing of that. */
function freshCandidates(last: PlainDate, margin: number, now: () => number): readonly ExpectationSpec[] {
  const ageDays = Math.floor(now() / 86_400_000) - toEpochDay(last);
  if (ageDays < 0 || ageDays > recentDays) return [];
  return [{ type: 'fresh', maxAgeDays: Math.ceil(ageDays * (1 + margin)) + 2 }];
}

function fieldCandidates({ missing, rows }: ProfileData, margins: Margins): readonly ExpectationSpec[] {
  const required = ['date', 'amount', 'description'] as const;
  const specs: ExpectationSpec[] = required.flatMap((field) => [
    { type: 'column-exists', field },
    { type: 'not-null', field },
  ]);
  for (const { field: name, count, fraction } of missing) {
    const field = transactionFields.find((each) => each === name);
    if (field === undefined || count === rows || field === 'paymentMethod') continue;
    specs.push({ type: 'column-exists', field });
    if (count === 0) specs.push({ type: 'not-null', field });
    else {
      const { max } = shareBounds(fraction, margins);
      if (max < 1) specs.push({ type: 'not-null', field, tolerance: { fraction: max } });
    }
  }
  return specs;
}

function singleCurrencyCandidates(profile: CurrencyProfile, margins: Margins): readonly ExpectationSpec[] {
  const { income, expense, total, outliers, categories, paymentMethods } = profile;
  const specs: ExpectationSpec[] = [
    {
      type: 'proportion',
      field: 'type',
      values: ['Income'],
      ...shareBounds(income.count / total.count, margins),
    },
    ...vocabulary('category', categories, margins),
    ...vocabulary('paymentMethod', paymentMethods, margins),
    ...methodShare(paymentMethods, total.count, margins),
  ];
  for (const [type, amounts, spread] of [
    ['Income', income, outliers.income],
    ['Expense', expense, outliers.expense],
  ] as const) {
    const { min, max, count } = amounts;
    if (min === null || max === null || spread === null) continue;
    const where: RowFilter = { field: 'type', values: [type] };
    specs.push({
      type: 'range',
      field: 'amount',
      min: below(Number(min), 2 * margins.margin),
      max: above(Number(max), 2 * margins.margin),
      where,
    });
    if (count < fewestRows) continue;
    // The median of so many rows wanders by about one and a quarter times the standard error of a mean.
    const wander = (3 * 1.86 * spread.medianAbsoluteDeviation) / Math.sqrt(count);
    const reach = Math.max(margins.margin * Math.abs(spread.median), wander);
    specs.push(
      {
        type: 'median',
        field: 'amount',
        min: below(spread.median - reach, 0),
        max: above(spread.median + reach, 0),
        where,
      },
      {
        type: 'outliers',
        field: 'amount',
        maxFraction: Math.min(1, shareBounds(spread.count / count, { ...margins, rows: count }).max + 0.02),
        where,
      },
    );
  }
  return specs;
}

function amountCandidates(profile: CurrencyProfile, margin: number): readonly ExpectationSpec[] {
  const { min, max } = profile.total;
  if (min === null || max === null) return [];
  const where: RowFilter = { field: 'currency', values: [profile.currency] };
  return [
    {
      type: 'range',
      field: 'amount',
      min: below(Number(min), margin),
      max: above(Number(max), margin),
      where,
    },
  ];
}

/** Values of a field that has few of them; now and then there is a new one. */
function vocabulary(
  field: TransactionField,
  groups: readonly GroupSummary[],
  margins: Margins,
): readonly ExpectationSpec[] {
  const named = groups.filter(({ value }) => value !== null);
  if (named.length === 0 || named.length > mostValues) return [];
  const values = named.map(({ value }) => value ?? '').sort();
  const fraction = newValueShare(
    named.map(({ count }) => count),
    margins,
  );
  return [{ type: 'in-set', field, values, tolerance: { fraction } }];
}

function methodShare(
  groups: readonly GroupSummary[],
  rows: number,
  margins: Margins,
): readonly ExpectationSpec[] {
  const unknown = groups.find(({ value }) => value === 'unknown')?.count ?? 0;
  if (unknown === rows) return [];
  const { max } = shareBounds(unknown / rows, margins);
  return [{ type: 'proportion', field: 'paymentMethod', values: ['unknown'], max }];
}

function daysBefore(date: PlainDate, days: number): PlainDate {
  return fromEpochDay(Math.max(toEpochDay('0001-01-01'), toEpochDay(date) - days));
}
