import { forecastQuerySchema, forecastRequestSchema, forecastResponseSchema } from '../forecast.js';
import { recurringQuerySchema, recurringRequestSchema, recurringResponseSchema } from '../recurring.js';
import type { RouteContract } from './route-contract.js';

/** Names of these routes. */
export type ForecastRouteName = 'forecastCashflow' | 'recurring' | 'recurringOf';

/** The days ahead. */
export const forecastRoutes: { readonly [Name in ForecastRouteName]: RouteContract } = {
  forecastCashflow: {
    method: 'POST',
    path: '/forecast/cashflow',
    summary: 'Net cash flow per day ahead with intervals, balances and scenarios.',
    tag: 'forecast',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: forecastQuerySchema,
    body: forecastRequestSchema,
    isBodyOptional: true,
    response: forecastResponseSchema,
  },
  recurring: {
    method: 'GET',
    path: '/recurring',
    summary: 'Payments that recur in the stored history of an account.',
    tag: 'forecast',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: recurringQuerySchema,
    response: recurringResponseSchema,
  },
  recurringOf: {
    method: 'POST',
    path: '/recurring',
    summary: 'Payments that recur in the transactions sent.',
    tag: 'forecast',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    body: recurringRequestSchema,
    response: recurringResponseSchema,
  },
};
