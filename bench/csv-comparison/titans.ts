import { extract } from '@titans/etl';
import { reportEffort } from './report-effort.js';

/** Titans reads, infers, validates and normalises the file into a table. */
const file = process.argv[2] ?? '';
await reportEffort(async () => {
  const { transactions, rejections } = await extract(file).table();
  if (rejections.length > 0) throw new Error(`${rejections.length} rows of the generated file were refused.`);
  return transactions.length;
});
