/**
 * Forecasts of five public sets on their held-out ends: `tsx bench/quality/forecast.ts`, with names of sets to run only
 * those, `--every 10` for every tenth series of M3 (then figures of M3 are estimates), and `--inner` to forecast the
 * last values of the training parts instead, which is what settings are chosen on. statsmodels forecasts NN5 and every
 * twentieth series of M3 in the same run, with the Python of `TITANS_PYTHON`, else `python3`. Series of one set share the
 * luck of their last months, so that intervals of small sets are also counted over four earlier ends. Measures what was
 * built.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seriesForecaster } from '@titans/models/forecast';
import { median } from '../median.js';
import {
  type ForecastSet,
  forecastSets,
  hasForecastData,
  readForecastSet,
  type Series,
} from './forecast-data.js';
import { naiveForecasts } from './forecast-naive.js';

/** Mean errors over series, and shares of the values that intervals held. */
interface Figures {
  readonly smape: number;
  readonly mase: number;
}

interface Measured extends Figures {
  readonly naive: readonly Figures[];
  readonly coverage: readonly number[];
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly medianMs: number;
  readonly series: number;
}

const wanted: Readonly<Record<ForecastSet, { smape?: number; mase?: number }>> = {
  nn5: { smape: 20.5, mase: 0.82 },
  m3: { smape: 12.76, mase: 1.395 },
  'aus-retail': {},
  'r-classic': {},
  'bike-sharing': {},
};
/** Every so many series of M3 that the peers forecast. */
const peersEvery = 20;
/** Sets whose intervals are counted over earlier ends too, by every so many series. */
const endsEvery: Readonly<Partial<Record<ForecastSet, number>>> = {
  'aus-retail': 5,
  'r-classic': 1,
  'bike-sharing': 1,
};
const earlierEnds = 4;
const levels = [0.8, 0.95] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' }, inner: { type: 'boolean', default: false } },
});

if (hasForecastData) await measureAll();
else console.log('skipped: the series are not beside the repository');

async function measureAll(): Promise<void> {
  const python = process.env.TITANS_PYTHON ?? 'python3';
  const hasPeers = spawnSync(python, ['-c', 'import statsmodels'], { stdio: 'ignore' }).status === 0;
  if (!hasPeers) console.log(`skipped: statsmodels (${python} has none; name one with TITANS_PYTHON)`);
  const rows: Record<string, string | number>[] = [];
  for (const set of forecastSets.filter((name) => positionals.length === 0 || positionals.includes(name))) {
    const all = readForecastSet(set).map((series) => (values.inner ? innerPart(series) : series));
    const every = set === 'm3' ? Number(values.every) : 1;
    const part = all.filter(({ train }, index) => index % every === 0 && train.length >= 8);
    const measured = await measure(part);
    rows.push(...rowsOf(set, measured));
    const kept = endsEvery[set];
    if (kept !== undefined)
      rows.push(
        ...(await rowsOfEnds(
          set,
          all.filter((_, index) => index % kept === 0),
        )),
      );
    if (hasPeers && (set === 'nn5' || set === 'm3')) {
      const compared = set === 'm3' ? all.filter((_, index) => index % peersEvery === 0) : all;
      const ours = set === 'm3' ? await measure(compared) : measured;
      for (const [name, peer] of peerFigures(python, compared)) {
        rows.push(
          row(`${set}, ${compared.length} series: sMAPE`, ours.smape, `${name} ${peer.smape.toFixed(2)}`, ''),
        );
        rows.push(
          row(`${set}, ${compared.length} series: MASE`, ours.mase, `${name} ${peer.mase.toFixed(3)}`, ''),
        );
      }
    }
  }
  console.table(rows);
}

async function rowsOfEnds(
  set: ForecastSet,
  all: readonly Series[],
): Promise<Record<string, string | number>[]> {
  const ends: Series[] = [];
  let earlier = all;
  for (let end = 0; end < earlierEnds; end++) {
    earlier = earlier.map(innerPart).filter(({ train }) => train.length >= 8);
    ends.push(...earlier);
  }
  const { coverage } = await measure(ends);
  const what = `${set}, ${earlierEnds} earlier ends (${ends.length})`;
  return [
    row(`${what}: 80 % interval holds`, coverage[0] as number, '', '0.77–0.83'),
    row(`${what}: 95 % interval holds`, coverage[1] as number, '', '0.93–0.97'),
  ];
}

/** The training part, parted again before as many values as the test has. */
function innerPart(series: Series): Series {
  const kept = series.train.length - series.test.length;
  return { ...series, train: series.train.slice(0, Math.max(0, kept)), test: series.train.slice(kept) };
}

