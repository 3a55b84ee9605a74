import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { epochDay } from '@titans/core';

/** One series, parted as its set says. Missing values are NaN. */
export interface Series {
  readonly id: string;
  /** Steps in a season. */
  readonly season: number;
  readonly train: Float64Array;
  readonly test: Float64Array;
  /** Epoch day of the first value of daily series. */
  readonly firstDay?: number;
}

export const forecastSets = ['nn5', 'm3', 'aus-retail', 'r-classic', 'bike-sharing'] as const;
export type ForecastSet = (typeof forecastSets)[number];

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
export const hasForecastData: boolean = existsSync(folder);

/** Steps that are held out where the set does not say: by season. */
const heldOut: Readonly<Record<number, number>> = { 1: 6, 4: 8, 7: 56, 12: 18, 336: 56 };

/** Reads a set and parts it: NN5 and M3 as their READMEs say, the others before their last values. */
export function readForecastSet(set: ForecastSet): readonly Series[] {
  if (set === 'm3') return readM3();
  if (set === 'nn5') return readNn5();
  if (set === 'bike-sharing') return readBikes();
  const [file, key, value] =
    set === 'aus-retail'
      ? (['aus-retail/monthly.csv.gz', 'series_id', 'turnover_aud_million'] as const)
      : (['r-classic-series/series.csv', 'series', 'value'] as const);
  const bySeries = new Map<string, { season: number; values: number[] }>();
  for (const row of readRows(file)) {
    const id = row[key] ?? '';
    const one = bySeries.get(id) ?? { season: Number(row.frequency ?? 12), values: [] };
    one.values.push(numberIn(row[value]));
    bySeries.set(id, one);
  }
  return [...bySeries].map(([id, { season, values }]) => partedAtEnd(id, season, values));
}

function partedAtEnd(id: string, season: number, values: readonly number[], firstDay?: number): Series {
  const held = heldOut[season] ?? 12;
  return {
    id,
    season,
    train: Float64Array.from(values.slice(0, -held)),
    test: Float64Array.from(values.slice(-held)),
    ...(firstDay === undefined ? {} : { firstDay }),
  };
}

function readNn5(): readonly Series[] {
  const rows = readRows('nn5-cash-odd/daily.csv');
  const ids = Object.keys(rows[0] ?? {}).filter((name) => name !== 'date');
  return ids.map((id) => {
    const values = rows.map((row) => numberIn(row[id]));
    return {
      id,
      season: 7,
      train: Float64Array.from(values.slice(0, 735)),
      test: Float64Array.from(values.slice(735)),
      firstDay: epochDay(1996, 3, 18),
    };
  });
}

function readM3(): readonly Series[] {
  const values = new Map<string, number[]>();
  for (const { series_id, split, value } of readRows('m3-competition/values.csv.gz')) {
    const key = `${series_id} ${split}`;
    const list = values.get(key) ?? [];
    list.push(numberIn(value));
    values.set(key, list);
  }
  return readRows('m3-competition/series.csv').map(({ series_id = '', period, frequency }) => ({
    id: series_id,
    season: period === 'OTHER' ? 1 : Number(frequency),
    train: Float64Array.from(values.get(`${series_id} train`) ?? []),
    test: Float64Array.from(values.get(`${series_id} test`) ?? []),
  }));
}

function readBikes(): readonly Series[] {
  const rows = readRows('bike-sharing/day.csv');
  return ['casual', 'registered', 'cnt'].map((id) =>
    partedAtEnd(
      id,
      7,
      rows.map((row) => numberIn(row[id])),
      epochDay(2011, 1, 1),
    ),
  );
}

function numberIn(text: string | undefined): number {
  return text === undefined || text === '' || text === 'NA' ? Number.NaN : Number(text);
}

/** Rows of a comma-separated file whose cells hold no comma but in quotes, which these sets have only in descriptions. */
function readRows(path: string): readonly Readonly<Record<string, string>>[] {
  const bytes = readFileSync(folder + path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const cells = (line: string): string[] =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replace(/^"|"$/g, ''));
  const names = cells(header).filter((name) => name !== '');
  return lines.map((line) => {
    const row = cells(line);
    return Object.fromEntries(names.map((name, column) => [name, row[column] ?? '']));
  });
}
