import { createRandom, decodeArtifact, encodeArtifact, type Random } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OnlineAnomaly, onlineDetector, restoreOnlineDetector } from './index.js';

const day = 86_400_000;
const halfHour = 1_800_000;

/** What a detector says of values that come every half hour. */
function judge(values: readonly number[], parameters = {}): readonly OnlineAnomaly[] {
  const detector = onlineDetector(parameters);
  return values.map((value, i) => detector.update(value, i * halfHour));
}

function alarms(judged: readonly OnlineAnomaly[], from: number, to = judged.length): number {
  return judged.slice(from, to).filter(({ isAnomaly }) => isAnomaly).length;
}

const noises: Readonly<Record<string, (random: Random) => number>> = {
  normal: (random) => random.normal(),
  'heavy-tailed (Student t, 3)': (random) => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    return random.normal() / Math.sqrt((a * a + b * b + c * c) / 3);
  },
  'skewed (lognormal)': (random) => Math.exp(random.normal()),
  'of infinite variance (Pareto, 1.5)': (random) => (1 - random.float()) ** (-1 / 1.5),
};

describe.each(Object.entries(noises))('of pure noise, %s,', (name, draw) => {
  test.each([0.01, 0.002])('about a share of %d is taken for anomalies', (falseAlarmRate) => {
    const random = createRandom(3, name);
    const judged = judge(
      Array.from({ length: 15_000 }, () => draw(random)),
      { falseAlarmRate },
    );
    const share = alarms(judged, 100) / (judged.length - 100);
    // Light tails are taken for heavier ones, so fewer; heavy ones are told from few values, so some more.
    expect(share / falseAlarmRate).toBeGreaterThan(0.1);
    expect(share / falseAlarmRate).toBeLessThan(1.8);
  });
});

test('a constant series never alarms, and its first change does', () => {
  const judged = judge([...new Array<number>(600).fill(5), 6]);
  expect(alarms(judged, 0, 600)).toBe(0);
  expect(judged[600]).toMatchObject({ isAnomaly: true, cause: 'value', expected: 5 });
});

test('a lasting shift of level is an anomaly, and then what is expected', () => {
  const random = createRandom(6);
  const judged = judge(Array.from({ length: 1_500 }, (_, i) => random.normal() + (i < 800 ? 10 : 40)));
  expect(judged[800]?.isAnomaly).toBe(true);
  expect(alarms(judged, 830)).toBeLessThan(5);
  expect(Math.abs((judged[1_499]?.expected ?? 0) - 40)).toBeLessThan(2);
});

test('the time of day and the day of the week are expected, and what is out of place stands out', () => {
  const random = createRandom(2);
  const usual = (i: number): number =>
    100 + 40 * Math.sin((i / 48) * 2 * Math.PI) - (Math.floor(i / 48) % 7 > 4 ? 30 : 0);
  const count = 48 * 7 * 8;
  const values = Array.from({ length: count }, (_, i) => usual(i) + random.normal());
  // What is usual at noon, at midnight.
  const odd = count - 24;
  values[odd] = usual(odd) + 20;
  const judged = judge(values, { falseAlarmRate: 0.002 });
  expect(judged[odd]?.isAnomaly).toBe(true);
  const errors = judged
    .slice(count / 2, odd)
    .map(({ expected }, i) => Math.abs((expected ?? 0) - usual(count / 2 + i)));
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(3);
});

test('spending per day follows the days of the week', () => {
  const random = createRandom(9);
  const detector = onlineDetector({ direction: 'above' });
  let last: OnlineAnomaly | null = null;
  for (let i = 0; i < 400; i++)
    last = detector.update(i % 7 === 2 ? 120 + random.normal() : 30 + random.normal(), i * day);
  const { expected, upper, lower } = detector.update(null, 401 * day);
  // Day 401 is one after a day of 120: 401 % 7 is 2.
  expect(401 % 7).toBe(2);
  expect(Math.abs((expected ?? 0) - 120)).toBeLessThan(4);
  expect(upper).toBeGreaterThan(expected ?? 0);
  expect(lower).toBeNull();
  expect(last?.isWarm).toBe(true);
  expect(detector.update(30, 401 * day).isAnomaly).toBe(false);
  expect(detector.update(300, 408 * day).isAnomaly).toBe(true);
});

