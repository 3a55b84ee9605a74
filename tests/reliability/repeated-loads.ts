import { extract, openWarehouse, pipeline } from '@titans/etl';
import { cleanLoad, stateOf } from './crash-points.js';
import { startLoader, within } from './interrupted-load.js';
import type { Place } from './places.js';
import type { StatementFiles } from './statements.js';

/** Whether loading the same files three times leaves what one load leaves. */
export async function loadThrice(place: Place, files: StatementFiles): Promise<boolean> {
  const target = await place.copy();
  const warehouse = await openWarehouse(target, { migrate: false });
  for (let time = 1; time <= 3; time++) {
    await pipeline({ extract: extract(files.next), load: warehouse.loader() }).run();
  }
  await warehouse.close();
  const state = await stateOf(target);
  await place.remove(target);
  return state === (await cleanLoad(place, files)).state;
}

/** Whether several processes that load the same files at once leave what one load leaves. */
export async function loadAtOnce(place: Place, files: StatementFiles, processes: number): Promise<boolean> {
  const target = await place.copy();
  const loaders = await Promise.all(Array.from({ length: processes }, startLoader));
  await Promise.all(loaders.map((loader) => loader.begin({ target, files: files.next, commit: 'run' })));
  const codes = await within(
    120_000,
    'loads at once to end',
    Promise.all(loaders.map(({ ended }) => ended)),
  ).finally(() => {
    for (const loader of loaders) loader.kill();
  });
  const state = await stateOf(target);
  await place.remove(target);
  return codes.every((code) => code === 0) && state === (await cleanLoad(place, files)).state;
}
