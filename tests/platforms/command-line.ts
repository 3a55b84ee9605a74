import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { fittedModels, type PlatformModels } from './fitted-models.js';

const [into = '', reference] = process.argv.slice(2);
const given =
  reference === undefined ? null : (JSON.parse(await readFile(reference, 'utf8')) as PlatformModels);
await writeFile(into, JSON.stringify(await fittedModels(given)));
