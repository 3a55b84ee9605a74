import { barChart, dayChart } from './charts.js';
import { escapeHtml } from './escape-html.js';
import type { CurrencyProfile, GroupSummary, OutlierSummary, ProfileData } from './transaction-profile.js';

const style = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:760px;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.2rem}h3{font-size:1rem;margin-top:1.6rem}
table{border-collapse:collapse;width:100%}th,td{padding:.25rem .6rem;border-bottom:1px solid #d5dce3;text-align:left}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
svg{width:100%;height:auto;font-size:12px}svg text{fill:currentColor}
.in{fill:#1a7f5a;stroke:#1a7f5a}.out{fill:#b4452c;stroke:#b4452c}rect{stroke:none!important}.axis{stroke:#7a8794}
@media (prefers-color-scheme:dark){body{color:#e4e9ee;background:#14191f}th,td{border-color:#333c46}}
@media print{body{max-width:none;margin:0;color:#000;background:#fff}svg,tr{break-inside:avoid}}`;

const mostBars = 40;

/** The profile as one HTML page that refers to nothing outside of itself. */
export function profileHtml(profile: ProfileData, title = 'Transactions'): string {
  const { dates, rows, accounts, currencies } = profile;
  const range = dates === null ? 'no rows' : `${dates.first} to ${dates.last}, ${plural(dates.days, 'day')}`;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escapeHtml(title)}</title><style>${style}</style>`;
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${plural(rows, 'transaction')}, ${range}, ${plural(accounts, 'account')}.</p>`,
    ...currencies.map(currencySection),
    '<h2>Missing values</h2>',
    table(
      ['Field', 'Rows', 'Share'],
      profile.missing.map(({ field, count, fraction }) => [
        field,
        String(count),
        `${(fraction * 100).toFixed(1)}%`,
      ]),
    ),
  ];
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body>${body.join('\n')}</body></html>\n`;
}

function currencySection(profile: CurrencyProfile): string {
  const { currency, total, income, expense, daily } = profile;
  return [
    `<h2>${escapeHtml(currency)}</h2>`,
    table(
      ['', 'Count', 'Sum', 'Mean'],
      [
        ['Income', String(income.count), income.sum, income.mean],
        ['Expense', String(expense.count), expense.sum, expense.mean],
        ['Net', String(total.count), total.sum, total.mean],
      ],
    ),
    '<h3>Net amount per day</h3>',
    dayChart(
      `Net amount per day in ${currency}`,
      daily.map(({ date, net }) => ({ date, value: Number(net) })),
    ),
    groupSection('Categories', profile.categories),
    groupSection('Payment methods', profile.paymentMethods),
    '<h3>Outliers</h3>',
    outlierSection('Income', profile.outliers.income),
    outlierSection('Expense', profile.outliers.expense),
  ].join('\n');
}

function groupSection(title: string, groups: readonly GroupSummary[]): string {
  const named = groups.map((group) => ({ ...group, label: group.value ?? '(none)' }));
  return [
    `<h3>${title}</h3>`,
    barChart(
      `${title} by sum`,
      named.slice(0, mostBars).map(({ label, sum }) => ({ label, value: Number(sum), text: sum })),
    ),
    table(
      ['Value', 'Count', 'Sum', 'Mean', 'First', 'Last'],
      named.map(({ label, count, sum, mean, first, last }) => [label, String(count), sum, mean, first, last]),
    ),
  ].join('\n');
}

function outlierSection(title: string, outliers: OutlierSummary | null): string {
  if (outliers === null) return `<p>${title}: no rows.</p>`;
  const { lowerFence, upperFence, count, furthest } = outliers;
  const fences = `${lowerFence.toFixed(2)} to ${upperFence.toFixed(2)}`;
  const text = `<p>${title}: ${count} outside ${fences} (1.5 times the interquartile range).</p>`;
  if (furthest.length === 0) return text;
  return (
    text +
    table(
      ['Date', 'Description', 'Amount'],
      furthest.map(({ date, description, amount }) => [date, description, amount]),
    )
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = header.map(
    (_, index) => rows.length > 0 && rows.every((row) => /^-?[\d.]+%?$/.test(row[index] ?? '')),
  );
  const cells = (tag: 'td' | 'th', row: readonly string[]): string =>
    row
      .map((text, index) => `<${tag}${isNumber[index] ? ' class="n"' : ''}>${escapeHtml(text)}</${tag}>`)
      .join('');
  return `<table><thead><tr>${cells('th', header)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</tbody></table>`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
