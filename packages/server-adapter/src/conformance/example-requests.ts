import type { RouteName } from '@titans/core/contract';

/** What is sent to a route beside its method and path. */
export interface ExampleRequest {
  /** With its question mark. */
  readonly query?: string;
  readonly body?: unknown;
}

const transaction = {
  description: 'WHOLEFDS MKT 10234',
  amount: -85.5,
  date: '2024-09-02',
  payment_method: 'credit_card',
} as const;

/** A request that each route answers with 200, given a credential that may do everything. */
export const exampleRequests: Readonly<Record<RouteName, ExampleRequest>> = {
  root: {},
  health: {},
  healthLive: {},
  healthReady: {},
  healthStartup: {},
  openapi: {},
  docs: {},
  metrics: {},
  predictCategory: { body: transaction },
  predictAmount: { body: { ...transaction, amount: null } },
  predictAnomaly: { body: transaction },
  predictBatch: { body: Array.from({ length: 100 }, () => transaction) },
  forecastCashflow: { query: '?days_ahead=14' },
  authToken: {},
  authRevoke: { body: { token: 'no.such.token' } },
};
