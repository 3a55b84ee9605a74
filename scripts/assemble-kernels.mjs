/**
 * Assembles the WebAssembly text beside the estimators into a `kernel-bytes.ts` each. A module is one file of its name
 * or, where it would be long, several files of functions. `--check` only says whether those files are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import initialise from 'wabt';

const kernels = {
  'packages/models/src/estimators/trees/kernel/': {
    training: ['sums', 'scan', 'exponential', 'softmax'],
    prediction: ['search', 'walk', 'bitvectors'],
    forest: ['forest-order', 'forest-gini', 'forest-squares', 'forest-grow'],
  },
  'packages/models/src/estimators/isolation-forest/kernel/': {
    isolation: ['../../trees/kernel/exponential', 'path-score', 'isolation'],
    isolationRow: ['../../trees/kernel/exponential', 'path-score', 'isolation-row'],
    growth: null,
  },
};

/** Modules that there are for memory that threads share too. */
const shared = ['training'];

const wabt = await initialise();
/** The line of code that holds an assembled module. */
function lineOf(name, source) {
  const features = { simd: true, bulk_memory: true, threads: true };
  const module = wabt.parseWat(`${name}.wat`, source, features);
  module.validate(features);
  const bytes = Buffer.from(module.toBinary({}).buffer).toString('base64');
  return `export const ${name}Bytes: string =\n  '${bytes}';\n`;
}

for (const [folder, modules] of Object.entries(kernels)) {
  const fileOf = (name) => fileURLToPath(new URL(`../${folder}${name}`, import.meta.url));
  const read = (name) => readFileSync(fileOf(`${name}.wat`), 'utf8');
  const lines = Object.entries(modules).flatMap(([name, parts]) => {
    if (!parts) return [lineOf(`${name}Kernel`, read(name))];
    const around = (memory) => `(module (import "titans" "memory" ${memory})\n${parts.map(read).join('\n')})`;
    const own = lineOf(`${name}Kernel`, around('(memory 1)'));
    // A module says of the memory it imports whether threads share it, and takes no other.
    if (!shared.includes(name)) return [own];
    return [
      own,
      lineOf(`shared${name[0].toUpperCase()}${name.slice(1)}Kernel`, around('(memory 1 65536 shared)')),
    ];
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
