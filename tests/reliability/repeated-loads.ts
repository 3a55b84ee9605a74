import { extract, openWarehouse, pipeline } from '@titans/etl';
import { cleanLoad } from './crash-points.js';
import { startLoader } from './interrupted-load.js';
import type { Place } from './places.js';
import type { StatementFiles } from './statements.js';
import { warehouseState } from './warehouse-state.js';

/** Whether loading the same files three times leaves what one load leaves. */
export async function loadThrice(place: Place, files: StatementFiles): Promise<boolean> {
  const target = await place.copy();
  const warehouse = await openWarehouse(target, { migrate: false });
  for (let time = 1; time <= 3; time++) {
    await pipeline({ extract: extract(files.next), load: warehouse.loader() }).run();
  }
  const state = await warehouseState(warehouse.database);
  await warehouse.close();
  await place.remove(target);
  return state === (await cleanLoad(place, files)).state;
}

/** Whether several processes that load the same files at once leave what one load leaves. */
export async function loadAtOnce(place: Place, files: StatementFiles, processes: number): Promise<boolean> {
  const target = await place.copy();
  const loaders = await Promise.all(
    Array.from({ length: processes }, () => startLoader(target, files.next, 'run')),
  );
  await Promise.all(loaders.map((loader) => loader.begin()));
  const codes = await Promise.all(loaders.map(({ ended }) => ended));
  const warehouse = await openWarehouse(target, { migrate: false });
  const state = await warehouseState(warehouse.database);
  await warehouse.close();
  await place.remove(target);
  return codes.every((code) => code === 0) && state === (await cleanLoad(place, files)).state;
}
