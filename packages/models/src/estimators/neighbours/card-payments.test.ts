import { expect, test } from 'vitest';
import { hasSharedData, readSharedCsv } from '../testing/shared-data.js';
import { onlinePayeeMemory } from './online-payee-memory.js';

const file = 'pcard-calderdale/transactions.csv.gz';

/** Card payments in order of time: who was paid, the merchant category group, and the epoch day. */
function payments(): { readonly texts: string[]; readonly labels: string[]; readonly days: number[] } {
  const [header = [], ...lines] = readSharedCsv(file);
  const [date, supplier, group] = ['date', 'supplier_name', 'merchant_category_group'].map((name) =>
    header.indexOf(name),
  ) as [number, number, number];
  const rows = lines
    .filter((row) => row[supplier] !== '' && row[group] !== '')
    .sort((a, b) => ((a[date] as string) < (b[date] as string) ? -1 : a[date] === b[date] ? 0 : 1));
  return {
    texts: rows.map((row) => row[supplier] as string),
    labels: rows.map((row) => row[group] as string),
    days: rows.map((row) => Date.parse(row[date] as string) / 86_400_000),
  };
}

// The linear text classifier of the same rows is right on 92.0 % of the merchants that it has seen, 53.4 % of the others.
test.skipIf(!hasSharedData(file))(
  'is right on merchants it has seen, and better once it learns on',
  () => {
    const { texts, labels, days } = payments();
    const training = Math.floor(texts.length * 0.8);
    const memory = onlinePayeeMemory();
    const seen = new Set<string>();
    for (let row = 0; row < training; row++) {
      memory.learn(texts[row] as string, labels[row] as string, days[row] as number);
      seen.add((texts[row] as string).toLowerCase());
    }
    const later = texts.map((_, row) => row).slice(training);
    const isRight = (row: number): boolean =>
      memory.predict(texts[row] as string, days[row] as number).label === labels[row];
    const share = (hits: readonly boolean[]): number => hits.filter((hit) => hit).length / hits.length;

    const known = later.filter((row) => seen.has((texts[row] as string).toLowerCase()));
    const unknown = later.filter((row) => !seen.has((texts[row] as string).toLowerCase()));
    expect(share(known.map(isRight))).toBeGreaterThan(0.99);
    expect(share(unknown.map(isRight))).toBeGreaterThan(0.5);

    const before = share(later.map(isRight));
    const after = share(
      later.map((row) => {
        const hit = isRight(row);
        memory.learn(texts[row] as string, labels[row] as string, days[row] as number);
        return hit;
      }),
    );
    expect(before).toBeGreaterThan(0.925);
    expect(after).toBeGreaterThan(0.955);
  },
  60_000,
);
