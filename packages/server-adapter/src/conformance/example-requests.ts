import type { RouteName } from '@titans/core/contract';

/** What is sent to a route beside its method and path. */
export interface ExampleRequest {
  /** With its question mark. */
  readonly query?: string;
  readonly body?: unknown;
  /** Instead of a body: one JSON text a line. */
  readonly lines?: readonly unknown[];
  /** Instead of a body: a file. */
  readonly text?: string;
  /** Parameters of the path. */
  readonly params?: Readonly<Record<string, string>>;
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
  predictStream: { lines: [transaction, transaction] },
  explain: { body: transaction },
  jobCreate: { body: { transactions: [transaction] } },
  jobStatus: { params: { job_id: 'unknown' } },
  jobResults: { params: { job_id: 'unknown' } },
  jobCancel: { params: { job_id: 'unknown' } },
  forecastCashflow: { query: '?days_ahead=14' },
  recurring: {},
  recurringOf: { body: { transactions: [transaction] } },
  transactionsList: {},
  transactionsImport: { body: { transactions: [transaction] } },
  transactionsImportFile: { text: 'date,description,amount\n2024-09-02,WHOLEFDS MKT 10234,-85.50\n' },
  feedbackCorrect: { body: { transaction, category: 'food' } },
  feedbackList: {},
  feedbackUndo: { params: { correction_id: 'unknown' } },
  feedbackRelease: { params: { correction_id: 'unknown' } },
  modelsStatus: {},
  modelInfo: { params: { task: 'category' } },
  modelPerformance: { params: { task: 'category' } },
  modelVersions: {},
  modelHistory: {},
  modelPromote: { body: { version: 'champion', reason: 'better on unseen rows' } },
  modelRollback: { body: { reason: 'worse than before' } },
  modelReload: {},
  drift: { body: { reference: { transactions: [transaction] }, current: { transactions: [transaction] } } },
  experimentsList: {},
  experimentStatus: { params: { experiment_id: 'new-categories' } },
  experimentStart: {
    body: { experiment_id: 'new-categories', challenger: 'challenger', reason: 'better on unseen rows' },
  },
  experimentStop: { params: { experiment_id: 'new-categories' }, body: { reason: 'enough is known' } },
  experimentConclude: {
    params: { experiment_id: 'new-categories' },
    body: { winner: 'challenger', reason: 'more accurate' },
  },
  authToken: {},
  authRevoke: { body: { token: 'no.such.token' } },
  keysList: {},
  keysCreate: { body: { name: 'nightly import', role: 'editor' } },
  keysRotate: { params: { key_id: 'unknown' } },
  keysRevoke: { params: { key_id: 'unknown' } },
  events: {},
};
