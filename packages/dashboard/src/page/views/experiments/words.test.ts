import { expect, test } from 'vitest';
import { measureWords, metricFigure } from './words.js';

test('shares differ in percentage points, times in a unit in which they are short', () => {
  expect(metricFigure('correction_rate', 0.125)).toBe('12.5%');
  expect(metricFigure('correction_rate', 0.125, true)).toBe('+12.5 pp');
  expect(metricFigure('accuracy', -0.08953, true)).toBe('−8.95 pp');
  expect(metricFigure('accuracy', 0, true)).toBe('0 pp');
  expect(metricFigure('latency_ms', 1.5)).toBe('1.5 ms');
  expect(metricFigure('latency_ms', -0.93, true)).toBe('−930 μs');
  expect(metricFigure('accuracy', null, true)).toBe('—');
});

test('a metric is named without its unit', () => {
  expect(measureWords('latency_ms')).toBe('Latency');
  expect(measureWords('correction_rate')).toBe('Correction rate');
});
