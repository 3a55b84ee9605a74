import { expect, test } from 'vitest';
import { exampleSuite } from '../conformance/example-suite.js';
import { silentLogger } from '../logging/logger.js';
import { requestTo, start } from '../testing/service.js';

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
