/**
 * The main job on a real file: extract, check, load into embedded PostgreSQL, train the four tasks, measure them on
 * rows they have not seen, save, serve, and ask every question over HTTP.
 *
 * `npm run demo`, or `npm run demo -- --json` for one line of JSON at the end.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isTitansError } from '@titans/core';
import { writeFileAtomic } from '@titans/core/files';
import { expectations, extract, openWarehouse, pipeline, profile } from '@titans/etl';
import { loadModels, train } from '@titans/models';
import { collectFigures, reportRows } from './figures.js';
import { createNarrator } from './narrator.js';
import { askEverything } from './questions.js';
import { serve } from './serve.js';
import { textTable } from './text-table.js';

const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));
const output = 'titans-demo';
const seed = 42;

async function main(): Promise<void> {
  const startedAt = performance.now();
  const tell = createNarrator(process.stderr);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const { signal } = stopping;
  await rm(output, { recursive: true, force: true });

  const warehouse = await tell.step('Open embedded PostgreSQL', () =>
    openWarehouse(join(output, 'warehouse')),
  );
  const loaded = await tell.step(
    'Extract, check and load examples/data/titans-transactions.csv',
    (onProgress) =>
      pipeline({
        extract: extract(statement),
        expect: expectations.transactions(),
        load: warehouse.loader(),
      }).run({ signal, onProgress }),
  );
  const { rows } = loaded;
  tell.note(
    `${rows.in} rows in = ${rows.loaded} loaded + ${rows.updated} updated + ${rows.unchanged} unchanged + ${rows.quarantined} quarantined`,
  );
  for (const use of loaded.vocabulary)
    tell.note(`${use.field}: "${use.from}" was read as ${use.to}, ${use.count}×`);
  await writeFileAtomic(join(output, 'quality.json'), json(loaded.quality));

  const transactions = await warehouse.transactions({ signal });
  await tell.step('Profile the transactions', async () => {
    const described = profile(transactions);
    await writeFileAtomic(join(output, 'profile.json'), json(described));
    await writeFileAtomic(join(output, 'profile.html'), bytesOf(described.toHtml()));
  });

  const trained = await tell.step('Train and measure category, amount, anomaly and cash flow', (onProgress) =>
    train(transactions, { seed, signal, onProgress }),
  );
  await tell.step('Save the artifacts and load them again', async () => {
    await trained.save(join(output, 'models'));
    await loadModels(join(output, 'models'));
    await writeFileAtomic(join(output, 'evaluation.html'), bytesOf(trained.report.toHtml()));
  });

  const server = await tell.step('Serve them on a free port', () => serve(join(output, 'models'), warehouse));
  const answers = await tell.step('Ask every question through the client', () =>
    askEverything(server.client),
  );
  await server.close();
  await warehouse.close();

  const seconds = (performance.now() - startedAt) / 1000;
  const figures = collectFigures(trained, loaded, answers.latency, seconds);
  await writeFileAtomic(join(output, 'figures.json'), json(figures));
  const { p50_ms, p99_ms } = figures.http;
  print(textTable(['question', 'answer'], answers.rows));
  print(textTable(['task', 'measure', 'value', 'original', 'measured on'], reportRows(trained)));
  print(
    `HTTP round trip of /predict/category: p50 ${p50_ms.toFixed(2)} ms, p99 ${p99_ms.toFixed(2)} ms over ${answers.latency.calls} calls.`,
  );
  print(
    `Took ${seconds.toFixed(1)} s. Artifacts, evaluation, quality report and profile are in ./${output}/.`,
  );
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
}

function print(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

function json(value: unknown): Uint8Array {
  return bytesOf(`${JSON.stringify(value, null, 2)}\n`);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `\n${isTitansError(error) ? `${error.code}: ${error.message}` : (error as Error).stack}\n`,
  );
  process.exitCode = 1;
});
