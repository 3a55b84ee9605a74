import {
  type ArtifactContent,
  type CurrencyCode,
  fromEpochDay,
  type JsonValue,
  roundToMinor,
  TitansError,
  toMajor,
} from '@titans/core';
import { readArtifact } from '../../estimators/restoring.js';
import type { FeatureDescription } from '../../features/feature-matrix.js';
import { longestHorizon } from '../../forecast/fitted-forecast.js';
import { type IntervalLevel, intervalLevels } from '../../forecast/intervals.js';
import { measured, measurementsFrom, measurementsToJson } from '../measurements.js';
import { modelVersion } from '../model-version.js';
import type { CashflowModel, ForecastOptions, Measurement } from '../models.js';
import type { CashflowDay } from '../predictions.js';

/** What was learned of one account in one currency. */
export interface AccountForecast {
  readonly accountId: string;
  readonly currency: CurrencyCode;
  /** Name of the forecaster that was chosen. */
  readonly forecaster: string;
  /** Forecasts of the 365 days after the last. */
  readonly points: Float64Array;
  /** Per level of {@link intervalLevels}, what to add for the ends of the interval, per day ahead. */
  readonly lower: readonly Float64Array[];
  readonly upper: readonly Float64Array[];
}

/** Everything a cash-flow model consists of. */
export interface CashflowParts {
  readonly currency: CurrencyCode;
  /** Epoch day. */
  readonly lastDay: number;
  readonly accounts: readonly AccountForecast[];
  readonly measurements: readonly Measurement[];
  readonly trainedOn: number;
}

export const cashflowKind = 'titans/cashflow-model';
const version = 1;

/** The daily series is made of these fields; there are no other features. */
const seriesFeatures: readonly FeatureDescription[] = Object.freeze([
  Object.freeze({
    name: 'daily_net_flow',
    kind: 'numeric' as const,
    inputs: ['date'] as const,
    history: ['accountId', 'currency', 'date', 'amount'] as const,
  }),
]);

/**
 * Makes the model of its parts.
 *
 * @param name Its version, where it was read from an artifact; computed unless told.
 */
export async function cashflowModel(parts: CashflowParts, name?: string): Promise<CashflowModel> {
  const content = toContent(parts);
  const mae = measured(parts.measurements, 'mae');
  const naive = measured(parts.measurements, 'naive_mae');
  const skill = mae === undefined || naive === undefined || naive === 0 ? 0 : Math.max(0, 1 - mae / naive);
  return Object.freeze({
    task: 'cashflow' as const,
    version: name ?? (await modelVersion('cashflow', content)),
    features: seriesFeatures,
    // The series was read in training; a forecast is given no history.
    lookBackDays: 0,
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    currency: parts.currency,
    accountIds: Object.freeze([...new Set(parts.accounts.map((account) => account.accountId))]),
    lastDate: fromEpochDay(parts.lastDay),
    skill,
    forecast: (options: ForecastOptions = {}) => forecast(parts, options),
    toArtifact: () => content,
  });
}

function forecast(parts: CashflowParts, options: ForecastOptions): readonly CashflowDay[] {
  const { days = 30, level = 0.8 } = options;
  if (!(Number.isInteger(days) && days >= 1 && days <= longestHorizon)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `days must be a whole number from 1 to ${longestHorizon}, not ${days}.`,
      {
        details: { field: 'days' },
      },
    );
  }
  const levelIndex = intervalLevels.indexOf(level);
  if (levelIndex < 0) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `level must be one of ${intervalLevels.join(', ')}, not ${level}.`,
      {
        details: { field: 'level' },
      },
    );
  }
  const account = accountOf(parts, options);
  const { currency } = account;
  const [lower, upper] = [
    account.lower[levelIndex] as Float64Array,
    account.upper[levelIndex] as Float64Array,
  ];
  const rounded = (amount: number): number => toMajor(roundToMinor(amount, currency), currency);
  return Array.from({ length: days }, (_, step): CashflowDay => {
    const point = account.points[step] as number;
    const ahead = Math.min(step, lower.length - 1);
    return {
      date: fromEpochDay(parts.lastDay + 1 + step),
      amount: rounded(point),
      lower: rounded(point + (lower[ahead] as number)),
      upper: rounded(point + (upper[ahead] as number)),
    };
  });
}

