/** `npm run sizes`: sets the budget of every entry point a tenth above what it weighs now. Needs a build. */
import { execSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { entryPoints } from './entry-points.mjs';
import { sizeBudgetsFile } from './size-budgets.mjs';

const output = execSync('size-limit --json', {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, TITANS_MEASURE_SIZES: '1' },
  encoding: 'utf8',
});
// What has a limit of its own is no entry point.
const names = new Set(entryPoints().map(({ specifier }) => specifier));
const budgets = Object.fromEntries(
  JSON.parse(output)
    .filter(({ name }) => names.has(name))
    .map(({ name, size }) => [name, `${Math.ceil((size * 1.1) / 100) / 10} kB`]),
);
writeFileSync(sizeBudgetsFile, `${JSON.stringify(budgets, null, 2)}\n`);
