import type { Transaction } from '@titans/core';

/** `payees`: the share of right rows of each payee, averaged over payees, so that one payee of many rows does not decide. */
export type Metric = 'accuracy' | 'macroF1' | 'payees';

export const metricNames: Readonly<Record<Metric, string>> = {
  accuracy: 'accuracy',
  macroF1: 'macro-F1',
  payees: 'accuracy, each payee once',
};

/** The share of right rows of every payee, by its name in lower case. */
export function rightByPayee(
  rows: readonly Transaction[],
  predicted: readonly string[],
): ReadonlyMap<string, number> {
  const payees = new Map<string, { right: number; rows: number }>();
  rows.forEach(({ description, category }, row) => {
    const name = description.toLowerCase();
    const payee = payees.get(name) ?? { right: 0, rows: 0 };
    payees.set(name, payee);
    payee.rows++;
    if (predicted[row] === category) payee.right++;
  });
  return new Map([...payees].map(([name, payee]) => [name, payee.right / payee.rows]));
}

/** Macro-F1 over the categories that the rows have, as scikit-learn's with `labels` of those. */
export function scores(
  rows: readonly Transaction[],
  predicted: readonly string[],
): Readonly<Record<Metric, number>> {
  const counts = new Map<string, { right: number; said: number; is: number }>();
  const countOf = (category: string): { right: number; said: number; is: number } => {
    const known = counts.get(category) ?? { right: 0, said: 0, is: 0 };
    counts.set(category, known);
    return known;
  };
  let right = 0;
  rows.forEach(({ category }, row) => {
    const [said, is] = [predicted[row] as string, category as string];
    countOf(said).said++;
    countOf(is).is++;
    if (said !== is) return;
    countOf(is).right++;
    right++;
  });
  const present = [...counts.values()].filter(({ is }) => is > 0);
  return {
    accuracy: right / rows.length,
    macroF1: mean(present.map((count) => (2 * count.right) / (count.said + count.is))),
    payees: mean([...rightByPayee(rows, predicted).values()]),
  };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