function rowsOf(set: ForecastSet, m: Measured): Record<string, string | number>[] {
  const { smape, mase } = wanted[set];
  const best = (read: (figures: Figures) => number): number => Math.min(...m.naive.map(read));
  return [
    row(
      `${set} (${m.series}): sMAPE`,
      m.smape,
      `best naive ${best((f) => f.smape).toFixed(2)}`,
      smape ?? '≤ 1.02 naive',
    ),
    row(`${set}: MASE`, m.mase, `best naive ${best((f) => f.mase).toFixed(3)}`, mase ?? '≤ 1.02 naive'),
    row(`${set}: 80 % interval holds`, m.coverage[0] as number, '', '0.77–0.83'),
    row(`${set}: 95 % interval holds`, m.coverage[1] as number, '', '0.93–0.97'),
    row(`${set}: seconds in all`, m.seconds, '', set === 'm3' ? 120 : ''),
    row(`${set}: seconds of CPU`, m.cpuSeconds, '', ''),
    row(`${set}: ms a series (median)`, m.medianMs, '', set === 'nn5' ? 150 : ''),
  ];
}

function row(
  figure: string,
  ours: number,
  peer: string,
  want: string | number,
): Record<string, string | number> {
  return { figure, ours: Number(ours.toFixed(3)), peer, wanted: want };
}

async function measure(all: readonly Series[]): Promise<Measured> {
  const ours: Figures[] = [];
  const naive: Figures[][] = [];
  const held = [0, 0];
  const times: number[] = [];
  const cpuBefore = process.cpuUsage();
  let known = 0;
  for (const { season, train, test, firstDay } of all) {
    const began = performance.now();
    const forecaster = seriesForecaster({ season, horizon: test.length });
    const fitted = await forecaster.fit(train, firstDay === undefined ? {} : { firstDay });
    const points = fitted.forecast(test.length);
    const intervals = levels.map((level) => fitted.interval(test.length, level));
    times.push(performance.now() - began);
    ours.push(figuresOf(points, train, test, season));
    naiveForecasts(train, season, test.length).forEach((forecast, index) => {
      const list = naive[index] ?? [];
      list.push(figuresOf(forecast, train, test, season));
      naive[index] = list;
    });
    test.forEach((value, step) => {
      if (Number.isNaN(value)) return;
      known++;
      intervals.forEach(({ lower, upper }, level) => {
        const isHeld = value >= (lower[step] as number) - 1e-9 && value <= (upper[step] as number) + 1e-9;
        if (isHeld) held[level] = (held[level] as number) + 1;
      });
    });
  }
  return {
    ...meanOf(ours),
    naive: naive.map(meanOf),
    coverage: held.map((count) => count / known),
    seconds: times.reduce((sum, time) => sum + time, 0) / 1000,
    cpuSeconds: cpuSecondsSince(cpuBefore),
    medianMs: median(times),
    series: all.length,
  };
}

function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** sMAPE in percent and MASE of one series, over the values that are known; a step where both are 0 counts 0. */
function figuresOf(points: Float64Array, train: Float64Array, test: Float64Array, season: number): Figures {
  let [relative, absolute, count] = [0, 0, 0];
  test.forEach((value, step) => {
    if (Number.isNaN(value)) return;
    const error = Math.abs(value - (points[step] as number));
    const size = Math.abs(value) + Math.abs(points[step] as number);
    relative += size === 0 ? 0 : (200 * error) / size;
    absolute += error;
    count++;
  });
  let [naive, pairs] = [0, 0];
  for (let t = season; t < train.length; t++) {
    const change = Math.abs((train[t] as number) - (train[t - season] as number));
    if (Number.isNaN(change)) continue;
    naive += change;
    pairs++;
  }
  return { smape: relative / count, mase: absolute / count / (naive / pairs) };
}

/** Series without a finite MASE (a training part that repeats itself exactly) count for sMAPE alone. */
function meanOf(figures: readonly Figures[]): Figures {
  const mean = (all: readonly number[]): number => {
    const finite = all.filter(Number.isFinite);
    return finite.reduce((sum, value) => sum + value, 0) / finite.length;
  };
  return { smape: mean(figures.map(({ smape }) => smape)), mase: mean(figures.map(({ mase }) => mase)) };
}

function peerFigures(python: string, all: readonly Series[]): readonly (readonly [string, Figures])[] {
  const program = fileURLToPath(new URL('forecast_peers.py', import.meta.url));
  const given = all.map(({ season, train, test }) => ({
    season,
    steps: test.length,
    train: [...train].map((value) => (Number.isNaN(value) ? null : value)),
  }));
  const ended = spawnSync(python, [program], {
    input: JSON.stringify(given),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  if (ended.status !== 0)
    throw new Error(`The peers ended with ${ended.status ?? ended.signal ?? ended.error}.`);
  const forecasts = JSON.parse(ended.stdout) as Readonly<Record<string, readonly (readonly number[])[]>>;
  return Object.entries(forecasts).map(
    ([name, points]) =>
      [
        name,
        meanOf(
          all.map(({ train, test, season }, index) =>
            figuresOf(Float64Array.from(points[index] ?? []), train, test, season),
          ),
        ),
      ] as const,
  );
}
