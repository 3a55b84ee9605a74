import { Counter, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { readMetrics } from './metrics-text.js';

// The example of the format's own documentation (Prometheus, exposition formats, "Text format example").
const documented = `# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045
`;

test('reads the example of the documentation', () => {
  expect(readMetrics(documented)).toEqual([
    { name: 'http_requests_total', labels: { method: 'post', code: '200' }, value: 1027 },
    { name: 'http_requests_total', labels: { method: 'post', code: '400' }, value: 3 },
    {
      name: 'msdos_file_access_time_seconds',
      labels: { path: 'C:\\DIR\\FILE.TXT', error: 'Cannot find file:\n"FILE.TXT"' },
      value: 1_458_255_915,
    },
    { name: 'metric_without_timestamp_and_labels', labels: {}, value: 12.47 },
    { name: 'something_weird', labels: { problem: 'division by zero' }, value: Number.POSITIVE_INFINITY },
  ]);
});

test('reads what the library of the server writes', async () => {
  const registry = new Registry();
  const registers = [registry];
  const counter = new Counter({ name: 'asked', help: 'x', labelNames: ['route'], registers });
  counter.inc({ route: '/jobs/{job_id}' }, 2);
  counter.inc({ route: 'a "quoted", {odd} \\ one' }, 1);
  const histogram = new Histogram({ name: 'took', help: 'x', buckets: [0.1, 1], registers });
  histogram.observe(0.5);
  const samples = readMetrics(await registry.metrics());
  expect(samples).toContainEqual({ name: 'asked', labels: { route: '/jobs/{job_id}' }, value: 2 });
  expect(samples).toContainEqual({ name: 'asked', labels: { route: 'a "quoted", {odd} \\ one' }, value: 1 });
  expect(samples).toContainEqual({ name: 'took_bucket', labels: { le: '+Inf' }, value: 1 });
});
