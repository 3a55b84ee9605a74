import { expectations, extract, openWarehouse, pipeline, profile } from '@titans/etl';

export const statement = () => extract('statement.csv').table();

export async function read() {
  const { profile: importProfile, transactions, rejections } = await statement();
  const codes = rejections.map(({ code }) => code);
  return { summary: importProfile.summary(), statistics: profile(transactions), codes };
}

export async function load(signal: AbortSignal) {
  const warehouse = await openWarehouse('./titans-data');
  const stages = {
    extract: extract('exports/*.csv'),
    expect: expectations.transactions(),
    load: warehouse.loader(),
  };
  const report = await pipeline(stages).run({ mode: 'incremental', signal });
  await warehouse.close();
  return report.rows;
}
