/** Loads both versions in turns into a file of every format, until it is killed: `endless-loads.ts <directory>`. */
import { join } from 'node:path';
import { fileLoaders, version } from './two-versions.js';

const directory = process.argv[2] as string;
await Promise.all(
  Object.entries(fileLoaders).map(async ([name, loaderFor]) => {
    const loader = loaderFor(join(directory, name));
    await loader.load(version('old'));
    process.stdout.write('loaded');
    for (;;) {
      await loader.load(version('new'));
      await loader.load(version('old'));
    }
  }),
);
