/**
 * Amounts asked for before they are known, on the last fifth of four sets by time, against LightGBM's quantiles on the
 * same columns: `tsx bench/quality/amount.ts`, with parts of names of sets to run only those. LightGBM learns amounts
 * and, apart, their logarithms; the last 15 % of the rows to learn from tell it when to stop, then it learns from all,
 * as Titans does. Shares, and the ratio to the better of the two, stand with their standard errors over payees. Python is
 * that of `TITANS_PYTHON`, else `python3`; without LightGBM only Titans runs. Run `npm run build` before, for it measures what
 * was built. What ranges are that follow the amounts of earlier days (`online()`) stands beside.
 *
 * With `--inner` the last fifth is left alone: of the rows before it, the first 60 % and the first 80 % are learned from and
 * the next 20 % tested. Whatever is tuned is tuned on these, so that the last fifth says how it does on rows to come.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  fromEpochDay,
  fromSecondOfDay,
  selectRows,
  type TransactionTable,
  timeOrder,
  valueAt,
} from '@titans/core';
import { type AmountPrediction, type TransactionQuery, train } from '@titans/models';
import { peerMatrix } from './amount/matrix.js';
import { amountSets } from './amount/sets.js';

const levels = [0.025, 0.1, 0.5, 0.9, 0.975] as const;
/** Absolute amounts, one array per level. */
type Quantiles = Readonly<Record<string, ArrayLike<number>>>;

/** The mean over rows of what each of them comes to. */
interface Figure {
  readonly figure: string;
  readonly wanted: string;
  readonly digits: number;
  readonly kind: 'loss' | 'share';
  readonly isOfNewPayees?: boolean;
  at(actual: number, told: Quantiles, row: number): number;
}

const figures: readonly Figure[] = [
  lossOf('mean absolute error', 3, (actual, told, row) => Math.abs(actual - quantile(told, 0.5, row))),
  ...levels.map((level) =>
    lossOf(`pinball loss at ${level}`, 3, (actual, told, row) =>
      pinball(actual - quantile(told, level, row), level),
    ),
  ),
  ...levels.map((level) =>
    lossOf(`the same of ln(1 + amount), ${level}`, 5, (actual, told, row) =>
      pinball(Math.log1p(actual) - Math.log1p(quantile(told, level, row)), level),
    ),
  ),
  ...([0.8, 0.95] as const).flatMap((level): readonly Figure[] => {
    const [low, high] = level === 0.8 ? [0.1, 0.9] : [0.025, 0.975];
    const share = {
      digits: 4,
      kind: 'share',
      // Ends are rounded to hundredths.
      at: (actual: number, told: Quantiles, row: number) =>
        actual >= quantile(told, low, row) - 1e-9 && actual <= quantile(told, high, row) + 1e-9 ? 1 : 0,
    } as const;
    return [
      {
        ...share,
        figure: `share within the ${100 * level} % range`,
        wanted: level === 0.8 ? '0.78 to 0.82' : '0.935 to 0.965',
      },
      { ...share, figure: 'of these, new payees', wanted: 'reported', isOfNewPayees: true },
    ];
  }),
];

const python = process.env.TITANS_PYTHON ?? 'python3';
const isInner = process.argv.includes('--inner');
const asked = process.argv.slice(2).filter((word) => word !== '--inner');
/** Shares of the rows of a set: learned are those before `until`, tested those from there to `end`. */
const windows = isInner
  ? [
      { until: 0.48, end: 0.64 },
      { until: 0.64, end: 0.8 },
    ]
  : [{ until: 0.8, end: 1 }];
/** Rows tested from which a window counts in what is said of all windows together. */
const leastTested = 1_000;
/** Logarithms of ratios to the better peer by figure, one for each window that counts. */
const allRatios = new Map<string, number[]>();
const hasPeer = spawnSync(python, ['-c', 'import lightgbm'], { stdio: 'ignore' }).status === 0;
if (!hasPeer) console.log(`skipped: LightGBM (${python} has none; name one that has with TITANS_PYTHON)`);
let skipped = 0;
for (const set of amountSets) {
  if (asked.length > 0 && !asked.some((part) => set.name.includes(part))) continue;
  const table = set.read();
  if (table === null) {
    console.log(`skipped: ${set.name} is not beside the repository`);
    skipped++;
  } else {
    const order = timeOrder(table);
    for (const { until, end } of windows) {
      const rows = order.slice(0, Math.floor(table.length * end));
      await compareOn(set.name, selectRows(table, rows), Math.floor(table.length * until));
    }
  }
}
if (isInner && allRatios.size > 0) {
  console.log(`all windows of ${leastTested} rows and more together, the geometric mean`);
  console.table(
    [...allRatios].map(([figure, logarithms]) => ({
      figure,
      windows: logarithms.length,
      'ours ÷ the better': Math.exp(sumOf(logarithms) / logarithms.length).toFixed(3),
    })),
  );
}
if (skipped + (hasPeer ? 0 : 1) > 0) console.log(`${skipped} sets skipped, ${hasPeer ? 0 : 1} peer skipped`);

