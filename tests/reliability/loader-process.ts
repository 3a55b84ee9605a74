/** Loads files into a warehouse in a process of its own, to be killed: `loader-process.ts <target> <glob> <commit>`. */
import { extract, openWarehouse, pipeline } from '@titans/etl';

const [target, files, commit] = process.argv.slice(2);
if (target === undefined || files === undefined) throw new Error('A target and files are needed.');
process.send?.('ready');
await new Promise((resolve) => process.once('message', resolve));
const warehouse = await openWarehouse(target, { migrate: false });
process.send?.('loading');
await pipeline({ extract: extract(files), load: warehouse.loader() }).run({
  commit: commit === 'source' ? 'source' : 'run',
});
await warehouse.close();
process.send?.('loaded');
process.disconnect?.();
