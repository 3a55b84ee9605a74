/**
 * Two exports of one account, a German CSV and an OFX file that overlap, become one table of transactions: what was
 * inferred, what was not taken and why, what is a duplicate, and what is loaded.
 *
 * `npm run example:import`
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatMinor, isTitansError } from '@titans/core';
import { extract, openWarehouse, pipelineReportHtml } from '@titans/etl';
import { writeExports } from './files.js';
import { importExports } from './import-exports.js';

const output = 'titans-import';

async function main(): Promise<void> {
  await rm(output, { recursive: true, force: true });
  const pattern = await writeExports(join(output, 'exports'));

  const { profile } = await extract(pattern).table();
  print(profile.summary());

  const warehouse = await openWarehouse(join(output, 'warehouse'));
  const report = await importExports(pattern, warehouse);
  const { rows } = report;
  print(
    `\n${rows.in} rows in = ${rows.loaded} loaded + ${rows.updated} updated + ${rows.unchanged} unchanged + ${rows.quarantined} quarantined`,
  );
  for (const { source, line, code, message } of report.rejections.examples)
    print(`  ${source}:${line ?? '?'} ${code} ${message}`);

  print('\nLoaded:');
  for (const row of (await warehouse.transactions()).rows()) {
    const amount = formatMinor(row.amountMinor, row.currency).padStart(9);
    print(`  ${row.date} ${amount} ${row.currency}  ${row.merchantName ?? row.description}`);
  }

  const again = await importExports(pattern, warehouse);
  print(`\nOnce more: ${again.skippedSources.length} files were loaded before, ${again.rows.in} rows in.`);
  await writeFile(join(output, 'report.html'), pipelineReportHtml(report));
  print(`The whole report: ${join(output, 'report.html')}`);
  await warehouse.close();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  print(isTitansError(error) ? `${error.code}: ${error.message}` : String(error));
  process.exitCode = 1;
});