async function compareOn(name: string, table: TransactionTable, until: number): Promise<void> {
  const every = [...Array(table.length).keys()];
  const tested = every.slice(until);
  const began = process.cpuUsage();
  const { amount: model } = await train(selectRows(table, every.slice(0, until)), {
    tasks: ['amount'],
    seed: 1,
  });
  const { user, system } = process.cpuUsage(began);
  const queries = tested.map((row) => queryOf(table, row));
  const ours = quantilesOf((level) => model.predictBatch(queries, { history: table, level }));
  const followed = quantilesOf((level) => {
    const withAmounts = queries.map((query, at) => ({
      ...query,
      amount: amountAt(table, tested[at] as number),
    }));
    return model.online().follow(withAmounts, { history: table, level });
  });
  const actual = tested.map((row) => Math.abs(amountAt(table, row)));
  const known = new Set(every.slice(0, until).map((row) => payeeAt(table, row)));
  const isNew = tested.map((row) => !known.has(payeeAt(table, row)));
  const answers: Readonly<Record<string, Quantiles>> = {
    Titans: ours,
    'Titans following': followed,
    ...(hasPeer ? peerAnswers(table, until) : {}),
  };
  const onePrediction = millisecondsOf(() => model.predict(queries[0] as TransactionQuery));
  console.log(
    `${name}: learned from the first ${until} rows in ${((user + system) / 1e6).toFixed(1)} s of CPU, ` +
      `one prediction ${onePrediction.toFixed(3)} ms; ${tested.length} rows tested, ${isNew.filter(Boolean).length} of new payees`,
  );
  const payees = tested.map((row) => payeeAt(table, row));
  console.table(
    figures.map(({ figure, wanted, digits, kind, isOfNewPayees, at }) => {
      const meant = [...actual.keys()].filter((row) => !isOfNewPayees || isNew[row]);
      const valuesOf = (told: Quantiles): readonly number[] =>
        meant.map((row) => at(actual[row] as number, told, row));
      const {
        Titans: own = [],
        'Titans following': following = [],
        ...others
      } = Object.fromEntries(Object.entries(answers).map(([program, told]) => [program, valuesOf(told)]));
      const better = Object.values(others).sort((a, b) => sumOf(a) - sumOf(b))[0];
      const whose = meant.map((row) => payees[row] as string);
      const ratio = better && ratioOf(own, better, whose);
      const { error } = ratioOf(own, new Array<number>(own.length).fill(1), whose);
      const alike = Math.min(...Object.values(others).map((values) => meanOfPayees(values, whose)));
      if (kind === 'loss' && ratio !== undefined && meant.length >= leastTested) {
        allRatios.set(figure, [...(allRatios.get(figure) ?? []), Math.log(ratio.ratio)]);
      }
      return {
        figure,
        ...Object.fromEntries(
          Object.entries({ Titans: own, 'Titans following': following, ...others }).map(
            ([program, values]) => [program, (sumOf(values) / meant.length).toFixed(digits)],
          ),
        ),
        wanted,
        'error, or ours ÷ the better':
          kind === 'share'
            ? `± ${error.toFixed(4)}`
            : ratio === undefined
              ? '–'
              : `${ratio.ratio.toFixed(3)} ± ${ratio.error.toFixed(3)}`,
        'every payee alike':
          kind === 'share' || ratio === undefined ? '–' : (meanOfPayees(own, whose) / alike).toFixed(3),
      };
    }),
  );
}

/** A figure that is to be as small as the peer's. */
function lossOf(figure: string, digits: number, at: Figure['at']): Figure {
  return { figure, digits, at, wanted: '≤ LightGBM', kind: 'loss' };
}

