/**
 * Cash flow of made-up accounts against someone who knows every schedule, AutoARIMA and Prophet; and of real accounts
 * against the naive forecasts: `tsx bench/quality/accounts.ts`, with `--accounts 100 --peer-accounts 20 --kind-accounts 40`. Python is
 * that of `TITANS_PYTHON`, else `python3`. Run `npm run build` before, for it measures what was built.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createTransaction, fromEpochDay, type Transaction, tableFromRows, toEpochDay } from '@titans/core';
import { type CashflowModel, train } from '@titans/models';
import { horizonDays, type MadeAccount, madeAccount } from './accounts-data.js';
import { accountOfKind, kindsOfAccounts } from './accounts-kinds.js';
import { type RealAccount, realAccounts } from './accounts-real-data.js';

interface Row {
  readonly figure: string;
  readonly ours: string;
  readonly peer: string;
  readonly wanted: string;
}

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '100' },
    'peer-accounts': { type: 'string', default: '20' },
    'kind-accounts': { type: 'string', default: '40' },
  },
});
/**
 * Seeds apart from those that settings were chosen on. Both are made by the same program, which its authors knew while
 * they chose: other kinds of accounts are covered less exactly.
 */
const firstSeed = 5000;
const rows: Row[] = [];
const skipped: string[] = [];
const figure = (name: string, ours: number | string, peer: number | string, wanted: string): void => {
  const shown = (value: number | string): string => (typeof value === 'number' ? value.toFixed(3) : value);
  rows.push({ figure: name, ours: shown(ours), peer: shown(peer), wanted });
};

await madeAccounts();
for (const kind of kindsOfAccounts) await otherAccounts(kind);
await manyAccounts();
for (const account of realAccounts()) await realAccount(account);
if (realAccounts().length < 3) skipped.push('real accounts whose data is not beside the repository');
console.table(rows);
for (const what of skipped) console.log(`skipped: ${what}`);

async function modelOf(transactions: readonly Transaction[], asOf: number): Promise<CashflowModel> {
  const table = tableFromRows(transactions);
  return (await train(table, { tasks: ['cashflow'], cashflow: { asOf: fromEpochDay(asOf) } })).cashflow;
}

async function madeAccounts(): Promise<void> {
  const count = Number(values.accounts);
  const accounts = Array.from({ length: count }, (_, nth) => madeAccount(firstSeed + nth));
  const errors = { ours: errorsOf(), oracle: errorsOf(), median: errorsOf() };
  const perAccount: { readonly day: number; readonly total: number }[] = [];
  const covered = { days: [0, 0], totals: [0, 0] };
  let [trainMs, forecastMs] = [0, 0];
  for (const account of accounts) {
    const actual = account.daily.slice(-horizonDays);
    const started = performance.now();
    const model = await modelOf(account.rows, account.lastDay);
    const trained = performance.now();
    const days = model.forecast({ days: horizonDays });
    forecastMs += performance.now() - trained;
    trainMs += trained - started;
    const points = days.map(({ amount }) => amount);
    errors.ours.add(points, actual);
    errors.oracle.add(account.oracle, actual);
    errors.median.add(account.medianOracle, actual);
    const own = errorsOf();
    own.add(points, actual);
    perAccount.push(own.means());
    for (const [index, level] of ([0.8, 0.95] as const).entries()) {
      for (const [step, { lower, upper }] of model.forecast({ level }).entries()) {
        const value = actual[step] as number;
        if (value >= lower && value <= upper) covered.days[index] = (covered.days[index] as number) + 1;
      }
      const { lower, upper } = model.total({ level });
      const total = sumOf(actual);
      if (total >= lower && total <= upper) covered.totals[index] = (covered.totals[index] as number) + 1;
    }
  }
  const [ours, oracle, median] = [errors.ours.means(), errors.oracle.means(), errors.median.means()];
  figure(`MAE of a day ÷ oracle (means), ${count} accounts`, ours.day / oracle.day, '–', '≤ 1.15');
  figure('MAE of a day ÷ oracle (medians)', ours.day / median.day, '–', '–');
  figure('MAE of 30 days ÷ oracle', ours.total / oracle.total, '–', '≤ 1.15');
  for (const [index, level] of [80, 95].entries()) {
    const wanted = level === 80 ? '77–83' : '93–97';
    figure(`coverage of days at ${level} %`, percent(covered.days[index], count * horizonDays), '–', wanted);
    figure(`coverage of 30 days at ${level} %`, percent(covered.totals[index], count), '–', '–');
  }
  figure('learning one account of two years, ms', trainMs / count, '–', '–');
  figure('forecasting it, ms', forecastMs / count, '–', '< 150');
  comparePeers(accounts.slice(0, Number(values['peer-accounts'])), perAccount);
}

