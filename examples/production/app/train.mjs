import { expectations, extract, pipeline } from '@titans/etl';
import { train } from '@titans/models';
import { modelName, openState } from './state.mjs';

// `node train.mjs export.csv …` loads the files, trains on all that is stored, and lets the new models answer.
const { warehouse, registry } = await openState();
for (const file of process.argv.slice(2)) {
  const { rows } = await pipeline({
    extract: extract(file),
    expect: expectations.transactions(),
    load: warehouse.loader(),
  }).run({ mode: 'incremental' });
  console.log(JSON.stringify({ file, rows }));
}
const models = await train(await warehouse.transactions(), { seed: 42 });
const version = await registry.register(modelName, models, { by: 'train' });
await registry.promote(modelName, version.id, { by: 'train', reason: 'Trained on all that is stored.' });
console.log(JSON.stringify({ version: version.number, tasks: version.tasks }));
await warehouse.close();