function quantile(told: Quantiles, level: number, row: number): number {
  return told[level]?.[row] as number;
}

function pinball(residual: number, level: number): number {
  return (residual >= 0 ? level : level - 1) * residual;
}

/**
 * Titans' mean loss over the peer's, with the standard error of that ratio: losses of one payee are taken as one draw, since
 * they go together.
 */
function ratioOf(
  ours: readonly number[],
  theirs: readonly number[],
  payees: readonly string[],
): { readonly ratio: number; readonly error: number } {
  const total = sumOf(theirs);
  const ratio = sumOf(ours) / total;
  const excess = new Map<string, number>();
  payees.forEach((payee, row) => {
    const one = (ours[row] as number) - ratio * (theirs[row] as number);
    excess.set(payee, (excess.get(payee) ?? 0) + one);
  });
  return { ratio, error: Math.sqrt(sumOf([...excess.values()].map((sum) => sum ** 2))) / total };
}

/** The mean over payees of the means over their rows. */
function meanOfPayees(values: readonly number[], payees: readonly string[]): number {
  const sums = new Map<string, { sum: number; rows: number }>();
  payees.forEach((payee, row) => {
    const { sum, rows } = sums.get(payee) ?? { sum: 0, rows: 0 };
    sums.set(payee, { sum: sum + (values[row] as number), rows: rows + 1 });
  });
  return sumOf([...sums.values()].map(({ sum, rows }) => sum / rows)) / sums.size;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Absolute amounts told at each level, by what answers at a level of ranges. */
function quantilesOf(answersAt: (level: 0.8 | 0.95) => readonly AmountPrediction[]): Quantiles {
  const [usual, wide] = [answersAt(0.8), answersAt(0.95)];
  const least = ({ range }: AmountPrediction): number => Math.min(Math.abs(range.min), Math.abs(range.max));
  const most = ({ range }: AmountPrediction): number => Math.max(Math.abs(range.min), Math.abs(range.max));
  return {
    0.025: wide.map(least),
    0.1: usual.map(least),
    0.5: usual.map(({ amount }) => Math.abs(amount)),
    0.9: usual.map(most),
    0.975: wide.map(most),
  };
}

function amountAt({ columns }: TransactionTable, row: number): number {
  return (columns.amountMinor[row] as number) / 100;
}

function queryOf(table: TransactionTable, row: number): TransactionQuery {
  const { columns } = table;
  const [type, description, category] = [
    valueAt(columns.type, row),
    valueAt(columns.description, row),
    valueAt(columns.category, row),
  ];
  const second = columns.secondOfDay[row] as number;
  return {
    date: fromEpochDay(columns.date[row] as number),
    accountId: valueAt(columns.accountId, row) ?? 'default',
    ...(second < 0 ? {} : { time: fromSecondOfDay(second) }),
    ...(type === null ? {} : { type }),
    ...(description === null ? {} : { description }),
    ...(category === null ? {} : { category }),
  };
}

function payeeAt(table: TransactionTable, row: number): string {
  return (valueAt(table.columns.description, row) ?? '').toLowerCase();
}

function peerAnswers(table: TransactionTable, until: number): Readonly<Record<string, Quantiles>> {
  const folder = mkdtempSync(join(tmpdir(), 'titans-amount-'));
  try {
    const [matrix, about] = [join(folder, 'matrix.bin'), join(folder, 'about.json')];
    const { names, values } = peerMatrix(table, until);
    writeFileSync(matrix, new Uint8Array(values.buffer));
    writeFileSync(about, JSON.stringify({ names, rows: table.length, until }));
    const program = fileURLToPath(new URL('amount_peers.py', import.meta.url));
    const ended = spawnSync(python, [program, matrix, about], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 29,
    });
    if (ended.status !== 0) throw new Error(`The peer ended with ${ended.status ?? ended.signal}.`);
    const { amounts, logarithms } = JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as {
      readonly amounts: Quantiles;
      readonly logarithms: Quantiles;
    };
    return { 'LightGBM of amounts': amounts, 'LightGBM of logarithms': logarithms };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU time, of 500 after 100 to warm up. */
function millisecondsOf(predict: () => void): number {
  for (let i = 0; i < 100; i++) predict();
  const began = process.cpuUsage();
  for (let i = 0; i < 500; i++) predict();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e3 / 500;
}
