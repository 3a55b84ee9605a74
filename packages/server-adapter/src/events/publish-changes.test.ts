import { expect, test } from 'vitest';
import { requestTo, start } from '../testing/service.js';
import type { Publish } from './event-hub.js';
import { publishingLog } from './publish-changes.js';

test('of an answer that is recorded, what is short is published, and nothing of the transaction', () => {
  const published: unknown[] = [];
  const recorded: unknown[] = [];
  const publish: Publish = (...event) => published.push(event);
  const log = publishingLog(
    { record: (...record) => recorded.push(record), flush: () => Promise.resolve() },
    publish,
  );
  const asker = { requestId: 'r-1', principal: null, tenant: { id: 'a' } };
  const response = {
    predicted_category: 'food',
    confidence: 0.9,
    explanation: [{ feature: 'WHOLEFDS', contribution: 1 }],
    results: Array.from({ length: 100 }, () => ({})),
    model_version: '1',
  };
  log.record(asker, 'predictCategory', () => ({}), response);
  expect(recorded).toHaveLength(1);
  expect(published).toEqual([
    [
      'a',
      'prediction',
      {
        prediction_id: 'r-1',
        route: 'predictCategory',
        predicted_category: 'food',
        confidence: 0.9,
        model_version: '1',
      },
    ],
  ]);
});

test('corrections, jobs and changes of models are events with who made them; what fails is none', async () => {
  const titans = await start();
  const events = await titans.fetch(requestTo('events', 'viewer'));
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  const text = { description: 'WHOLEFDS MKT 10234', amount: -85.5 };
  await titans.fetch(requestTo('feedbackCorrect', 'editor', { transaction: text, category: '' }));
  await titans.fetch(requestTo('feedbackCorrect', 'editor', { transaction: text, category: 'utilities' }));
  await titans.fetch(requestTo('jobCreate', 'analyst', { transactions: [text] }));
  let told = '';
  while (!told.includes('"succeeded"')) told += (await reader?.read())?.value ?? '';
  const types = [...told.matchAll(/^event: (\w+)$/gm)].map(([, type]) => type);
  expect(types.filter((type) => type === 'correction')).toHaveLength(1);
  expect(told).toMatch(/"route":"feedbackCorrect","by":"editor"/);
  expect(types).toContain('job');
  expect(told).not.toContain('WHOLEFDS');
  await reader?.cancel();
  await titans.close({ timeoutMs: 1_000 });
});
