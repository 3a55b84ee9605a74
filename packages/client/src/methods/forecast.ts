import type {
  ForecastQuery,
  ForecastRequest,
  ForecastResponse,
  RecurringQuery,
  RecurringRequest,
  RecurringResponse,
} from '@titans/core/contract';
import { forecastAnswer, recurringAnswer } from '../answers/payments.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import * as endpoints from '../endpoints.js';

/** Questions about the days ahead. */
export interface ForecastMethods {
  /**
   * Net cash flow per day for `days_ahead` days, 1 to 365, 30 unless told; of a stored account, or of the `history` given.
   */
  cashflow(question?: ForecastQuery & ForecastRequest, options?: CallOptions): Promise<ForecastResponse>;
}

/** Payments that recur. */
export interface RecurringMethods {
  /** In the stored history of an account. */
  list(query?: RecurringQuery, options?: CallOptions): Promise<RecurringResponse>;
  /** In the transactions given. */
  of(request: RecurringRequest, options?: CallOptions): Promise<RecurringResponse>;
}

export function forecastMethods({ ask }: Caller): ForecastMethods {
  return Object.freeze({
    cashflow(question: ForecastQuery & ForecastRequest = {}, options?: CallOptions) {
      const { days_ahead, account_id, level, currency, ...body } = question;
      const hasBody = Object.values(body).some((member) => member !== undefined);
      return ask(
        endpoints.forecastCashflow,
        forecastAnswer,
        {
          query: { days_ahead, account_id, level, currency },
          ...(hasBody ? { json: body } : {}),
        },
        options,
      );
    },
  });
}

export function recurringMethods({ ask }: Caller): RecurringMethods {
  return Object.freeze({
    list: (query?: RecurringQuery, options?: CallOptions) =>
      ask(endpoints.recurring, recurringAnswer, { query }, options),
    of: (request: RecurringRequest, options?: CallOptions) =>
      ask(endpoints.recurringOf, recurringAnswer, { json: request }, options),
  });
}
