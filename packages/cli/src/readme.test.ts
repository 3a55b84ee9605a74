import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { commandGroups } from './command-line/definitions/all.js';
import { exitCodes } from './errors/exit-codes.js';
import { commandHelp } from './testing/command-help.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

test('the README lists every command with its help', async () => {
  expect(readme).toContain(await commandHelp());
});

test('the README says what the exit codes mean', () => {
  for (const [code, meaning] of Object.entries(exitCodes))
    expect(readme).toContain(`| ${code} | ${meaning} |`);
});

test('every command has an example that begins with its name', () => {
  for (const { name, examples } of commandGroups.flatMap(({ commands }) => commands)) {
    expect(examples.length, name).toBeGreaterThan(0);
    expect(
      examples.every(([line]) => line === name || line.startsWith(`${name} `)),
      name,
    ).toBe(true);
  }
});
