import { expectations, extract, openWarehouse, pipeline } from '@titans/etl';
import { reportEffort } from '../csv-comparison/report-effort.js';

const [target = '', file = ''] = process.argv.slice(2);
const warehouse = await openWarehouse(target, { migrate: false });
await warehouse.database.query('truncate raw_transactions, source_files cascade');
await reportEffort(async () => {
  const { rows } = await pipeline({
    extract: extract(file),
    expect: expectations.transactions(),
    load: warehouse.loader(),
  }).run();
  return rows.loaded;
});
await warehouse.close();