function accountOf({ accounts, currency: main }: CashflowParts, options: ForecastOptions): AccountForecast {
  const ids = new Set(accounts.map(({ accountId }) => accountId));
  const accountId = options.accountId ?? (ids.size === 1 ? accounts[0]?.accountId : 'default');
  const flows = accounts.filter((account) => account.accountId === accountId);
  if (flows.length === 0) {
    throw new TitansError(
      'NOT_FOUND',
      'There is no forecast of that account: it was never seen, or for less than four weeks. Name one of accountIds.',
      { details: { field: 'accountId', accounts: ids.size } },
    );
  }
  const currency = options.currency ?? (flows.length === 1 ? flows[0]?.currency : main);
  const flow = flows.find((candidate) => candidate.currency === currency);
  if (flow === undefined) {
    const known = flows.map((candidate) => candidate.currency).join(', ');
    throw new TitansError('NOT_FOUND', `The account has flows in ${known}: name one of these as currency.`, {
      details: { field: 'currency' },
    });
  }
  return flow;
}

function toContent(parts: CashflowParts): ArtifactContent {
  const joined = (read: (account: AccountForecast) => readonly Float64Array[]): Float64Array =>
    Float64Array.from(parts.accounts.flatMap((account) => read(account).flatMap((values) => [...values])));
  return {
    kind: cashflowKind,
    version,
    data: {
      currency: parts.currency,
      lastDay: parts.lastDay,
      trainedOn: parts.trainedOn,
      measurements: measurementsToJson(parts.measurements),
      accounts: parts.accounts.map(({ accountId, currency, forecaster, lower }) => ({
        accountId,
        currency,
        forecaster,
        intervalDays: lower[0]?.length ?? 0,
      })),
    },
    arrays: {
      points: joined(({ points }) => [points]),
      lower: joined(({ lower }) => lower),
      upper: joined(({ upper }) => upper),
    },
  };
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreCashflowModel(content: ArtifactContent, name?: string): Promise<CashflowModel> {
  const artifact = readArtifact(content, cashflowKind, version);
  const list = artifact.json('accounts');
  if (!Array.isArray(list)) throw artifact.corrupt('"accounts" is not a list');
  const [points, lower, upper] = [
    artifact.float64('points'),
    artifact.float64('lower'),
    artifact.float64('upper'),
  ];
  let offset = 0;
  const accounts = list.map((item: JsonValue, index): AccountForecast => {
    const { accountId, currency, forecaster, intervalDays } = item as { readonly [key: string]: JsonValue };
    if (
      typeof accountId !== 'string' ||
      typeof currency !== 'string' ||
      typeof forecaster !== 'string' ||
      typeof intervalDays !== 'number' ||
      !(intervalDays >= 1)
    ) {
      throw artifact.corrupt(`account ${index + 1} is incomplete`);
    }
    const ends = (all: Float64Array): Float64Array[] =>
      intervalLevels.map((_: IntervalLevel, level) =>
        all.slice(offset + level * intervalDays, offset + (level + 1) * intervalDays),
      );
    const account = {
      accountId,
      currency,
      forecaster,
      points: points.slice(index * longestHorizon, (index + 1) * longestHorizon),
      lower: ends(lower),
      upper: ends(upper),
    };
    offset += intervalLevels.length * intervalDays;
    return account;
  });
  if (
    points.length !== accounts.length * longestHorizon ||
    lower.length !== offset ||
    upper.length !== offset
  ) {
    throw artifact.corrupt('its arrays have lengths that do not belong together');
  }
  return cashflowModel(
    {
      currency: artifact.text('currency'),
      lastDay: artifact.number('lastDay'),
      trainedOn: artifact.number('trainedOn'),
      measurements: measurementsFrom(artifact),
      accounts,
    },
    name,
  );
}
