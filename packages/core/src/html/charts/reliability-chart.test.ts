import { expect, test } from 'vitest';
import { reliabilityChart } from './reliability-chart.js';

test('points stand over what was stated, at the height of what was observed, with their intervals', () => {
  const chart = reliabilityChart('How <sure> it is', [
    { stated: 0.5, observed: 0.25, lower: 0.1, upper: 0.4, text: '25 of 100' },
    { stated: 1, observed: 1, lower: 0.9, upper: 1, text: '<all>' },
  ]).text;
  // By hand: the square is 300 wide from x = (720 − 300) ÷ 2 = 210, and 300 high below y = 10.
  expect(chart).toContain('cx="360" cy="235"');
  expect(chart).toContain('d="M360 280V190"');
  expect(chart).toContain('cx="510" cy="10"');
  // The diagonal, from 0 and 0 to 1 and 1.
  expect(chart).toContain('x1="210" y1="310" x2="510" y2="10"');
  expect(chart).toContain('<title>&lt;all&gt;</title>');
  expect(chart).not.toContain('<sure>');
});
