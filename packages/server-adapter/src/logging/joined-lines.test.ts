import { spawnSync } from 'node:child_process';
import { setImmediate as immediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { joinedLines } from './joined-lines.js';

test('lines of a turn are one write, in order; more than may wait are written before', async () => {
  const written: string[] = [];
  const lines = joinedLines((text, done) => {
    if (text !== '') written.push(text);
    done?.();
  });
  lines.add('a');
  lines.add('b');
  expect(written).toEqual([]);
  await immediate();
  expect(written).toEqual(['a\nb\n']);
  lines.add('c');
  await immediate();
  expect(written).toEqual(['a\nb\n', 'c\n']);

  const long = 'x'.repeat(40_000);
  lines.add(long);
  lines.add(long);
  expect(written.slice(2)).toEqual([`${long}\n${long}\n`]);

  lines.add('d');
  await new Promise<void>((resolve, reject) =>
    lines.flush((error) => (error === undefined ? resolve() : reject(error))),
  );
  expect(written.slice(3)).toEqual(['d\n']);
  await immediate();
  expect(written).toHaveLength(4);
});

test('a write that fails is told to who waits for it', () => {
  const lines = joinedLines((_, done) => done?.(new Error('the other side has gone')));
  const told: unknown[] = [];
  lines.flush((error) => told.push(error?.message));
  expect(told).toEqual(['the other side has gone']);
});

const end: Readonly<Record<string, readonly [code: string, messages: readonly string[]]>> = {
  'process.exit': ['process.exit(0);', ['one', 'two', 'at exit']],
  'an uncaught error': ['throw new Error("uncaught");', ['one', 'two', 'at exit']],
  'nothing more to do': ['', ['one', 'two', 'at exit']],
  'a signal that kills it at once': ['process.kill(process.pid, "SIGKILL");', []],
  'the same after a warning': [
    'logger.warn({}, "three"); process.kill(process.pid, "SIGKILL");',
    ['one', 'two', 'three'],
  ],
};

test.each(Object.entries(end))('what is logged when a process ends by %s', (_, [code, messages]) => {
  const module = new URL('logger.ts', import.meta.url).href;
  const program = `
    import { jsonLogger } from ${JSON.stringify(module)};
    const logger = jsonLogger();
    process.on('exit', () => logger.info({}, 'at exit'));
    logger.info({}, 'one');
    logger.info({}, 'two');
    ${code}
  `;
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(messages);
});
