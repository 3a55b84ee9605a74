import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainedSuite } from '@titans/models';

/** Saves models in a directory, and beside them a module that imports each file as data: what a bundler can take along. */
export async function writeModelsAsData(models: TrainedSuite, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const name of await artifactsIn(directory)) await rm(join(directory, name));
  await models.save(directory);
  const names = await artifactsIn(directory);
  const imports = names.map((name, index) => `import file${index} from './${name}';\n`);
  const members = names.map((name, index) => `  '${name}': file${index},\n`);
  await writeFile(
    join(directory, 'index.js'),
    `${imports.join('')}\nexport default {\n${members.join('')}};\n`,
  );
}

async function artifactsIn(directory: string): Promise<readonly string[]> {
  return (await readdir(directory)).filter((name) => name.endsWith('.titans')).sort();
}
