/**
 * `npm run test:platforms`: trains every estimator on each platform that can be had and lets the models of the first answer
 * there, and serves models on Bun, Deno and Cloudflare Workers. Ends with an error where an artifact differs between versions of Node, an answer
 * differs anywhere by more than one part in 10¹², or a server answers otherwise.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'tsup';
import type { PlatformModels } from './fitted-models.js';
import { runtimes, type Workshop } from './runtimes.js';
import { expectedAnswers, serveOnRuntimes } from './serving.js';
import { leftOut, serveInWorkers } from './workers/serve-in-workers.js';

const closeness = 1e-12;
const directory = await mkdtemp(join(tmpdir(), 'titans-platforms-'));
const workshop: Workshop = {
  directory,
  commandLine: join(directory, 'command-line.mjs'),
  page: join(directory, 'page.mjs'),
  reference: join(directory, 'reference.json'),
};
await build({
  config: false,
  entry: ['tests/platforms/command-line.ts', 'tests/platforms/page.ts'],
  outDir: directory,
  outExtension: () => ({ js: '.mjs' }),
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  external: [/^node:/],
  noExternal: [/^[^.]/],
  splitting: false,
  silent: true,
});

let reference: PlatformModels | null = null;
const failures: string[] = [];
const skipped: string[] = [];
for (const { name, isExact, run } of runtimes) {
  const models = await run(workshop);
  if (models === null) {
    skipped.push(name);
    console.log(`${name}: cannot be had here, skipped`);
    continue;
  }
  if (reference === null) {
    reference = models;
    await writeFile(workshop.reference, JSON.stringify(models));
  }
  const names = Object.keys(reference);
  const others = names.filter((each) => models[each]?.sha256 !== reference?.[each]?.sha256);
  const furthest = Math.max(...names.map((each) => distance(reference, models, each)));
  const same = others.length === 0 ? 'the same bytes' : `other bytes for ${others.join(', ')}`;
  console.log(`${name}: ${names.length} estimators trained, ${same}; answers differ by at most ${furthest}`);
  if (isExact && others.length > 0) failures.push(`${name} trains another ${others.join(', ')}`);
  if (!(furthest <= closeness)) failures.push(`${name} answers otherwise, by ${furthest}`);
}
for await (const { name, answers } of serveOnRuntimes()) {
  if (answers === null) {
    skipped.push(`${name}, serving`);
    console.log(`${name}, serving: cannot be had here, skipped`);
    continue;
  }
  const isRight = isDeepStrictEqual(answers, expectedAnswers);
  console.log(`${name}, serving: ${isRight ? 'answers as it should' : JSON.stringify(answers)}`);
  if (!isRight) failures.push(`${name} serves otherwise`);
}
const workers = await serveInWorkers(directory);
if (workers === null) {
  skipped.push('Cloudflare Workers');
  console.log('Cloudflare Workers, serving: cannot be had here, skipped');
} else {
  const { cases, answered, same, complaints } = workers;
  console.log(
    `Cloudflare Workers, serving: ${cases.passed} conformance cases hold; ${answered} questions are answered, ${same} of them as by Node`,
  );
  for (const name of cases.leftOut) console.log(`  left out: ${name}: ${leftOut[name]}`);
  for (const complaint of complaints) failures.push(`Cloudflare Workers: ${complaint}`);
}
await rm(directory, { recursive: true, force: true });
console.log(`${runtimes.length - skipped.length} platforms, ${skipped.length} skipped`);
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

/** The largest difference between the answers of two platforms, of 1 or of the answer where that is more. */
function distance(one: PlatformModels | null, other: PlatformModels, name: string): number {
  const [expected, answers] = [one?.[name]?.answers ?? [], other[name]?.answers ?? []];
  if (expected.length !== answers.length || expected.length === 0) return Number.POSITIVE_INFINITY;
  return Math.max(
    ...expected.map((value, at) => Math.abs(value - (answers[at] as number)) / Math.max(1, Math.abs(value))),
  );
}
