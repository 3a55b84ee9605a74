/**
 * Assembles the WebAssembly text beside the tree estimators into `kernel-bytes.ts`.
 * `--check` only says whether that file is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import initialise from 'wabt';

const folder = new URL('../packages/models/src/estimators/trees/kernel/', import.meta.url);
const output = fileURLToPath(new URL('kernel-bytes.ts', folder));
const kernels = ['training', 'prediction'];

const wabt = await initialise();
const lines = kernels.map((name) => {
  const file = fileURLToPath(new URL(`${name}.wat`, folder));
  const module = wabt.parseWat(file, readFileSync(file, 'utf8'), { simd: true, bulk_memory: true });
  module.validate();
  const bytes = Buffer.from(module.toBinary({}).buffer).toString('base64');
  return `export const ${name}KernelBytes: string =\n  '${bytes}';\n`;
});
const text = `/** WebAssembly in base64, written by scripts/assemble-kernels.mjs from the .wat files. */\n${lines.join('')}`;

if (!process.argv.includes('--check')) writeFileSync(output, text);
else if (readFileSync(output, 'utf8') !== text) {
  console.error('kernel-bytes.ts is not what its .wat files say; run "node scripts/assemble-kernels.mjs".');
  process.exitCode = 1;
}