test('values that are each a little odd, one after the other, are a run', () => {
  const random = createRandom(12);
  const values = Array.from({ length: 2_000 }, (_, i) => random.normal() * (i < 1_900 ? 1 : 2.2));
  const judged = judge(values, { seasons: [] });
  const late = judged.slice(1_900).filter(({ cause }) => cause === 'run').length;
  expect(late).toBeGreaterThan(0);
  expect(alarms(judged, 1_900)).toBeGreaterThan(3 * alarms(judged, 1_700, 1_800));
});

test('a missing value is skipped: what was learned stays as it was', async () => {
  const random = createRandom(5);
  const detector = onlineDetector();
  for (let i = 0; i < 300; i++) detector.update(random.normal(), i * halfHour);
  const before = await encodeArtifact(detector.toArtifact());
  for (const missing of [null, Number.NaN]) {
    expect(detector.update(missing, 301 * halfHour)).toMatchObject({
      score: 0,
      tailProbability: 1,
      isAnomaly: false,
    });
  }
  expect(await encodeArtifact(detector.toArtifact())).toEqual(before);
  expect(detector.count).toBe(300);
});

test('a value is beyond its limits where it stands out by itself', () => {
  const random = createRandom(15);
  const judged = Array.from({ length: 5_000 }, () => (random.float() < 0.01 ? 8 : 1) * random.normal());
  const answers = judge(judged);
  answers.forEach(({ cause, lower, upper, isWarm }, i) => {
    if (!isWarm || lower === null || upper === null) return;
    const value = judged[i] as number;
    if (cause === 'value') expect(value < lower || value > upper).toBe(true);
    if (value < lower || value > upper) expect(cause).not.toBeNull();
  });
  expect(answers.some(({ cause }) => cause === 'value')).toBe(true);
});

test('it goes on from an artifact as if it had never stopped', async () => {
  const values = fc.array(
    fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)),
    {
      minLength: 60,
      maxLength: 250,
    },
  );
  await fc.assert(
    fc.asyncProperty(values, fc.nat(), async (series, cut) => {
      const parameters = { memory: 60, warmUp: 20 };
      const [whole, first] = [onlineDetector(parameters), onlineDetector(parameters)];
      const at = cut % series.length;
      for (let i = 0; i < at; i++)
        expect(first.update(series[i] ?? 0, i * day)).toEqual(whole.update(series[i] ?? 0, i * day));
      const stored = first.toArtifact();
      const limits = { kind: stored.kind, maxVersion: stored.version };
      const second = restoreOnlineDetector(await decodeArtifact(await encodeArtifact(stored), limits));
      for (let i = at; i < series.length; i++)
        expect(second.update(series[i] ?? 0, i * day)).toEqual(whole.update(series[i] ?? 0, i * day));
      expect(await encodeArtifact(second.toArtifact())).toEqual(await encodeArtifact(whole.toArtifact()));
    }),
    { numRuns: 25 },
  );
});

test('scores are probabilities, whatever comes', () => {
  const odd = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1e-310, Number.MAX_VALUE, -Number.MAX_VALUE),
  );
  fc.assert(
    fc.property(fc.array(odd, { minLength: 30, maxLength: 150 }), (series) => {
      const detector = onlineDetector({ memory: 50, warmUp: 20 });
      series.forEach((value, i) => {
        const { score, tailProbability } = detector.update(value, i * halfHour);
        expect(score >= 0 && score <= 1 && tailProbability > 0 && tailProbability <= 1).toBe(true);
      });
    }),
  );
});

test('one value out of all bounds is an anomaly, and then as if it had not been', () => {
  for (const spike of [1e3, 1e12, 1e200, Number.MAX_VALUE, -Number.MAX_VALUE]) {
    const random = createRandom(31);
    const values = Array.from({ length: 1_000 }, () => 50 + 10 * random.normal());
    const judged = judge(values.with(599, spike));
    expect(judged[599]).toMatchObject({ isAnomaly: true, cause: 'value' });
    // The error of a mean of many is less than that of one value; next to it the latest value may speak.
    const late = judged.slice(603);
    const errors = late.map(({ expected }) => Math.abs((expected ?? Number.NaN) - 50));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(2);
    expect(alarms(judged, 603)).toBeLessThan(3);
    expect(late.every(({ lower, upper }) => Number.isFinite(lower) && Number.isFinite(upper))).toBe(true);
  }
});

