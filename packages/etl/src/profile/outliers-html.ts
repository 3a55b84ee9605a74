import { clipped, dataTable, grouped, groupedAmount, html, type Markup, section } from '@titans/core/html';
import type { CurrencyProfile, OutlierSummary } from './transaction-profile.js';

const mostCategories = 25;
const mostCharacters = 80;

/** What lies far out in one currency: of income, of expenses, and by category. */
export function outlierSection({ currency, outliers, categoryOutliers }: CurrencyProfile): Markup {
  const withOutliers = categoryOutliers.filter(({ count, robustCount }) => count + robustCount > 0);
  return section(
    'Outliers',
    [
      oneKind(`Income in ${currency}`, outliers.income),
      oneKind(`Expenses in ${currency}`, outliers.expense),
      dataTable({
        caption: `Outliers within each category in ${currency}`,
        columns: [
          { title: 'Category' },
          { title: 'Type' },
          ...['Rows', 'Median', 'Lower fence', 'Upper fence', 'Beyond', 'Robust z above 3.5'].map(
            (title) => ({
              title,
              isNumber: true,
            }),
          ),
        ],
        rows: withOutliers.map((each) => [
          clipped(each.category ?? '(none)', mostCharacters),
          each.type,
          grouped(each.rows),
          figure(each.median),
          figure(each.lowerFence),
          figure(each.upperFence),
          grouped(each.count),
          grouped(each.robustCount),
        ]),
        mostRows: mostCategories,
      }),
    ],
    3,
  );
}

function oneKind(title: string, outliers: OutlierSummary | null): Markup {
  if (outliers === null) return html`<p>${title}: no rows.</p>`;
  const { q1, median, q3, lowerFence, upperFence, count, robustCount, furthest } = outliers;
  const [low, high] = [figure(lowerFence), figure(upperFence)];
  return html`<p>${title}: ${grouped(count)} outside ${low} to ${high} (1.5 times the interquartile range around ${figure(q1)} to ${figure(q3)}); ${grouped(robustCount)} with a robust z-score above 3.5 around the median ${figure(median)}.</p>${
    furthest.length === 0
      ? null
      : dataTable({
          caption: `${title}: furthest from the median`,
          columns: [{ title: 'Date' }, { title: 'Description' }, { title: 'Amount', isNumber: true }],
          rows: furthest.map(({ date, description, amount }) => [
            date,
            clipped(description, mostCharacters),
            groupedAmount(amount),
          ]),
        })
  }`;
}

function figure(amount: number): string {
  return groupedAmount(amount.toFixed(2));
}
