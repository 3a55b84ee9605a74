import { formatMinor, type TransactionTable, toMajor } from '@titans/core';
import { checkQuality, expectations, profile } from '@titans/etl';
import { queryOf, train } from '@titans/models';
import { findRecurring } from '@titans/models/recurring';

/** Rows for `console.table`. */
type Rows = readonly Readonly<Record<string, string | number | boolean | null>>[];

/** One heading of the analysis with what is under it. */
export interface Section {
  readonly title: string;
  readonly rows: Rows;
}

/**
 * What one would ask in a notebook of an account nobody has looked at: what is in it, whether it can be trusted, where the
 * money goes, what comes again, what stands out, and how well all of it can be foretold.
 */
export async function* analyse(transactions: TransactionTable): AsyncGenerator<Section> {
  const described = profile(transactions);
  const [main] = described.currencies;
  const { dates, rows: count } = described;
  if (main === undefined || dates === null) return;
  yield {
    title: `${count} transactions in ${main.currency}, ${dates.first} to ${dates.last}`,
    rows: (['total', 'income', 'expense'] as const).map((name) => ({ what: name, ...main[name] })),
  };
  yield { title: 'Missing', rows: described.missing.filter(({ fraction }) => fraction > 0) };

  const quality = checkQuality(transactions, expectations.transactions());
  yield {
    title: 'Expectations that were not met',
    rows: quality.expectations
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ expectation, outcome, severity, unexpected, evaluated }) => ({
        expectation,
        outcome,
        severity,
        unexpected,
        evaluated,
      })),
  };

  yield { title: 'Months', rows: main.monthly.map((month) => ({ ...month })) };
  yield { title: 'Where the money goes', rows: main.categories.map((category) => ({ ...category })) };
  yield {
    title: 'Amounts far from the others (Tukey)',
    rows: (main.outliers.expense?.furthest ?? []).slice(0, 5),
  };

  const { streams } = findRecurring(transactions);
  yield {
    title: 'What comes again',
    rows: streams.map(({ payee, schedule, amount, next, currency, confidence }) => ({
      payee,
      every: schedule.frequency,
      amount: formatMinor(amount.expectedMinor, currency),
      next: next?.date ?? null,
      confidence: round(confidence),
    })),
  };

  const models = await train(transactions, { seed: 42 });
  yield {
    title: 'How well it can be foretold, on rows that the measured model had not seen',
    rows: models.report
      .rows()
      .map(({ task, metric, value, n }) => ({ task, metric, value: round(value), n })),
  };

  const rows = [...transactions.rows()];
  const answers = models.anomaly.predictBatch(rows.map(queryOf), { history: transactions });
  const ranked = answers
    .map((answer, index) => ({ answer, row: rows[index] }))
    .sort((a, b) => b.answer.score - a.answer.score);
  yield {
    title: 'What stands out most, and why',
    rows: ranked.slice(0, 5).flatMap(({ answer, row }) =>
      row === undefined
        ? []
        : [
            {
              date: row.date,
              description: row.description,
              amount: toMajor(row.amountMinor, row.currency),
              score: round(answer.score),
              why: answer.factors[0]?.feature ?? null,
            },
          ],
    ),
  };

  const forecast = models.cashflow.forecast({ days: 30 });
  const weeks = [0, 7, 14, 21].map((from) => forecast.slice(from, from + 7));
  yield {
    title: 'The next four weeks',
    rows: weeks.map((days) => ({
      from: days[0]?.date ?? null,
      amount: round(days.reduce((sum, { amount }) => sum + amount, 0)),
    })),
  };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
