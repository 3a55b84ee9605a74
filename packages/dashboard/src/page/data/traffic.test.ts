import { expect, test } from 'vitest';
import { countersOf, endpointTraffic, quantileOf, rateBetween } from './traffic.js';

const requests = (method: string, endpoint: string, status: string, value: number) => ({
  name: 'api_requests_total',
  labels: { method, endpoint, status_code: status },
  value,
});

test('quantiles are those of histogram_quantile', () => {
  const buckets = [
    [0.1, 10],
    [0.5, 30],
    [1, 40],
    [Number.POSITIVE_INFINITY, 50],
  ] as const;
  // By hand: rank 25 lies 15 of 20 into (0.1, 0.5]; rank 5 half into (0, 0.1]; rank 49 is above every finite bound.
  expect(quantileOf(buckets, 0.5)).toBeCloseTo(0.4, 12);
  expect(quantileOf(buckets, 0.1)).toBeCloseTo(0.05, 12);
  expect(quantileOf(buckets, 0.98)).toBe(1);
  expect(quantileOf([], 0.5)).toBeNull();
  expect(quantileOf([[1, 0]], 0.5)).toBeNull();
});

test('routes are counted over their statuses, the busiest first', () => {
  const traffic = endpointTraffic([
    requests('GET', '/models', '200', 3),
    requests('POST', '/predict/category', '200', 10),
    requests('POST', '/predict/category', '422', 2),
    requests('POST', '/predict/category', '503', 1),
    {
      name: 'api_request_duration_seconds_bucket',
      labels: { method: 'GET', endpoint: '/models', le: '1' },
      value: 3,
    },
  ]);
  expect(traffic).toEqual([
    {
      method: 'POST',
      endpoint: '/predict/category',
      requests: 13,
      refused: 2,
      failed: 1,
      medianSeconds: null,
      p95Seconds: null,
    },
    {
      method: 'GET',
      endpoint: '/models',
      requests: 3,
      refused: 0,
      failed: 0,
      medianSeconds: 0.5,
      p95Seconds: expect.closeTo(0.95, 12),
    },
  ]);
});

test('rates are per second, and a counter that began anew counts from nothing', () => {
  const before = countersOf([requests('GET', '/', '200', 100), requests('GET', '/', '500', 4)], 1_000);
  const after = countersOf([requests('GET', '/', '200', 130), requests('GET', '/', '500', 5)], 6_000);
  expect(rateBetween(before, after)).toEqual({ at: 6_000, requests: 6.2, failed: 0.2, predictions: 0 });
  const restarted = countersOf([requests('GET', '/', '200', 10)], 11_000);
  expect(rateBetween(after, restarted)).toMatchObject({ requests: 2, failed: 0 });
});
