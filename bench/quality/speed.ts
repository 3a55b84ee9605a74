/**
 * How long the whole takes: training on the original file, training on 100,000 transactions with all measurements, and
 * one forecast of an account with two years of history.
 */
import { readFileSync } from 'node:fs';
import type { TransactionTable } from '@titans/core';
import { extract } from '@titans/etl';
import { train } from '@titans/models';
import { workerPool } from '@titans/models/workers';
import { generatedStatement } from '../generated-statement.js';
import { median } from '../median.js';

const rows = 100_000;
const forecastRounds = 20;

async function tableOf(name: string, bytes: Uint8Array): Promise<TransactionTable> {
  return (await extract({ name, bytes }).table()).transactions;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

const original = await tableOf(
  'original.csv',
  readFileSync(new URL('../../examples/data/titans-transactions.csv', import.meta.url)),
);
const many = await tableOf('generated.csv', new TextEncoder().encode(generatedStatement(rows)));
const twoYears = await tableOf('account.csv', new TextEncoder().encode(generatedStatement(2_000, 2, 1)));

const originalSeconds = await secondsOf(() => train(original, { seed: 42 }));
const pool = workerPool({ threads: 2 });
let stage = '';
const stages = new Map<string, number>();
let since = performance.now();
const manySeconds = await secondsOf(() =>
  train(many, {
    seed: 42,
    workers: pool,
    onProgress(progress) {
      const task = progress.stage.split(':')[0] ?? '';
      if (task === stage) return;
      stages.set(stage, (stages.get(stage) ?? 0) + (performance.now() - since) / 1000);
      [stage, since] = [task, performance.now()];
    },
  }),
);
await pool.close();

const forecastTrainSeconds = await secondsOf(() => train(twoYears, { tasks: ['cashflow'], budget: 'quick' }));
const { cashflow } = await train(twoYears, { tasks: ['cashflow'], budget: 'quick' });
const forecastMs = median(
  Array.from({ length: forecastRounds }, () => {
    const startedAt = performance.now();
    cashflow.forecast({ days: 30 });
    return performance.now() - startedAt;
  }),
);

console.table([
  { what: 'train, the original file', measured: `${originalSeconds.toFixed(1)} s`, wanted: '< 5 s' },
  { what: `train, ${rows} transactions`, measured: `${manySeconds.toFixed(1)} s`, wanted: '< 60 s' },
  ...[...stages]
    .filter(([name]) => name !== '')
    .map(([name, seconds]) => ({
      what: `  of that: ${name}`,
      measured: `${seconds.toFixed(1)} s`,
      wanted: '',
    })),
  {
    what: 'cash flow of one account, two years: learn and measure',
    measured: `${(forecastTrainSeconds * 1000).toFixed(0)} ms`,
    wanted: '',
  },
  {
    what: 'forecast of one account, two years',
    measured: `${forecastMs.toFixed(2)} ms`,
    wanted: '< 150 ms',
  },
]);
