import { TitansError } from '@titans/core';
import { expect, test } from 'vitest';
import { jsonLogger } from './logger.js';

test('one JSON object per line, from the level on', () => {
  const lines: string[] = [];
  const logger = jsonLogger({ level: 'warn', write: (line) => lines.push(line) });
  logger.info({ a: 1 }, 'too quiet');
  logger.warn({ a: 1 }, 'two\nlines');
  logger.error({ err: new TitansError('INTERNAL', 'broken', { cause: new Error('why') }) }, 'failed');
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    a: 1,
    msg: 'two\nlines',
    time: expect.any(String),
  });
  expect(lines[0]).not.toContain('\n');
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({
    err: { name: 'TitansError', code: 'INTERNAL', message: 'broken', cause: { message: 'why' } },
  });
});

test('silent is silent', () => {
  const lines: string[] = [];
  jsonLogger({ level: 'silent', write: (line) => lines.push(line) }).error({}, 'failed');
  expect(lines).toEqual([]);
});

test('fields come between time and message, below which are errors, and may take the place of both', () => {
  const lines: string[] = [];
  const logger = jsonLogger({ write: (line) => lines.push(line) });
  logger.info({ a: 'x', none: null, left: undefined, long: 1.5 }, 'flat');
  logger.info({ level: 'own', msg: 'own', time: 'own' }, 'taken');
  logger.info({ below: [{ err: new Error('deep') }] }, 'nested');
  expect(lines[0]).toMatch(
    /^\{"level":"info","time":"[^"]+Z","a":"x","none":null,"long":1\.5,"msg":"flat"\}$/,
  );
  expect(JSON.parse(lines[1] ?? '')).toEqual({ level: 'own', time: 'own', msg: 'taken' });
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ below: [{ err: { message: 'deep' } }] });
});

test('every line has the time at which it was written', async () => {
  const times: number[] = [];
  const write = (line: string): void =>
    void times.push(Date.parse((JSON.parse(line) as { time: string }).time));
  const logger = jsonLogger({ write });
  for (let line = 0; line < 20; line++) {
    const before = Date.now();
    logger.info({}, 'now');
    expect(times.at(-1)).toBeGreaterThanOrEqual(before);
    expect(times.at(-1)).toBeLessThanOrEqual(Date.now());
    await new Promise((resolve) => setTimeout(resolve, line % 3));
  }
});
