import fc from 'fast-check';
import { Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { summedHistogram } from './summed-histogram.js';

const options = { name: 'taken_seconds', help: 'Time\ntaken.', buckets: [0.001, 0.5, 1] };
const labelled = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  path: fc.constantFrom('/a', '/"b"', '\\c\n'),
});
const value = fc.oneof(
  fc.constantFrom(...options.buckets, 0, -1),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** What two registries say of the same observations: one with a histogram of prom-client, one with ours. */
async function bothOf(
  observations: readonly (readonly [{ method: string; path: string }, number])[],
  say: (registry: Registry) => Promise<unknown>,
): Promise<readonly [unknown, unknown]> {
  const [theirs, ours] = [new Registry(), new Registry()];
  const labelNames = ['method', 'path'] as const;
  const histogram = new Histogram({ ...options, labelNames, registers: [theirs] });
  const summed = summedHistogram<'method' | 'path'>(ours, options);
  for (const [labels, seconds] of observations) {
    histogram.observe(labels, seconds);
    summed.seriesOf(labels).observe(seconds);
  }
  return [await say(theirs), await say(ours)];
}

test('says to the byte what a histogram of prom-client says of the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(labelled, value)), async (observations) => {
      const [theirs, ours] = await bothOf(observations, (registry) => registry.metrics());
      expect(ours).toBe(theirs);
    }),
  );
});

test('says it with the labels of the registry and as data too, and nothing after a reset', async () => {
  const observations = [
    [{ method: 'GET', path: '/a' }, 0.5],
    [{ method: 'POST', path: '/a' }, 2],
  ] as const;
  const [theirText, ourText] = await bothOf(observations, (registry) => {
    registry.setDefaultLabels({ zone: 'x' });
    return registry.metrics();
  });
  const lines = (text: unknown): unknown =>
    String(text).replace(/\{(.*)\}/g, (_, labels: string) => labels.split(',').toSorted().join(','));
  expect(ourText).toContain('zone="x"');
  expect(lines(ourText)).toBe(lines(theirText));
  const [theirData, ourData] = await bothOf(observations, async (registry) =>
    // Nobody here has exemplars, of which prom-client says so.
    (await registry.getMetricsAsJSON()).map((metric) => ({
      ...metric,
      values: metric.values.map((each) => ({
        exemplar: null,
        ...each,
        ...('exemplar' in each && { exemplar: null }),
      })),
    })),
  );
  expect(ourData).toEqual(theirData);
  const [theirRest, ourRest] = await bothOf(observations, (registry) => {
    registry.resetMetrics();
    return registry.metrics();
  });
  expect(ourRest).toBe(theirRest);
});
