import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Transaction, toMajor } from '@titans/core';
import { train } from '@titans/models';
import { categoryData } from '../quality/category/category-data.js';

/** Real card payments to learn from, and later ones to ask about. */
export interface ServedData {
  /** Holds everything, and is to be removed afterwards. */
  readonly folder: string;
  /** The trained suite. */
  readonly models: string;
  /** Texts and labels to learn from, for the peer. */
  readonly rows: string;
  readonly requests: readonly PaymentRequest[];
  readonly trainingSeconds: number;
  readonly trainedOn: number;
}

/** What is asked about a payment. */
export interface PaymentRequest {
  readonly description: string;
  readonly amount: number;
}

const learned = 40_000;

/** Learns from the first 40,000 payments; `null` where they are not beside the repository. */
export async function serveData(): Promise<ServedData | null> {
  const payments = categoryData().find(({ name }) => name === 'pcard-calderdale')?.rows;
  if (payments === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'titans-server-'));
  const [models, rows] = [join(folder, 'models'), join(folder, 'rows.json')];
  const training = payments.slice(0, learned);
  writeFileSync(
    rows,
    JSON.stringify({
      texts: training.map(({ description }) => description),
      labels: training.map(({ category }) => category),
    }),
  );
  const started = performance.now();
  const suite = await train(training, { seed: 42, tasks: ['category', 'amount', 'anomaly'] });
  await suite.save(models);
  return {
    folder,
    models,
    rows,
    requests: payments.slice(learned).map(requestOf),
    trainingSeconds: (performance.now() - started) / 1000,
    trainedOn: training.length,
  };
}

function requestOf({ originalDescription, amountMinor, currency }: Transaction): PaymentRequest {
  return { description: originalDescription, amount: toMajor(amountMinor, currency) };
}
