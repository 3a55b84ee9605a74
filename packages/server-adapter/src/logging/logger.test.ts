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
