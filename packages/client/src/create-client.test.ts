import { type RouteName, routes } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { createClient } from './create-client.js';
import * as endpoints from './endpoints.js';
import {
  amountAnswer,
  anomalyAnswer,
  batchAnswer,
  categoryAnswer,
  correctionAnswer,
  explainAnswer,
  forecastAnswer,
  healthAnswer,
  importAnswer,
  jobAnswer,
  keyAnswer,
  problem,
  recurringAnswer,
  serviceInfoAnswer,
  storedTransaction,
  tokenAnswer,
} from './testing/answers.js';
import { experimentAnswer } from './testing/experiment-answer.js';
import {
  driftAnswer,
  historyAnswer,
  modelInfoAnswer,
  modelsAnswer,
  performanceAnswer,
  versionsAnswer,
} from './testing/model-answers.js';
import { json, text } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';
import type { TitansClient } from './titans-client.js';

const transaction = { description: 'Whole Foods', amount: -85.5, tags: ['weekly'] };

interface Case {
  readonly call: (titans: TitansClient) => Promise<unknown>;
  readonly answer: unknown;
  readonly body?: unknown;
  readonly query?: string;
  /** With its parameters filled in. */
  readonly path?: string;
  readonly file?: string;
}

const streamedRoutes = ['predictStream', 'jobResults', 'events'] as const;
type StreamedRoute = (typeof streamedRoutes)[number];

