import { createRandom, dayOfWeek, toEpochDay } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { calendarEffects, shrunkMeans } from './calendar-effects.js';

const monday = toEpochDay('2024-01-01');

describe('calendar effects', () => {
  test('a weekday that differs every week is found in full, the others by what it leaves', () => {
    // Sundays −70, all other days 0: the mean is −10.
    const values = Float64Array.from({ length: 364 }, (_, day) => (dayOfWeek(monday + day) === 6 ? -70 : 0));
    const effects = calendarEffects(values, monday, []);
    for (let day = 0; day < 7; day++) {
      expect(effects.on(monday + 364 + day, [])).toBeCloseTo(day === 6 ? -60 : 10, 6);
    }
  });

  test('means of groups are shrunk by what differs beyond chance', () => {
    // ±1 in turns around 18/7 in one group of four and around −3/7 in six. By hand: within 28 / 21 = 4/3; between
    // 4 (18/7)² + 24 (3/7)² = 30.857; (30.857 − 6 × 4/3) / (28 − 7 × 16 / 28) = 0.952381;
    // 0.952381 / (0.952381 + 4/3 / 4) = 0.740741.
    const groups = Uint8Array.from({ length: 28 }, (_, day) => day % 7);
    const values = Float64Array.from(
      groups,
      (group, day) => (group === 0 ? 18 / 7 : -3 / 7) + (Math.floor(day / 7) % 2 === 0 ? 1 : -1),
    );
    const means = shrunkMeans(values, groups, 7);
    expect(means[0]).toBeCloseTo(1.904762, 6);
    expect(means[1]).toBeCloseTo(-0.31746, 6);
    // Without a difference between groups nothing is left.
    expect([
      ...shrunkMeans(
        values.map((_, day) => (day < 14 ? 1 : -1)),
        groups,
        7,
      ),
    ]).toEqual(Array(7).fill(0));
  });

  test('what is chance alone comes out as almost nothing', () => {
    const random = createRandom(3, 'calendar');
    const values = Float64Array.from({ length: 730 }, () => random.normal());
    const effects = calendarEffects(values, monday, []);
    for (let day = 0; day < 60; day++) expect(Math.abs(effects.on(monday + 730 + day, []))).toBeLessThan(0.3);
  });

  test('days after payday are those of the paydays told, also of ones to come', () => {
    const paydays = Array.from({ length: 24 }, (_, nth) => monday + 5 + 30 * nth);
    const values = Float64Array.from({ length: 720 }, (_, day) =>
      paydays.includes(monday + day - 1) ? -90 : 0,
    );
    const effects = calendarEffects(values, monday, paydays);
    const next = monday + 725;
    expect(effects.on(next + 1, [...paydays, next])).toBeLessThan(-75);
    expect(effects.on(next, [...paydays, next])).toBeGreaterThan(-10);
  });
});
