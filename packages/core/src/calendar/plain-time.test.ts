import { expect, test } from 'vitest';
import { fromSecondOfDay, isPlainTime, toSecondOfDay } from './plain-time.js';

test('every second of a day comes back', () => {
  for (let second = 0; second < 86_400; second++) {
    const time = fromSecondOfDay(second);
    if (toSecondOfDay(time) !== second || !isPlainTime(time)) expect.fail(`second ${second} is wrong`);
  }
  expect(fromSecondOfDay(86_399)).toBe('23:59:59');
});

test('seconds may be left out when a time is read', () => {
  expect(toSecondOfDay('07:30')).toBe(27_000);
  expect(isPlainTime('07:30')).toBe(false);
});

test.each(['24:00', '7:30', '07:60', '07:30:60', '07:30:00.5', '07:30Z', '', 'noon'])(
  '%j is no time',
  (text) => {
    expect(() => toSecondOfDay(text)).toThrow(expect.objectContaining({ code: 'TIME_INVALID' }));
    expect(isPlainTime(text)).toBe(false);
  },
);

test.each([-1, 86_400, 0.5, Number.NaN])('%d is no second of a day', (second) => {
  expect(() => fromSecondOfDay(second)).toThrow(expect.objectContaining({ code: 'TIME_INVALID' }));
});
