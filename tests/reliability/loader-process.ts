/** Loads files into a warehouse in a process of its own, to be killed. What to load is told once it is ready. */
import { extract, openWarehouse, pipeline } from '@titans/etl';
import type { LoadOrder } from './interrupted-load.js';

const told = new Promise<LoadOrder>((resolve) => process.once('message', resolve));
process.send?.('ready');
const { target, files, commit } = await told;
const warehouse = await openWarehouse(target, { migrate: false });
process.send?.('loading');
await pipeline({ extract: extract(files), load: warehouse.loader() }).run({ commit });
await warehouse.close();
process.send?.('loaded');
process.disconnect?.();