/** One call for every route that has a method and answers with one document. */
const cases: { readonly [Name in Exclude<keyof typeof endpoints, StreamedRoute>]: Case } = {
  root: { call: (titans) => titans.info(), answer: serviceInfoAnswer },
  health: { call: (titans) => titans.health(), answer: healthAnswer },
  healthLive: { call: (titans) => titans.health.live(), answer: healthAnswer },
  healthReady: { call: (titans) => titans.health.ready(), answer: healthAnswer },
  healthStartup: { call: (titans) => titans.health.startup(), answer: healthAnswer },
  openapi: { call: (titans) => titans.openapi(), answer: { openapi: '3.1.0', paths: { '/': {} } } },
  metrics: { call: (titans) => titans.metrics(), answer: 'api_requests_total 3\n' },
  predictCategory: {
    call: (titans) => titans.predict.category(transaction),
    answer: categoryAnswer,
    body: transaction,
  },
  predictAmount: {
    call: (titans) => titans.predict.amount(transaction, { level: 0.95 }),
    answer: amountAnswer,
    body: transaction,
    query: '?level=0.95',
  },
  predictAnomaly: {
    call: (titans) => titans.predict.anomaly(transaction),
    answer: anomalyAnswer,
    body: transaction,
  },
  predictBatch: {
    call: (titans) => titans.predict.batch([transaction, { amount: 1 }]),
    answer: batchAnswer,
    body: [transaction, { amount: 1 }],
  },
  explain: {
    call: (titans) => titans.predict.explain(transaction),
    answer: explainAnswer,
    body: transaction,
  },
  jobCreate: {
    call: (titans) => titans.jobs.create({ transactions: [transaction] }),
    answer: jobAnswer,
    body: { transactions: [transaction] },
  },
  jobStatus: { call: (titans) => titans.jobs.status('a/b'), answer: jobAnswer, path: '/jobs/a%2Fb' },
  jobCancel: { call: (titans) => titans.jobs.cancel('job-1'), answer: jobAnswer, path: '/jobs/job-1' },
  forecastCashflow: {
    call: (titans) =>
      titans.forecast.cashflow({ days_ahead: 7, account_id: 'main & savings', balance: 100, below: 0 }),
    answer: forecastAnswer,
    query: '?days_ahead=7&account_id=main+%26+savings',
    body: { balance: 100, below: 0 },
  },
  recurring: {
    call: (titans) => titans.recurring.list({ as_of: '2025-01-31' }),
    answer: recurringAnswer,
    query: '?as_of=2025-01-31',
  },
  recurringOf: {
    call: (titans) => titans.recurring.of({ transactions: [transaction] }),
    answer: recurringAnswer,
    body: { transactions: [transaction] },
  },
  transactionsList: {
    call: (titans) => titans.transactions.list({ limit: 10, cursor: 'x' }),
    answer: { transactions: [storedTransaction], next_cursor: 'y' },
    query: '?limit=10&cursor=x',
  },
  transactionsImport: {
    call: (titans) => titans.transactions.import({ transactions: [transaction] }),
    answer: importAnswer,
    body: { transactions: [transaction] },
  },
  transactionsImportFile: {
    call: (titans) => titans.transactions.importFile('date,amount\n', { name: 'may.csv' }),
    answer: importAnswer,
    query: '?name=may.csv',
    file: 'date,amount\n',
  },
  feedbackCorrect: {
    call: (titans) => titans.feedback.correct({ transaction_id: 't-1', category: 'rent' }),
    answer: correctionAnswer,
    body: { transaction_id: 't-1', category: 'rent' },
  },
  feedbackList: {
    call: (titans) => titans.feedback.list(),
    answer: { corrections: [correctionAnswer], next_cursor: null },
  },
  feedbackUndo: {
    call: (titans) => titans.feedback.undo('c-1'),
    answer: correctionAnswer,
    path: '/feedback/c-1',
  },
  feedbackRelease: {
    call: (titans) => titans.feedback.release('c-1'),
    answer: correctionAnswer,
    path: '/feedback/c-1/release',
  },
  modelsStatus: { call: (titans) => titans.models.status(), answer: modelsAnswer },
  modelInfo: {
    call: (titans) => titans.models.info('category'),
    answer: modelInfoAnswer,
    path: '/models/category',
  },
  modelPerformance: {
    call: (titans) => titans.models.performance('category'),
    answer: performanceAnswer,
    path: '/models/category/performance',
  },
  modelVersions: {
    call: (titans) => titans.models.versions({ limit: 5 }),
    answer: versionsAnswer,
    query: '?limit=5',
  },
  modelHistory: { call: (titans) => titans.models.history(), answer: historyAnswer },
  modelPromote: {
    call: (titans) => titans.models.promote({ version: 'sha256-1', reason: 'better' }),
    answer: modelsAnswer,
    body: { version: 'sha256-1', reason: 'better' },
  },
  modelRollback: {
    call: (titans) => titans.models.rollback({ reason: 'worse' }),
    answer: modelsAnswer,
    body: { reason: 'worse' },
  },
  modelReload: { call: (titans) => titans.models.reload(), answer: modelsAnswer },
  drift: {
    call: (titans) =>
      titans.models.drift({
        reference: { from: '2024-01-01', to: '2024-06-30' },
        current: { from: '2024-07-01', to: '2024-07-31' },
      }),
    answer: driftAnswer,
    body: {
      reference: { from: '2024-01-01', to: '2024-06-30' },
      current: { from: '2024-07-01', to: '2024-07-31' },
    },
  },
  experimentsList: {
    call: (titans) => titans.experiments.list(),
    answer: { experiments: [experimentAnswer] },
  },
  experimentStatus: {
    call: (titans) => titans.experiments.status('try-1'),
    answer: experimentAnswer,
    path: '/experiments/try-1',
  },
  experimentStart: {
    call: (titans) =>
      titans.experiments.start({
        experiment_id: 'try-1',
        challenger: 'v-2',
        reason: 'newer',
        challenger_share: 0.2,
      }),
    answer: experimentAnswer,
    body: { experiment_id: 'try-1', challenger: 'v-2', reason: 'newer', challenger_share: 0.2 },
  },
  experimentStop: {
    call: (titans) => titans.experiments.stop('try-1', { reason: 'enough' }),
    answer: experimentAnswer,
    path: '/experiments/try-1/stop',
    body: { reason: 'enough' },
  },
  experimentConclude: {
    call: (titans) => titans.experiments.conclude('try-1', { winner: 'challenger', reason: 'better' }),
    answer: experimentAnswer,
    path: '/experiments/try-1/conclude',
    body: { winner: 'challenger', reason: 'better' },
  },
  authToken: { call: (titans) => titans.auth.token(), answer: tokenAnswer },
  authRevoke: {
    call: (titans) => titans.auth.revoke({ token: 'a.b.c' }),
    answer: { revoked: true },
    body: { token: 'a.b.c' },
  },
  keysList: { call: (titans) => titans.keys.list(), answer: { keys: [keyAnswer] } },
  keysCreate: {
    call: (titans) => titans.keys.create({ name: 'nightly import', role: 'editor' }),
    answer: { ...keyAnswer, api_key: 'titans_k-1_x' },
    body: { name: 'nightly import', role: 'editor' },
  },
  keysRotate: {
    call: (titans) => titans.keys.rotate('k-1', { overlap_hours: 0 }),
    answer: { ...keyAnswer, api_key: 'titans_k-1_y' },
    body: { overlap_hours: 0 },
    path: '/keys/k-1/rotate',
  },
  keysRevoke: {
    call: (titans) => titans.keys.revoke('k-1'),
    answer: { ...keyAnswer, state: 'revoked' },
    path: '/keys/k-1',
  },
};

