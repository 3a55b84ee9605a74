/**
 * The questions of a notebook about any file of transactions: `npm run example:notebook -- statement.csv`. Without a
 * file it takes `examples/data/titans-transactions.csv`.
 */
import { fileURLToPath } from 'node:url';
import { extract } from '@titans/etl';
import { analyse } from './analysis.js';

const [file = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url))] =
  process.argv.slice(2);
const statement = await extract(file).table();
console.log(statement.profile.summary());
for await (const { title, rows } of analyse(statement.transactions)) {
  console.log(`\n${title}`);
  if (rows.length === 0) console.log('  none');
  else console.table(rows);
}
