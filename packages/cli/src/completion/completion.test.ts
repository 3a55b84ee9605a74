import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandGroups } from '../command-line/definitions/all.js';
import { capturedRun } from '../testing/captured-run.js';

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

async function script(shell: string): Promise<string> {
  const { exitCode, stdout } = await capturedRun(['completion', shell], { cwd: '.' });
  expect(exitCode).toBe(0);
  return stdout;
}

test.each(['bash', 'zsh', 'fish'])('the script for %s knows every command and its options', async (shell) => {
  const text = await script(shell);
  for (const { name, options = [] } of commandGroups.flatMap(({ commands }) => commands)) {
    for (const word of name.split(' ')) expect(text).toContain(word);
    for (const { long } of options) expect(text).toContain(shell === 'fish' ? `-l ${long?.slice(2)}` : long);
  }
});

test.each(['bash', 'zsh', 'fish'].filter(has))('%s takes its script', async (shell) => {
  const { status, stderr } = spawnSync(shell, ['-n'], { input: await script(shell), encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

/** What bash offers where the cursor stands behind the last word. */
async function completed(words: readonly string[]): Promise<readonly string[]> {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const input = `${await script('bash')}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _titans; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['--norc'], { input, encoding: 'utf8' });
  return stdout.split('\n').filter((word) => word !== '');
}

test.runIf(has('bash'))('bash completes commands, those below them, options and values', async () => {
  expect(await completed(['titans', 'mod'])).toEqual(['models']);
  expect(await completed(['titans', 'models', ''])).toEqual(['list', 'promote', 'rollback', 'card']);
  expect(await completed(['titans', 'train', '--se'])).toEqual(['--seed']);
  expect(await completed(['titans', 'train', '--budget', ''])).toEqual(['standard', 'quick']);
  expect(await completed(['titans', 'train', '--seed', '1', '--prom'])).toEqual(['--promote']);
  expect(await completed(['titans', 'completion', 'f'])).toEqual(['fish']);
});
