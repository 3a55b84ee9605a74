import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransaction, tableFromRows, tableSource } from '@titans/core';
import type { ForecastResponse } from '@titans/core/contract';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { exampleTransactions } from '../conformance/example-suite.js';
import { keys, requestTo, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

describe('answers', () => {
  let titans: Titans;
  beforeAll(async () => {
    titans = await start();
  });

  test('are what the models say, with the version of the model and the time it took', async () => {
    const query = {
      description: 'WHOLEFDS MKT 10234',
      amount: -85.5,
      date: '2024-09-02',
      paymentMethod: 'credit_card',
    } as const;
    const category = titans.models.category.predict(query);
    const answered = (await (await titans.fetch(requestTo('predictCategory', 'analyst'))).json()) as Record<
      string,
      unknown
    >;
    expect(answered).toMatchObject({
      predicted_category: category.category,
      confidence: Math.round(category.confidence * 1e6) / 1e6,
      all_predictions: Object.fromEntries(
        category.alternatives.map((each) => [each.category, Math.round(each.probability * 1e6) / 1e6]),
      ),
      source: category.source,
      abstained: category.abstained,
      model_version: titans.models.category.version,
    });
    expect(answered.processing_time).toBeGreaterThan(0);
    expect(answered.processing_time).toBeLessThan(5);
    const amount = titans.models.amount.predict({
      description: query.description,
      date: query.date,
      paymentMethod: 'credit_card',
    });
    expect(await (await titans.fetch(requestTo('predictAmount', 'analyst'))).json()).toMatchObject({
      predicted_amount: amount.amount,
      prediction_range: amount.range,
      coverage: amount.coverage,
    });
    const anomaly = titans.models.anomaly.predict(query);
    expect(await (await titans.fetch(requestTo('predictAnomaly', 'analyst'))).json()).toMatchObject({
      is_anomaly: anomaly.isAnomaly,
      anomaly_score: anomaly.score,
      risk_level: anomaly.riskLevel,
    });
  });

  test('are the same from models that were saved and loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'titans-server-'));
    try {
      await titans.models.save(folder);
      const loaded = await start({ models: folder });
      const ask = async (service: Titans): Promise<object> => {
        const answer = await service.fetch(requestTo('predictCategory', 'analyst'));
        const {
          processing_time: _time,
          prediction_id: _id,
          ...rest
        } = (await answer.json()) as Record<string, unknown>;
        return rest;
      };
      expect(await ask(loaded)).toEqual(await ask(titans));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a batch gives each transaction what it gets alone, under its own identifier', async () => {
    const batch = [
      { transaction_id: 'a', description: 'NETFLIX.COM', amount: -14 },
      { description: 'SHELL OIL 5744', amount: -30, account_id: 'other' },
      { transaction_id: 'c', description: 'ACME PAYROLL', amount: 2_600 },
    ];
    const answer = await titans.fetch(requestTo('predictBatch', 'analyst', batch));
    const { results, ...counts } = (await answer.json()) as {
      results: {
        transaction_id: string;
        predictions: { category: string; amount: number; anomaly_score: number };
      }[];
    };
    expect(counts).toMatchObject({ total_processed: 3, successful_predictions: 3, failed_predictions: 0 });
    expect(results.map((result) => result.transaction_id)).toEqual(['a', 'batch_1', 'c']);
    for (const [index, result] of results.entries()) {
      const { description, amount, account_id } = batch[index] as (typeof batch)[number];
      const query = { description, amount, ...(account_id ? { accountId: account_id } : {}) };
      expect(result.predictions).toMatchObject({
        category: titans.models.category.predict(query).category,
        amount: titans.models.amount.predict(query).amount,
        anomaly_score: titans.models.anomaly.predict(query).score,
      });
    }
  });

  test('a batch, a stream and a job give each transaction what the models say of it and its own history', async () => {
    const days = (from: number, to: number, amount: number) =>
      Array.from({ length: to - from }, (_, day) =>
        createTransaction({
          date: new Date(Date.UTC(2022, 0, 1 + from + day)).toISOString().slice(0, 10),
          description: 'NETFLIX.COM',
          amount,
        }),
      );
    // What was paid until spring 2022 is more than a year before the last question, but not before the first.
    const whole = tableFromRows([...days(0, 120, -900), ...days(300, 700, -14)]);
    const withHistory = await start({
      source: tableSource(whole),
      clock: { now: () => Date.UTC(2022, 2, 1) },
    });
    const rows = [
      { description: 'NETFLIX.COM', amount: -14, date: '2022-06-01' },
      { description: 'NETFLIX.COM', amount: -14, date: '2023-11-01' },
      { description: 'NETFLIX.COM', amount: -14 },
    ];
    const windows = [
      { from: '2021-06-01', to: '2022-06-01' },
      { from: '2022-11-01', to: '2023-11-01' },
      { from: '2021-03-01', to: '2022-03-01' },
    ] as const;
    const expected = await Promise.all(
      rows.map(async (row, index) => {
        const history = await tableSource(whole).transactions(windows[index]);
        const { score } = withHistory.models.anomaly.predict(row, { history });
        const { amount, range } = withHistory.models.amount.predict(row, { history });
        return { predictions: { anomaly_score: score, amount, amount_range: range } };
      }),
    );
    const batch = await withHistory.fetch(requestTo('predictBatch', 'analyst', rows));
    expect(await batch.json()).toMatchObject({ results: expected });
    const linesOf = async (answer: Response): Promise<unknown> =>
      (await answer.text())
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const headers = { authorization: `Bearer ${keys.analyst}` };
    const stream = await withHistory.fetch(
      new Request('http://localhost/predict/stream', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/x-ndjson' },
        body: rows.map((row) => JSON.stringify(row)).join('\n'),
      }),
    );
    expect(await linesOf(stream)).toMatchObject(expected);
    const job = await withHistory.fetch(requestTo('jobCreate', 'analyst', { transactions: rows }));
    const { job_id } = (await job.json()) as { job_id: string };
    const results = await vi.waitFor(async () => {
      const answer = await withHistory.fetch(
        new Request(`http://localhost/jobs/${job_id}/results`, { headers }),
      );
      expect(answer.status).toBe(200);
      return answer;
    });
    expect(await linesOf(results)).toMatchObject(expected);
    await withHistory.close({ timeoutMs: 1_000 });
  });

  test('a forecast has as many days as asked for, in order, each within its interval', async () => {
    const request = new Request(
      'http://localhost/forecast/cashflow?days_ahead=30',
      requestTo('forecastCashflow', 'analyst'),
    );
    const forecast = (await (await titans.fetch(request)).json()) as ForecastResponse;
    const expected = titans.models.cashflow.forecast({ days: 30 });
    expect(forecast.forecast_data.map((day) => [day.date, day.predicted_amount])).toEqual(
      expected.map((day) => [day.date, day.amount]),
    );
    expect(forecast.model_accuracy).toBe(titans.models.cashflow.skill);
    for (const day of forecast.forecast_data) {
      expect(day.confidence_interval_lower).toBeLessThanOrEqual(day.predicted_amount);
      expect(day.predicted_amount).toBeLessThanOrEqual(day.confidence_interval_upper);
    }
  });

  test('an account that was never seen has no forecast', async () => {
    const request = new Request(
      'http://localhost/forecast/cashflow?account_id=never-seen',
      requestTo('forecastCashflow', 'analyst'),
    );
    const answer = await titans.fetch(request);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'NOT_FOUND']);
  });

  test('the history of the account is read from the source, up to the day of the transaction', async () => {
    const asked: unknown[] = [];
    const table = tableSource(exampleTransactions());
    const source = {
      transactions: (selection: Parameters<typeof table.transactions>[0]) => {
        const { signal: _signal, ...rest } = selection ?? {};
        asked.push(rest);
        return table.transactions(selection);
      },
    };
    const withHistory = await start({ source, clock: { now: () => Date.UTC(2024, 7, 1) } });
    const batch = [
      { description: 'NETFLIX.COM', date: '2024-03-02' },
      { description: 'NETFLIX.COM', date: '2024-05-04' },
      { description: 'NETFLIX.COM', account_id: 'other' },
    ];
    expect((await withHistory.fetch(requestTo('predictBatch', 'analyst', batch))).status).toBe(200);
    expect(asked).toMatchObject([
      { accountId: 'default', to: '2024-05-04' },
      { accountId: 'other', to: '2024-08-01' },
    ]);
    asked.length = 0;
    // The category is not read off earlier transactions.
    await withHistory.fetch(requestTo('predictCategory', 'analyst'));
    expect(asked).toEqual([]);
    await withHistory.fetch(
      requestTo('predictAmount', 'analyst', { description: 'Fuel', date: '2024-05-04' }),
    );
    expect(asked).toMatchObject([{ from: '2023-05-05', to: '2024-05-04' }]);
  });
});
