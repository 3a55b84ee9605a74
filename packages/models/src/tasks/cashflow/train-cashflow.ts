import { type CurrencyCode, TitansError, type TransactionTable, throwIfAborted } from '@titans/core';
import { longestHorizon } from '../../forecast/fitted-forecast.js';
import { dayOf } from '../../recurring/due-dates.js';
import { bookingCalendar } from '../../recurring/slots.js';
import { mainCurrency } from '../main-currency.js';
import type { CashflowModel } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { cashflowModel } from './cashflow-model.js';
import { type CashflowOptions, closedDays } from './cashflow-options.js';
import { leastDays } from './choose.js';
import { type DailySeries, dailySeries, lastDayOf } from './daily-series.js';
import { cashflowEvaluation } from './evaluate.js';
import { flowMemory } from './flow-memory.js';
import { type LearnContext, learnFlow } from './learn-flow.js';
import type { LearnedFlow } from './learned-flow.js';
import { streamSource } from './stream-source.js';

/**
 * Learns a daily forecast per account and currency: recurring streams, calendar and a forecaster of the rest where a
 * rolling backtest of all three together does better than forecasters of the whole, else the best of those. Measured
 * on the flows of the main currency, on days that nothing of it has seen.
 *
 * @throws TitansError `DATA_INSUFFICIENT` if no account was seen for four weeks, `DATE_INVALID` for an option that is
 * no date, `ABORTED`.
 */
export async function trainCashflow(
  table: TransactionTable,
  options: TaskOptions,
  cashflow: CashflowOptions = {},
): Promise<CashflowModel> {
  if (typeof cashflow !== 'object' || cashflow === null) {
    throw new TitansError('INVALID_ARGUMENT', 'cashflow must be an object of options.', {
      details: { field: 'cashflow' },
    });
  }
  const { asOf, keepPayeeNames = false } = cashflow;
  if (typeof keepPayeeNames !== 'boolean') {
    throw new TitansError('INVALID_ARGUMENT', 'cashflow.keepPayeeNames must be true or false.', {
      details: { field: 'cashflow.keepPayeeNames' },
    });
  }
  const currency = mainCurrency(table);
  const lastDay = asOf !== undefined ? dayOf('cashflow.asOf', asOf) : table.length > 0 ? lastDayOf(table) : 0;
  const series = dailySeries(table, lastDay).filter(({ values }) => values.length >= leastDays);
  if (currency === undefined || series.length === 0) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `The cash flow needs an account with at least ${leastDays} days from its first transaction to the last.`,
      { details: { task: 'cashflow', rows: table.length } },
    );
  }
  const firstDay = series.reduce((first, one) => Math.min(first, one.firstDay), lastDay);
  const closed = closedDays(cashflow, firstDay, lastDay + longestHorizon + 31);
  const context: LearnContext = {
    streams: streamSource(table, closed),
    calendar: bookingCalendar(new Set(closed), firstDay),
    options,
    seriesCount: series.length,
    keepNames: keepPayeeNames,
    isHeldOut: false,
  };
  const measured = new Set(ofCurrency(series, currency));
  const evaluation = cashflowEvaluation(measured.size, context);
  const flows: LearnedFlow[] = [];
  for (const one of series) {
    throwIfAborted(options.signal, 'cashflow');
    options.onProgress?.({
      stage: 'cashflow: accounts',
      done: flows.length,
      total: series.length,
      unit: 'steps',
    });
    const memory = flowMemory();
    if (measured.has(one)) await evaluation.add(one, memory);
    flows.push(await learnFlow(one, context, memory));
  }
  const trainedOn = series.reduce((rows, { transactions }) => rows + transactions, 0);
  const { seed } = options;
  const measurements = evaluation.measurements();
  return cashflowModel({ currency, lastDay, holidays: closed, seed, flows, measurements, trainedOn });
}

/** The series of the main currency; all if it has none that is long enough. */
function ofCurrency(series: readonly DailySeries[], currency: CurrencyCode): readonly DailySeries[] {
  const main = series.filter((one) => one.currency === currency);
  return main.length > 0 ? main : series;
}
