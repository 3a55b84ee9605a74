import { toEpochDay } from '@titans/core';
import {
  barChart,
  clipped,
  columnChart,
  dataTable,
  dayChart,
  factList,
  grouped,
  groupedAmount,
  html,
  htmlPage,
  type Markup,
  section,
  unfolding,
} from '@titans/core/html';
import { outlierSection } from './outliers-html.js';
import type {
  AmountSummary,
  CurrencyProfile,
  GroupSummary,
  PeriodSummary,
  ProfileData,
} from './transaction-profile.js';

const mostCurrencies = 4;
const mostBars = 20;
const mostGroups = 40;
const mostCharacters = 80;
const mostMonths = 36;
const mostWeeks = 53;

/** The profile as one HTML page that refers to nothing outside of itself. */
export function profileHtml(profile: ProfileData, title = 'Transactions'): string {
  const { dates, rows, currencies } = profile;
  const range = dates === null ? 'no rows' : `${dates.first} to ${dates.last}, ${plural(dates.days, 'day')}`;
  const left = currencies.length - mostCurrencies;
  return htmlPage({
    title,
    lead: `${plural(rows, 'transaction')}, ${range}, ${plural(profile.accounts, 'account')}.`,
    body: [
      overview(profile),
      ...currencies.slice(0, mostCurrencies).map(currencySection),
      left > 0
        ? html`<p class="note">${left} currencies with fewer rows are in the first table only.</p>`
        : null,
      missingSection(profile),
    ],
  });
}

function overview({ rows, fields, dates, accounts, currencies }: ProfileData): Markup {
  const facts = factList([
    { name: 'Rows', value: grouped(rows) },
    { name: 'Fields with values', value: fields.length },
    { name: 'First day', value: dates?.first ?? '–' },
    { name: 'Last day', value: dates?.last ?? '–' },
    {
      name: 'Days with a row',
      value: dates === null ? '–' : `${grouped(dates.activeDays)} of ${grouped(dates.days)}`,
    },
    { name: 'Accounts', value: grouped(accounts) },
  ]);
  const split = dataTable({
    caption: 'Currencies',
    columns: [
      { title: 'Currency' },
      ...['Rows', 'Share', 'Income', 'Expense', 'Net'].map((name) => ({ title: name, isNumber: true })),
    ],
    rows: currencies.map(({ currency, fraction, total, income, expense }) => [
      currency,
      grouped(total.count),
      percent(fraction),
      groupedAmount(income.sum),
      groupedAmount(expense.sum),
      groupedAmount(total.sum),
    ]),
  });
  return section('Overview', [facts, split]);
}

function currencySection(profile: CurrencyProfile): Markup {
  const { currency, total, income, expense, daily, weekly, monthly, weekdays, merchants } = profile;
  return section(`Amounts in ${currency}`, [
    dataTable({
      caption: `Totals in ${currency}`,
      columns: [
        { title: 'Kind' },
        ...['Count', 'Sum', 'Mean', 'Lowest', 'Highest'].map((name) => ({ title: name, isNumber: true })),
      ],
      rows: [amountRow('Income', income), amountRow('Expense', expense), amountRow('Net', total)],
    }),
    section(
      'Over time',
      [
        dayChart(
          `Net amount per day in ${currency}`,
          currency,
          daily.map(({ date, net }) => ({ day: toEpochDay(date), value: Number(net) })),
        ),
        columnChart(
          `Income and expenses per week in ${currency}, ${latest(weekly, mostWeeks)} weeks`,
          currency,
          weekly.slice(-mostWeeks).map(column),
        ),
        columnChart(
          `Income and expenses per month in ${currency}, ${latest(monthly, mostMonths)} months`,
          currency,
          monthly.slice(-mostMonths).map(column),
        ),
        unfolding('Weeks as a table', periodTable(`Weeks in ${currency}`, weekly.slice(-mostWeeks))),
        periodTable(`Months in ${currency}`, monthly.slice(-mostMonths)),
        columnChart(
          `Transactions per day of the week in ${currency}`,
          'rows',
          weekdays.map(({ weekday, count }) => ({ label: weekday, values: [count] })),
        ),
        dataTable({
          caption: `Days of the week in ${currency}`,
          columns: [
            { title: 'Day' },
            ...['Days', 'Rows', 'Income', 'Expense', 'Net'].map((name) => ({ title: name, isNumber: true })),
          ],
          rows: weekdays.map(({ weekday, days, count, ...flow }) => [
            weekday,
            grouped(days),
            grouped(count),
            groupedAmount(flow.income),
            groupedAmount(flow.expense),
            groupedAmount(flow.net),
          ]),
        }),
      ],
      3,
    ),
    groupSection('Categories', currency, profile.categories),
    groupSection('Payment methods', currency, profile.paymentMethods),
    groupSection('Top merchants', currency, merchants),
    outlierSection(profile),
  ]);
}

function groupSection(title: string, currency: string, groups: readonly GroupSummary[]): Markup {
  const named = groups.map((group) => ({
    ...group,
    label: clipped(group.value ?? '(none)', mostCharacters),
  }));
  return section(
    title,
    [
      barChart(
        `${title} by sum in ${currency}${named.length > mostBars ? `, the first ${mostBars} of ${named.length}` : ''}`,
        named
          .slice(0, mostBars)
          .map(({ label, sum }) => ({ label, value: Number(sum), text: groupedAmount(sum) })),
      ),
      dataTable({
        caption: `${title} in ${currency}`,
        columns: [
          { title: 'Value' },
          ...['Count', 'Sum', 'Mean', 'Lowest', 'Highest'].map((name) => ({ title: name, isNumber: true })),
          { title: 'First' },
          { title: 'Last' },
        ],
        rows: named.map(({ label, first, last, ...amounts }) => [...amountRow(label, amounts), first, last]),
        mostRows: mostGroups,
      }),
    ],
    3,
  );
}

function periodTable(caption: string, periods: readonly PeriodSummary[]): Markup {
  return dataTable({
    caption,
    columns: [
      { title: 'From' },
      ...['Rows', 'Income', 'Expense', 'Net'].map((name) => ({ title: name, isNumber: true })),
    ],
    rows: periods.map(({ start, count, income, expense, net }) => [
      start,
      grouped(count),
      groupedAmount(income),
      groupedAmount(expense),
      groupedAmount(net),
    ]),
  });
}

function missingSection({ missing }: ProfileData): Markup {
  return section('Missing values', [
    barChart(
      'Share of rows without a value, by field',
      missing.map(({ field, fraction }) => ({ label: field, value: fraction, text: percent(fraction) })),
    ),
    dataTable({
      caption: 'Rows without a value',
      columns: [{ title: 'Field' }, { title: 'Rows', isNumber: true }, { title: 'Share', isNumber: true }],
      rows: missing.map(({ field, count, fraction }) => [field, grouped(count), percent(fraction)]),
    }),
  ]);
}

function amountRow(name: string, { count, sum, mean, min, max }: AmountSummary): readonly string[] {
  return [name, grouped(count), ...[sum, mean, min ?? '–', max ?? '–'].map(groupedAmount)];
}

function column({ start, income, expense }: PeriodSummary): { label: string; values: readonly number[] } {
  return { label: start, values: [Number(income), Number(expense)] };
}

function latest(periods: readonly PeriodSummary[], most: number): string {
  return periods.length > most ? `the latest ${most} of ${periods.length}` : String(periods.length);
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)}%`;
}

function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
