/**
 * Assembles the WebAssembly text beside the estimators into a `kernel-bytes.ts` each. A module is one file of its name
 * or, where it would be long, several files of functions. `--check` only says whether those files are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import initialise from 'wabt';

const kernels = {
  'packages/models/src/estimators/trees/kernel/': {
    training: ['sums', 'scan', 'softmax'],
    prediction: ['search', 'walk', 'bitvectors'],
    forest: ['forest-order', 'forest-gini', 'forest-squares', 'forest-grow'],
  },
  'packages/models/src/estimators/isolation-forest/kernel/': { isolation: null, growth: null },
};

const wabt = await initialise();
for (const [folder, modules] of Object.entries(kernels)) {
  const fileOf = (name) => fileURLToPath(new URL(`../${folder}${name}`, import.meta.url));
  const read = (name) => readFileSync(fileOf(`${name}.wat`), 'utf8');
  const lines = Object.entries(modules).map(([name, parts]) => {
    const source = parts
      ? `(module (import "titans" "memory" (memory 1))\n${parts.map(read).join('\n')})`
      : read(name);
    const module = wabt.parseWat(`${name}.wat`, source, { simd: true, bulk_memory: true });
    module.validate();
    const bytes = Buffer.from(module.toBinary({}).buffer).toString('base64');
    return `export const ${name}KernelBytes: string =\n  '${bytes}';\n`;
  });
  const text = `/** WebAssembly in base64, written by scripts/assemble-kernels.mjs from the .wat files. */\n${lines.join('')}`;
  const output = fileOf('kernel-bytes.ts');
  if (!process.argv.includes('--check')) writeFileSync(output, text);
  else if (readFileSync(output, 'utf8') !== text) {
    console.error(
      `${folder}kernel-bytes.ts is not what its .wat files say; run "node scripts/assemble-kernels.mjs".`,
    );
    process.exitCode = 1;
  }
}
