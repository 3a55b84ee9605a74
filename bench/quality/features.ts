/**
 * Features of 100,000 rows of 1,000 accounts: what all of them take, what one row asked about alone takes, and what the
 * twelve rolling ones take beside pandas, and whether they agree: `tsx bench/quality/features.ts`. Python is that of
 * `TITANS_PYTHON`, else `python3`. Run `npm run build` before, for it measures what was built.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  addDays,
  createRandom,
  createTransaction,
  fromSecondOfDay,
  type Transaction,
  type TransactionTable,
  tableFromRows,
} from '@titans/core';
import { type FeatureSet, featureRowAt, features, namedFeatures } from '@titans/models/features';
import { median } from '../median.js';

const [rows, accounts, days, payees, historyRows] = [100_000, 1_000, 730, 400, 1_000];
const categories = ['groceries', 'fuel', 'rent', 'travel', 'leisure', 'health', 'fees', 'other'] as const;
const rollingNames = [7, 14, 30].flatMap((window) =>
  ['mean', 'std', 'min', 'max'].map((statistic) => `rolling_${statistic}_${window}d`),
);

const table = tableFromRows(madeRows());
const rolling = namedFeatures(features, rollingNames);
const peer = pandasRolling(table);
console.table(
  [
    [`all ${features.features.length} features, CPU s`, cpuSeconds(features, table).toFixed(2), '–', '< 2.5'],
    [
      'twelve rolling features, CPU s',
      cpuSeconds(rolling, table).toFixed(2),
      peer?.cpuSeconds.toFixed(2) ?? '–',
      '–',
    ],
    [
      'largest difference of these, relative',
      peer === null ? '–' : largestDifference(peer.columns),
      '0',
      '< 1e-9',
    ],
    [`one row of ${historyRows} of its account, CPU ms`, oneRowMs().toFixed(2), '–', '< 2'],
  ].map(([figure, titans, pandas, wanted]) => ({ figure, titans, pandas, wanted })),
);

/** Rows of two years in the order of their dates, each with a time, one in twenty an income. */
function madeRows(): Transaction[] {
  const random = createRandom(7, 'features');
  return Array.from({ length: rows }, (_, row) => {
    const payee = Math.floor(payees * random.float() ** 2);
    const isIncome = random.float() < 0.05;
    return createTransaction({
      accountId: `account ${random.integer(accounts)}`,
      date: addDays('2023-01-01', Math.floor((row * days) / rows)),
      time: fromSecondOfDay(random.integer(86_400)),
      amount: ((isIncome ? 1 : -1) * (100 + random.integer(20_000))) / 100,
      description: `MERCHANT ${String.fromCharCode(65 + (payee % 26), 65 + Math.floor(payee / 26))} ${random.integer(1_000)}`,
      category: categories[payee % categories.length] ?? null,
      paymentMethod: 'debit_card',
    });
  });
}

function cpuSeconds(set: FeatureSet, of: TransactionTable): number {
  return median(
    Array.from({ length: 3 }, () => {
      const before = process.cpuUsage();
      set.matrix(of);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    }),
  );
}

function oneRowMs(): number {
  const history = tableFromRows(
    Array.from({ length: historyRows }, (_, row) => ({
      ...table.row(Math.floor((row * rows) / historyRows)),
      accountId: 'one',
    })),
  );
  const row = featureRowAt(history, historyRows - 1);
  for (let warm = 0; warm < 200; warm++) features.read([row], history);
  const reads = 300;
  const before = process.cpuUsage();
  for (let read = 0; read < reads; read++) features.read([row], history);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3 / reads;
}

/** What pandas finds for the rolling features, by day: of an account's day, rows do not see each other. */
function pandasRolling({ columns, length }: TransactionTable): {
  readonly cpuSeconds: number;
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
} | null {
  const python = process.env.TITANS_PYTHON ?? 'python3';
  if (spawnSync(python, ['-c', 'import pandas'], { stdio: 'ignore' }).status !== 0) {
    console.log(`skipped: pandas (${python} has none; name one that has with TITANS_PYTHON)`);
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'titans-features-'));
  try {
    const path = join(folder, 'rows.json');
    writeFileSync(
      path,
      JSON.stringify({
        account: [...columns.accountId.codes],
        type: [...columns.type.codes],
        day: [...columns.date],
        amount: Array.from({ length }, (_, row) => Math.abs(columns.amountMinor[row] as number) / 100),
      }),
    );
    const program = fileURLToPath(new URL('features_peers.py', import.meta.url));
    const ended = spawnSync(python, [program, path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 28,
    });
    if (ended.status !== 0)
      throw new Error(`pandas ended with ${ended.status ?? ended.signal ?? ended.error}.`);
    return JSON.parse(ended.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function largestDifference(expected: Readonly<Record<string, readonly (number | null)[]>>): string {
  const untimed = tableFromRows(Array.from(table.rows(), (row) => ({ ...row, time: null })));
  const found = rolling.matrix(untimed);
  let largest = 0;
  found.features.forEach(({ name }, index) => {
    found.columns[index]?.forEach((value, row) => {
      const wanted = expected[name]?.[row] ?? Number.NaN;
      if (Number.isNaN(value) !== Number.isNaN(wanted)) largest = Number.POSITIVE_INFINITY;
      else if (!Number.isNaN(value))
        largest = Math.max(largest, Math.abs(value - wanted) / Math.max(1, wanted));
    });
  });
  return largest.toExponential(1);
}