test('values of both ends of all numbers leave it able to go on and to be stored', () => {
  const detector = onlineDetector({ memory: 50, warmUp: 20 });
  for (let i = 0; i < 400; i++) {
    const value = i < 200 ? (i % 2 === 0 ? 1 : -1) * Number.MAX_VALUE : i % 7;
    const { expected, lower, upper } = detector.update(value, i * halfHour);
    for (const told of [expected ?? 0, lower ?? 0, upper ?? 0]) expect(Number.isNaN(told)).toBe(false);
  }
  expect(restoreOnlineDetector(detector.toArtifact()).update(3, 400 * halfHour)).toEqual(
    detector.update(3, 400 * halfHour),
  );
});

test('its memory does not grow', () => {
  const random = createRandom(1);
  const detector = onlineDetector();
  const size = (): number =>
    Object.values(detector.toArtifact().arrays).reduce((sum, array) => sum + array.byteLength, 0);
  for (let i = 0; i < 3_000; i++) detector.update(random.normal(), i * halfHour);
  const before = size();
  for (let i = 3_000; i < 6_000; i++) detector.update(random.normal(), i * halfHour);
  expect(size()).toBe(before);
  expect(before).toBeLessThan(32_000);
});

test('what is no value or moment is refused and not learned', () => {
  const detector = onlineDetector();
  expect(() => detector.update(Number.POSITIVE_INFINITY, 0)).toThrow(
    expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
  );
  for (const value of [undefined, '5', {}, true]) {
    expect(() => detector.update(value as never, 0)).toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE', message: expect.stringContaining('no number') }),
    );
  }
  for (const moment of [Number.NaN, Number.POSITIVE_INFINITY, 1e16]) {
    expect(() => detector.update(1, moment)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  }
  expect(detector.count).toBe(0);
  expect(detector.update(1, 0)).toMatchObject({ expected: null, lower: null, upper: null, score: 0 });
});

test.each([
  [{ falseAlarmRate: 0 }],
  [{ falseAlarmRate: 0.2 }],
  [{ memory: 10 }],
  [{ memory: 60, warmUp: 61 }],
  [{ seasons: ['day', 'day'] }],
  [{ seasons: ['year'] }],
  [{ seasons: 'day' }],
  [{ direction: 'up' }],
  [{ rate: 0.1 }],
])('%j is refused', (parameters) => {
  expect(() => onlineDetector(parameters as object)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test('artifacts of others, and those that contradict themselves, are refused', () => {
  const detector = onlineDetector({ memory: 50, warmUp: 20 });
  for (let i = 0; i < 80; i++) detector.update(i % 5, i * halfHour);
  const content = detector.toArtifact();
  const { errors, expectation } = content.arrays as Record<string, Float64Array>;
  const data = content.data as Record<string, object>;
  for (const broken of [
    { ...content, arrays: { ...content.arrays, errors: new Float64Array(51) } },
    { ...content, arrays: { ...content.arrays, errors: new Float64Array(0) } },
    { ...content, arrays: { ...content.arrays, runs: new Float64Array(0) } },
    // A level whose errors are below 0 and a place of a season that was seen a hundred times.
    { ...content, arrays: { ...content.arrays, expectation: expectation?.with(2, -1) } },
    { ...content, arrays: { ...content.arrays, expectation: expectation?.with(1 + 6 + 6, 100) } },
    { ...content, data: { ...data, count: -5 } },
    { ...content, data: { ...data, count: 79 } },
    { ...content, data: { ...data, run: -1 } },
    { ...content, arrays: { ...content.arrays, errors: errors?.with(0, Number.NaN) } },
    { ...content, arrays: { ...content.arrays, expectation: expectation?.slice(1) } },
    { ...content, data: { ...data, settings: { ...data.settings, memory: -1 } } },
    { ...content, data: { ...data, settings: null } },
    { ...content, data: {} },
  ]) {
    expect(() => restoreOnlineDetector(broken as typeof content)).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
    );
  }
  expect(() => restoreOnlineDetector({ ...content, version: 2 })).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_VERSION' }),
  );
  expect(() => restoreOnlineDetector({ ...content, kind: 'a/b' })).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_KIND' }),
  );
});
