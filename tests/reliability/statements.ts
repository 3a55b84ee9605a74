import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, createRandom, plainDate } from '@titans/core';

const payees = ['Rent', 'Grocer', 'Café', 'Tram', 'Salary', 'Bookshop'] as const;
const start = plainDate(2024, 1, 1);
const overlapDays = 20;

/** Files for a load that is interrupted. */
export interface StatementFiles {
  /** Loaded before. */
  readonly known: string;
  /** Glob of those whose load is interrupted: they overlap with the known one and with each other. */
  readonly next: string;
}

/**
 * Writes statements of one account that overlap by weeks: with equal purchases on one day, rows whose category has
 * changed since the known statement, and rows that are refused. The same for the same seed.
 */
export async function writeStatements(directory: string, seed: number, days = 300): Promise<StatementFiles> {
  const random = createRandom(seed);
  const rows = Array.from({ length: days * 10 }, (_, index) => {
    const payee = payees[random.integer(payees.length)] ?? payees[0];
    const amount = ((payee === 'Salary' ? 1 : -1) * (1 + random.integer(40))) / 2;
    return { day: Math.floor(index / 10), payee, amount, category: payee.toLowerCase() };
  });
  const text = (from: number, to: number, category: (row: (typeof rows)[number]) => string): string => {
    const lines = rows
      .filter(({ day }) => day >= from && day < to)
      .map(
        (row, index) =>
          `${index % 97 === 96 ? '2024-02-30' : addDays(start, row.day)},${row.payee},${row.amount.toFixed(2)},${category(row)}`,
      );
    return `Date,Description,Amount,Category\n${lines.join('\n')}\n`;
  };
  const next = join(directory, 'next');
  await mkdir(next, { recursive: true });
  const known = join(directory, 'known.csv');
  const part = Math.floor(days / 5);
  await writeFile(
    known,
    text(0, part, ({ category }) => category),
  );
  const renamed = ({ category, payee }: { category: string; payee: string }): string =>
    payee === 'Café' ? 'coffee' : category;
  for (let file = 1; file < 5; file++) {
    await writeFile(join(next, `${file}.csv`), text(file * part - overlapDays, (file + 1) * part, renamed));
  }
  return { known, next: join(next, '*.csv') };
}
