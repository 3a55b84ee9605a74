/**
 * `npm run check`: everything but the tests. Each step is a command; two run at a time, a step waits for those it
 * needs, one line is printed for each, and the whole output of those that fail.
 * `npm run check -- lint types` runs only these steps and what they need.
 */
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageNames } from './entry-points.mjs';
import { tarballOf } from './tarballs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = {
  ...process.env,
  NO_COLOR: '1',
  PATH: `${root}node_modules/.bin${delimiter}${process.env.PATH}`,
};
const eachTarball = (command) => packageNames.map((folder) => command(`"${tarballOf(folder)}"`)).join(' && ');

/** In an order in which every step comes after those it needs. */
const steps = [
  {
    name: 'types',
    command:
      'node scripts/clean.mjs --stale && node node_modules/typescript-native/bin/tsc -b --pretty false',
  },
  { name: 'javascript', command: 'tsup --silent' },
  { name: 'lint', command: 'biome ci --error-on-warnings --max-diagnostics=200 --colors=off .' },
  { name: 'kernels', command: 'node scripts/assemble-kernels.mjs --check' },
  { name: 'manifests', command: 'node scripts/check-manifests.mjs' },
  { name: 'unused', command: 'knip --no-progress --treat-config-hints-as-errors' },
  { name: 'duplicates', command: 'jscpd --no-colors' },
  { name: 'api', command: 'node scripts/api-report.mjs', needs: ['types'] },
  { name: 'sizes', command: 'size-limit', needs: ['javascript'] },
  { name: 'pack', command: 'node scripts/pack.mjs', needs: ['types', 'javascript'] },
  { name: 'publint', command: eachTarball((file) => `publint run ${file} --strict`), needs: ['pack'] },
  {
    name: 'attw',
    command: eachTarball((file) => `attw ${file} --profile esm-only --format ascii --no-color --no-emoji`),
    needs: ['pack'],
  },
];

const chosen = withNeeds(process.argv.slice(2));
const inSlot = slots(2);
const outcomes = new Map();
for (const step of chosen) {
  const needs = Promise.all((step.needs ?? []).map((name) => outcomes.get(name)));
  outcomes.set(
    step.name,
    needs.then((passed) => (passed.every(Boolean) ? inSlot(() => run(step)) : skip(step))),
  );
}
const passed = await Promise.all(outcomes.values());
const failed = chosen.filter((_, index) => !passed[index]).map((step) => step.name);
if (failed.length > 0) {
  console.error(`\n${failed.length} of ${chosen.length} steps did not pass: ${failed.join(', ')}`);
  process.exitCode = 1;
}

function withNeeds(names) {
  if (names.length === 0) return steps;
  const wanted = new Set();
  const want = (name) => {
    const step = steps.find((candidate) => candidate.name === name);
    if (!step) throw new Error(`No step "${name}". Steps: ${steps.map((each) => each.name).join(', ')}.`);
    wanted.add(step);
    step.needs?.forEach(want);
  };
  names.forEach(want);
  return steps.filter((step) => wanted.has(step));
}

/** Lets at most `count` pieces of work run at once, in the order they came. */
function slots(count) {
  let free = count;
  const waiting = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      if (waiting.length > 0) waiting.shift()();
      else free += 1;
    }
  };
}

function run({ name, command }) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd: root,
      shell: true,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
      console.log(`${code === 0 ? 'pass' : 'FAIL'}  ${name.padEnd(12)}${seconds} s`);
      if (code !== 0) console.log(`$ ${command}\n${Buffer.concat(output).toString()}`);
      resolve(code === 0);
    });
  });
}

function skip({ name, needs }) {
  console.log(`skip  ${name.padEnd(12)}       needs ${needs.join(', ')}`);
  return false;
}