function comparePeers(
  accounts: readonly MadeAccount[],
  ours: readonly { readonly day: number; readonly total: number }[],
): void {
  const folder = mkdtempSync(join(tmpdir(), 'titans-accounts-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'series.json');
  const series = accounts.map(({ daily, firstDay }) => ({
    values: daily.slice(0, -horizonDays),
    first: fromEpochDay(firstDay),
  }));
  writeFileSync(path, JSON.stringify({ days: horizonDays, series }));
  const script = fileURLToPath(new URL('accounts_peers.py', import.meta.url));
  const python = process.env.TITANS_PYTHON ?? 'python3';
  const ended = spawnSync(python, [script, path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  if (ended.status !== 0) {
    skipped.push(`AutoARIMA and Prophet (${python} has none; name one that has with TITANS_PYTHON)`);
    return;
  }
  const answer = JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as {
    readonly forecasts: Readonly<Record<string, readonly (readonly number[])[]>>;
    readonly skipped: readonly string[];
  };
  skipped.push(...answer.skipped);
  const compared = ours.slice(0, accounts.length);
  const day = sumOf(compared.map((one) => one.day)) / accounts.length;
  const total = sumOf(compared.map((one) => one.total)) / accounts.length;
  for (const [name, forecasts] of Object.entries(answer.forecasts)) {
    const errors = errorsOf();
    for (const [nth, points] of forecasts.entries()) {
      errors.add(points, (accounts[nth] as MadeAccount).daily.slice(-horizonDays));
    }
    const peer = errors.means();
    figure(`MAE of a day, ${accounts.length} accounts, ${name}`, day, peer.day, '≤ 0.5×');
    figure(`MAE of 30 days, ${name}`, total, peer.total, '≤ 0.5×');
  }
}

/** Coverage of days of another kind of account. */
async function otherAccounts(kind: string): Promise<void> {
  const count = Number(values['kind-accounts']);
  const covered = [0, 0];
  for (let nth = 0; nth < count; nth++) {
    const { rows: known, lastDay, actual } = accountOfKind(kind, firstSeed + nth);
    const model = await modelOf(known, lastDay);
    for (const [index, level] of ([0.8, 0.95] as const).entries()) {
      for (const [step, { lower, upper }] of model.forecast({ level }).entries()) {
        const value = actual[step] as number;
        if (value >= lower && value <= upper) covered[index] = (covered[index] as number) + 1;
      }
    }
  }
  const [inner, outer] = covered.map((days) => percent(days, count * horizonDays));
  figure(`${kind}: coverage of days`, `${inner}, ${outer}`, '–', '77–83, 93–97');
}

/** A thousand accounts of a hundred rows. */
async function manyAccounts(): Promise<void> {
  const all: Transaction[] = [];
  for (let nth = 0; nth < 1000; nth++) {
    const { rows: some } = madeAccount(firstSeed + (nth % 50));
    const fixed = some.filter(({ description }) =>
      /salary|Miete|Netflix|Fresh Market/.test(description ?? ''),
    );
    all.push(...fixed.slice(-100).map((row) => ({ ...row, accountId: `account ${nth}` })));
  }
  all.push(
    createTransaction({ date: '2022-01-01', description: 'Opening', amount: 1, accountId: 'account 0' }),
  );
  const table = tableFromRows(all);
  const started = performance.now();
  await train(table, { tasks: ['cashflow'] });
  figure(
    `learning 1,000 accounts, ${table.length} rows, s`,
    (performance.now() - started) / 1000,
    '–',
    '< 20',
  );
}

async function realAccount({ name, rows: all, origins, stepDays }: RealAccount): Promise<void> {
  const last = all.reduce((latest, { date }) => Math.max(latest, toEpochDay(date)), 0);
  const first = all.reduce((earliest, { date }) => Math.min(earliest, toEpochDay(date)), last);
  const daily = new Float64Array(last - first + 1);
  for (const { date, amountMinor } of all) {
    const day = toEpochDay(date) - first;
    daily[day] = (daily[day] as number) + amountMinor / 100;
  }
  const ours = errorsOf();
  const naive = [errorsOf(), errorsOf(), errorsOf()];
  for (let nth = 0; nth < origins; nth++) {
    const asOf = last - horizonDays - nth * stepDays;
    const model = await modelOf(
      all.filter(({ date }) => toEpochDay(date) <= asOf),
      asOf,
    );
    const seen = daily.subarray(0, asOf - first + 1);
    const actual = [...daily.subarray(seen.length, seen.length + horizonDays)];
    ours.add(
      model.forecast().map(({ amount }) => amount),
      actual,
    );
    const mean = sumOf([...seen]) / seen.length;
    const points = [() => mean, (step: number) => seen.at(-7 + (step % 7)) as number, () => 0];
    for (const [kind, point] of points.entries()) {
      naive[kind]?.add(
        actual.map((_, step) => point(step)),
        actual,
      );
    }
  }
  const best = (read: (means: { day: number; total: number }) => number): number =>
    Math.min(...naive.map((one) => read(one.means())));
  const planned = ({ day, total }: { day: number; total: number }): number => day + total / horizonDays;
  figure(
    `${name}: MAE of a day, best naive`,
    ours.means().day,
    best(({ day }) => day),
    '≤ 1.02×',
  );
  figure(`${name}: day and 30 days together`, planned(ours.means()), best(planned), '≤ 1.02×');
}

/** Sums of absolute errors of days and of totals. */
function errorsOf(): {
  add(points: readonly number[], actual: readonly number[]): void;
  means(): { readonly day: number; readonly total: number };
} {
  let [absolute, days, totals, forecasts] = [0, 0, 0, 0];
  return {
    add(points, actual) {
      for (const [step, value] of actual.entries()) absolute += Math.abs((points[step] as number) - value);
      days += actual.length;
      totals += Math.abs(sumOf(points) - sumOf(actual));
      forecasts++;
    },
    means: () => ({ day: absolute / days, total: totals / forecasts }),
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0);
}

function percent(part: number | undefined, all: number): string {
  return `${((100 * (part ?? 0)) / all).toFixed(1)} %`;
}