describe('the methods and the contract', () => {
  // Experiments are led from where models are managed; methods of theirs would be in every page that loads the client.
  test('every route of the contract but the page for people has a method', () => {
    const callable = Object.entries(routes).filter(([, { response }]) => response !== 'text/html');
    expect(Object.keys(endpoints).sort()).toEqual(callable.map(([name]) => name).sort());
    expect([...Object.keys(cases), ...streamedRoutes].sort()).toEqual(callable.map(([name]) => name).sort());
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const { method, path, idempotency } = routes[name as RouteName];
      expect(endpoint).toEqual({ method, path, idempotency });
    }
  });

  test.each(Object.entries(cases))('%s', async (name, { call, answer, body, query, path, file }) => {
    const route = routes[name as RouteName];
    const { status = 200 } = route;
    const server = await serving(typeof answer === 'string' ? text(status, answer) : json(status, answer));
    const titans = createClient({ baseUrl: `${server.origin}/titans/`, apiKey: 'id.secret' });
    expect(await call(titans)).toEqual(answer);

    expect(server.received).toHaveLength(1);
    const [request] = server.received;
    expect(request?.method).toBe(route.method);
    expect(request?.url).toBe(`/titans${path ?? route.path}${query ?? ''}`);
    expect(request?.headers.authorization).toBe('Bearer id.secret');
    expect(request?.headers['idempotency-key'] !== undefined).toBe(route.idempotency === 'key');
    expect(route.body !== undefined).toBe(body !== undefined || file !== undefined);
    if (body === undefined) {
      expect(request?.body).toBe(file ?? '');
      expect(request?.headers['content-type']).toBe(
        file === undefined ? undefined : 'application/octet-stream',
      );
    } else {
      expect(request?.headers['content-type']).toBe('application/json');
      const sent: unknown = JSON.parse(request?.body ?? '');
      expect(sent).toEqual(body);
      expect(typeof route.body === 'object' && route.body.safeParse(sent).success).toBe(true);
    }
    if (query !== undefined) {
      expect(route.query?.safeParse(Object.fromEntries(new URLSearchParams(query))).success).toBe(true);
    }
  });

  test.each(Object.entries(cases).filter(([, { answer }]) => typeof answer !== 'string'))(
    '%s refuses an answer of another shape',
    async (_name, { call }) => {
      const server = await serving(json(200, { healthy: 'very' }));
      const titans = createClient({ baseUrl: server.origin });
      expect(await rejection(call(titans))).toMatchObject({ code: 'API_RESPONSE_INVALID' });
      expect(server.received).toHaveLength(1);
    },
  );
});

test('an answer out of range is refused with its place', async () => {
  const server = await serving(
    json(200, {
      ...batchAnswer,
      results: [{ ...batchAnswer.results[0], status: 'success', predictions: { anomaly_score: 2 } }],
    }),
    json(200, { ...categoryAnswer, all_predictions: { 'food/home': 1.5 } }),
  );
  const titans = createClient({ baseUrl: server.origin });
  expect(await rejection(titans.predict.batch([transaction]))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
    details: { pointer: '/results/0' },
  });
  expect(await rejection(titans.predict.category(transaction))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
    details: { pointer: '/all_predictions/food~1home' },
  });
});

test('members that a later release adds do not disturb', async () => {
  const server = await serving(json(200, { ...categoryAnswer, colour: 'green' }));
  const titans = createClient({ baseUrl: server.origin });
  expect(await titans.predict.category(transaction)).toEqual(categoryAnswer);
});

test.each(['', '{"predicted_category":', '<html>'])('the answer %j is not JSON', async (body) => {
  const server = await serving(text(200, body));
  const titans = createClient({ baseUrl: server.origin });
  expect(await rejection(titans.predict.category({}))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
    message: expect.stringContaining('POST /predict/category is not JSON'),
  });
});

test('health reports what fails now', async () => {
  const server = await serving(
    json(503, problem(503, 'NOT_READY', 'The service is not ready: models.')),
    text(503, 'no upstream'),
    json(200, { ...healthAnswer, status: 'unhealthy' }),
  );
  const titans = createClient({ baseUrl: server.origin });
  expect(await rejection(titans.health.ready())).toMatchObject({
    code: 'NOT_READY',
    status: 503,
    message: expect.stringContaining('not ready: models'),
  });
  expect(await rejection(titans.health.live())).toMatchObject({ code: 'API_ERROR', status: 503 });
  expect(await titans.health()).toMatchObject({ status: 'unhealthy' });
  expect(server.received).toHaveLength(3);
});
