import { type CurrencyCode, TitansError, type TransactionTable, throwIfAborted } from '@titans/core';
import { longestHorizon } from '../../forecast/fitted-forecast.js';
import { conformalOffsets, intervalLevels } from '../../forecast/intervals.js';
import { mainCurrency } from '../main-currency.js';
import type { CashflowModel } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { type AccountForecast, cashflowModel } from './cashflow-model.js';
import { chooseForecaster, leastDays } from './choose.js';
import { type DailySeries, dailySeries, lastDayOf } from './daily-series.js';
import { evaluateCashflow } from './evaluate.js';

/**
 * Learns a daily forecast per account and currency: the forecaster is chosen by a rolling backtest, the intervals
 * come from its errors. Measured on the flows of the main currency.
 *
 * @throws TitansError `DATA_INSUFFICIENT` if no account was seen for four weeks, `ABORTED`.
 */
export async function trainCashflow(table: TransactionTable, options: TaskOptions): Promise<CashflowModel> {
  const currency = mainCurrency(table);
  const series = dailySeries(table).filter(({ values }) => values.length >= leastDays);
  if (currency === undefined || series.length === 0) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `The cash flow needs an account with at least ${leastDays} days from its first transaction to the last.`,
      { details: { task: 'cashflow', rows: table.length } },
    );
  }
  const measurements = await evaluateCashflow(ofCurrency(series, currency), options);
  const accounts: AccountForecast[] = [];
  for (const one of series) {
    throwIfAborted(options.signal, 'cashflow');
    options.onProgress?.({
      stage: 'cashflow: accounts',
      done: accounts.length,
      total: series.length,
      unit: 'steps',
    });
    const selection = await chooseForecaster(one, series.length, options);
    const fitted = await selection.forecaster.fit(one.values, one.firstDay, options);
    const offsets = intervalLevels.map((level) => conformalOffsets(selection.backtest, level));
    accounts.push({
      accountId: one.accountId,
      currency: one.currency,
      forecaster: selection.forecaster.name,
      points: fitted.forecast(longestHorizon),
      lower: offsets.map(({ lower }) => lower),
      upper: offsets.map(({ upper }) => upper),
    });
  }
  const trainedOn = series.reduce((rows, { transactions }) => rows + transactions, 0);
  return cashflowModel({ currency, lastDay: lastDayOf(table), accounts, measurements, trainedOn });
}

/** The series of the main currency; all if it has none that is long enough. */
function ofCurrency(series: readonly DailySeries[], currency: CurrencyCode): readonly DailySeries[] {
  const main = series.filter((one) => one.currency === currency);
  return main.length > 0 ? main : series;
}
