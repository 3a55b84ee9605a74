import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { coloursOf } from './colours.js';
import { progressLine } from './progress-line.js';

function terminal(): PassThrough & { isTTY: boolean; columns: number } {
  return Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
}

function shown(stream: PassThrough): string {
  return String(stream.read() ?? '').replaceAll('\r\u001b[2K', '|');
}

test('says how far the work is and how long the rest takes at the speed so far', () => {
  const stream = terminal();
  let now = 0;
  const line = progressLine(stream, coloursOf(false), () => now);
  line.update({ stage: 'load', done: 0, total: 1_000, unit: 'rows' });
  now = 2_000;
  line.update({ stage: 'load', done: 250, total: 1_000, unit: 'rows' });
  expect(shown(stream)).toMatch(/\|load {2}█{6}░{18} {2}25 % {2}250 of 1,000 {2}about 6\.0 s left$/);
  line.clear();
  line.clear();
  expect(shown(stream)).toBe('|');
});

test('takes the word of work that knows better', () => {
  const stream = terminal();
  progressLine(stream, coloursOf(false), () => 0).update({
    stage: 'extract',
    done: 1_500_000,
    total: 3_000_000,
    unit: 'bytes',
    etaSeconds: 90,
  });
  expect(shown(stream)).toContain('50 %  1.5 MB of 3.0 MB  about 1 min 30 s left');
});

test('is written at most twelve times a second', () => {
  const stream = terminal();
  let now = 0;
  const line = progressLine(stream, coloursOf(false), () => now);
  for (; now < 1_000; now++) line.update({ stage: 'fit', done: now, unit: 'steps' });
  expect(shown(stream).split('|').length - 1).toBeLessThanOrEqual(13);
});

test('is nothing where there is no terminal', () => {
  const stream = new PassThrough();
  const line = progressLine(stream, coloursOf(false));
  line.update({ stage: 'load', done: 1, unit: 'rows' });
  line.clear();
  expect(stream.read()).toBeNull();
});
