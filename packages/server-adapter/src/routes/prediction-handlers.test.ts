import { expect, test } from 'vitest';
import { exampleSuite } from '../conformance/example-suite.js';
import { silentLogger } from '../logging/logger.js';
import { keys, requestTo, start } from '../testing/service.js';

test('an answer that cannot be written is a failure alone, and recorded nowhere', async () => {
  const suite = await exampleSuite();
  let isBroken = true;
  let reads = 0;
  const unreadable = {
    contribution: 1,
    /** Once, when the answer is put together. */
    get feature(): string {
      if (++reads > 1) throw new Error('It cannot be read.');
      return 'amount';
    },
  };
  const anomaly: typeof suite.anomaly = {
    ...suite.anomaly,
    predict(query, options) {
      const prediction = suite.anomaly.predict(query, options);
      return isBroken ? { ...prediction, factors: [unreadable] } : prediction;
    },
  };
  const sent: string[] = [];
  const titans = await start({
    models: Object.freeze({ ...suite, anomaly }),
    events: {
      send: async (_topic, body) => {
        sent.push(body);
      },
      consume: () => async () => undefined,
      deadLetters: async () => [],
      close: async () => undefined,
    },
    logger: silentLogger,
  });
  expect((await titans.fetch(requestTo('predictAnomaly', 'analyst'))).status).toBe(500);
  isBroken = false;
  expect((await titans.fetch(requestTo('predictAnomaly', 'analyst'))).status).toBe(200);
  const metrics = await (await titans.fetch(requestTo('metrics', 'admin'))).text();
  expect(metrics.match(/^model_predictions_total\{model_name="anomaly".*$/gm)?.toSorted()).toEqual([
    'model_predictions_total{model_name="anomaly",status="error"} 1',
    'model_predictions_total{model_name="anomaly",status="success"} 1',
  ]);
  await titans.close();
  expect(sent).toHaveLength(1);
});

test('a question that comes again is answered as before, without asking the model', async () => {
  const suite = await exampleSuite();
  let asked = 0;
  const anomaly: typeof suite.anomaly = {
    ...suite.anomaly,
    predict(query, options) {
      asked++;
      return suite.anomaly.predict(query, options);
    },
  };
  const titans = await start({ models: Object.freeze({ ...suite, anomaly }), logger: silentLogger });
  const question = { description: 'SHELL OIL 5744', amount: -31.2 };
  const answers: Record<string, unknown>[] = [];
  for (let time = 0; time < 4; time++) {
    const response = await titans.fetch(requestTo('predictAnomaly', 'analyst', question));
    answers.push((await response.json()) as Record<string, unknown>);
  }
  expect(asked).toBe(2);
  const { prediction_id: _id, processing_time: _time, ...first } = answers[0] ?? {};
  for (const answer of answers) expect(answer).toMatchObject(first);
  expect(new Set(answers.map((answer) => answer.prediction_id)).size).toBe(4);
  expect(answers.every(({ processing_time: time }) => typeof time === 'number' && time >= 0)).toBe(true);
  const other = await titans.fetch(requestTo('predictAnomaly', 'analyst', { ...question, amount: -31.3 }));
  expect([other.status, asked]).toEqual([200, 3]);
  await titans.close();
});

test('what is remembered of single questions and of batches is forgotten with a correction, and with its undoing', async () => {
  const titans = await start({ logger: silentLogger });
  const question = { description: 'SHELL OIL 5744', amount: -31.2 };
  const categories = async (): Promise<unknown[]> => {
    const found: unknown[] = [];
    for (let time = 0; time < 3; time++) {
      const one = await titans.fetch(requestTo('predictCategory', 'analyst', question));
      found.push(((await one.json()) as { predicted_category: string }).predicted_category);
      const batch = await titans.fetch(requestTo('predictBatch', 'analyst', [question]));
      const { results } = (await batch.json()) as { results: { predictions: { category: string } }[] };
      found.push(results[0]?.predictions.category);
    }
    return [...new Set(found)];
  };
  expect(await categories()).toEqual(['transportation']);
  const made = await titans.fetch(
    requestTo('feedbackCorrect', 'editor', { transaction: question, category: 'car' }),
  );
  expect(made.status).toBe(201);
  const { correction_id: id } = (await made.json()) as { correction_id: string };
  expect(await categories()).toEqual(['car']);
  const undone = await titans.fetch(
    new Request(`http://localhost/feedback/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${keys.editor}` },
    }),
  );
  expect(undone.status).toBe(200);
  expect(await categories()).toEqual(['transportation']);
  await titans.close();
});
