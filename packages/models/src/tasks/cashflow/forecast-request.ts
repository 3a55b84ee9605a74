import { type CurrencyCode, TitansError } from '@titans/core';
import { longestHorizon } from '../../forecast/fitted-forecast.js';
import { intervalLevels } from '../../forecast/intervals.js';
import type { ForecastOptions } from './forecast-options.js';
import type { LearnedFlow } from './learned-flow.js';
import { type CashflowChange, checkScenario } from './scenario.js';

/** A question that was checked. */
export interface ForecastRequest {
  readonly flows: readonly LearnedFlow[];
  readonly currency: CurrencyCode;
  readonly days: number;
  readonly level: number;
  readonly levelIndex: number;
  readonly scenario: readonly CashflowChange[];
}

/**
 * Checks what is asked for and finds the flows it is about.
 *
 * @throws TitansError `INVALID_ARGUMENT`, `NOT_FOUND`.
 */
export function forecastRequest(
  flows: readonly LearnedFlow[],
  main: CurrencyCode,
  options: ForecastOptions,
): ForecastRequest {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'Options must be an object.');
  const { days = 30, level = 0.8, scenario = [] } = options;
  if (!(Number.isInteger(days) && days >= 1 && days <= longestHorizon)) {
    throw wrong('days', `days must be a whole number from 1 to ${longestHorizon}, not ${days}.`);
  }
  const levelIndex = intervalLevels.indexOf(level);
  if (levelIndex < 0) {
    throw wrong('level', `level must be one of ${intervalLevels.join(', ')}, not ${level}.`);
  }
  checkScenario(scenario);
  const found = options.allAccounts === true ? allOf(flows, main, options) : [oneOf(flows, main, options)];
  return { flows: found, currency: (found[0] as LearnedFlow).currency, days, level, levelIndex, scenario };
}

function allOf(
  flows: readonly LearnedFlow[],
  main: CurrencyCode,
  { accountId, currency: wanted }: ForecastOptions,
): readonly LearnedFlow[] {
  if (accountId !== undefined) throw wrong('accountId', 'Give either accountId or allAccounts, not both.');
  const currencies = [...new Set(flows.map(({ currency }) => currency))];
  const currency = wanted ?? (currencies.includes(main) ? main : currencies[0]);
  const found = flows.filter((flow) => flow.currency === currency);
  if (found.length > 0) return found;
  throw new TitansError(
    'NOT_FOUND',
    `The accounts have flows in ${currencies.join(', ')}: name one of these as currency.`,
    { details: { field: 'currency' } },
  );
}

function oneOf(flows: readonly LearnedFlow[], main: CurrencyCode, options: ForecastOptions): LearnedFlow {
  const ids = new Set(flows.map(({ accountId }) => accountId));
  const accountId = options.accountId ?? (ids.size === 1 ? flows[0]?.accountId : 'default');
  const known = flows.filter((flow) => flow.accountId === accountId);
  if (known.length === 0) {
    throw new TitansError(
      'NOT_FOUND',
      'There is no forecast of that account: it was never seen, or for less than four weeks. Name one of accountIds.',
      { details: { field: 'accountId', accounts: ids.size } },
    );
  }
  const currency = options.currency ?? (known.length === 1 ? known[0]?.currency : main);
  const flow = known.find((candidate) => candidate.currency === currency);
  if (flow !== undefined) return flow;
  const currencies = known.map((candidate) => candidate.currency).join(', ');
  throw new TitansError(
    'NOT_FOUND',
    `The account has flows in ${currencies}: name one of these as currency.`,
    {
      details: { field: 'currency' },
    },
  );
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
