import { describe, expect, test } from 'vitest';
import { train } from '../../train.js';
import { anomalyLabels } from '../feedback/anomaly-labels.js';
import { memoryFeedbackLog } from '../feedback/memory-feedback-log.js';
import { withoutToldLabels } from './steps/hidden-labels.js';
import { all, bench, learn, model, withChampion } from './testing/bench.js';

const scope = 'tenant';
const shop = { transaction: { description: 'Abraxas 17' }, category: 'gifts', by: 'ana' };

describe('corrections of users', () => {
  test('are learned by the next training, which says up to where', async () => {
    const log = memoryFeedbackLog();
    await log.append(scope, shop);
    const { id } = await log.append(scope, { ...shop, transaction: { description: 'Cadmium 3' } });
    await log.undo(scope, id, { by: 'ana' });
    const made = bench();
    const run = await made
      .open({
        corrections: { log, scope },
        train: (rows, { corrections }) =>
          train(rows, { tasks: ['category'], budget: 'quick', seed: 1, corrections }),
      })
      .run();
    expect(run.candidate).toMatchObject({ correctionsThrough: 3 });
    const champion = await made.registry.resolve(model, '@champion');
    expect(champion.tags).toMatchObject({ 'titans.corrections-through': '3' });
    const suite = await made.registry.load(model, champion.id);
    expect(suite.category.predict({ description: 'ABRAXAS 99' }).category).toBe('gifts');
    expect(suite.category.predict({ description: 'CADMIUM 99' }).category).not.toBe('gifts');
  });

  test('are no examination of who was told the answer', async () => {
    const log = memoryFeedbackLog();
    await log.append(scope, { ...shop, category: 'food' });
    const made = await withChampion();
    const run = await made.open({ corrections: { log, scope }, train: (rows) => learn(rows) }).run();
    const labelled = [...all.rows()]
      .slice(242)
      .filter(({ description }) => !description.startsWith('Abraxas'));
    expect(labelled.length).toBeLessThan(58);
    expect(run.evaluation?.comparisons[0]?.n).toBe(labelled.length);
  });

  test('that the champion knows too are examined, and nothing is hidden without corrections', async () => {
    const log = memoryFeedbackLog();
    await log.append(scope, shop);
    const ofPayee = [...all.rows()].filter(({ description }) => description.startsWith('Abraxas')).length;
    const labelled = async (after: number): Promise<number> => {
      const table = await withoutToldLabels(all, { log, scope, after, signal: undefined });
      return [...table.rows()].filter(({ category }) => category !== null).length;
    };
    expect(ofPayee).toBeGreaterThan(10);
    expect(await labelled(0)).toBe(all.length - ofPayee);
    expect(await labelled(1)).toBe(all.length);
  });

  test('that label anomalies are learned where the candidate trains, and measure it where it does not', async () => {
    const log = memoryFeedbackLog();
    const label = (transactionId: string, isAnomaly: boolean) =>
      log.append(scope, { transaction: {}, transactionId, isAnomaly, by: 'ana' });
    const made = bench();
    const ids = [...made.rows.rows()].map(({ id }) => id ?? '');
    for (const [at, id] of ids.entries()) if (at % 7 === 0) await label(id, at % 35 === 0);
    const asked: (readonly (boolean | null)[])[] = [];
    const run = await made
      .open({
        corrections: { log, scope },
        train: async (rows, { anomalies }) => {
          const labels = anomalyLabels(rows, anomalies);
          asked.push(labels);
          return train(rows, {
            tasks: ['category', 'anomaly'],
            budget: 'quick',
            seed: 1,
            anomaly: { labels },
          });
        },
      })
      .run();
    const [labels = []] = asked;
    expect(labels).toEqual(ids.slice(0, 110).map((_, at) => (at % 7 === 0 ? at % 35 === 0 : null)));
    expect(run.outcome).toBe('promoted');
    // The options of train get them likewise, and the next candidate is compared on those of the rows held out.
    made.now += 30 * 86_400_000;
    made.rows = all;
    for (const [at, { id }] of [...all.rows()].entries())
      if (at >= 160 && at % 7 === 0) await label(id ?? '', at % 35 === 0);
    const next = await made
      .open({
        corrections: { log, scope },
        gate: { guards: [] },
        train: { tasks: ['category', 'anomaly'], budget: 'quick', seed: 1 },
      })
      .run();
    const comparison = next.evaluation?.comparisons.find(({ task }) => task === 'anomaly');
    const held = [...all.rows()].filter((_, at) => at >= (next.data?.trainingRows ?? 0) && at % 7 === 0);
    expect(comparison).toMatchObject({ metric: 'average_precision', n: held.length });
  });
});
