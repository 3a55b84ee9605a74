/**
 * Two years of retraining on real card payments: at the beginning of each quarter a candidate is trained and, where it is
 * better than the champion on rows that neither has seen, promoted. Printed is how well the payments of the quarter that follows
 * are answered, beside a model that is never trained again and one that is replaced whatever comes.
 */
import {
  addDays,
  memoryKeyValueStore,
  type PlainDate,
  selectRows,
  tableFromRows,
  toEpochDay,
} from '@titans/core';
import { type TrainedSuite, train } from '@titans/models';
import {
  type ModelRegistry,
  memoryRegistry,
  type Retraining,
  retraining,
  scheduleTrigger,
} from '@titans/models/lifecycle';
import { categoryData } from './category/category-data.js';

const options = { tasks: ['category'], budget: 'quick', seed: 1 } as const;
const quarters: readonly PlainDate[] = [
  ...(['2015-01-01', '2015-04-01', '2015-07-01', '2015-10-01'] as const),
  ...(['2016-01-01', '2016-04-01', '2016-07-01', '2016-10-01', '2017-01-01'] as const),
];
const model = 'cards';

const data = categoryData().find(({ name }) => name === 'pcard-calderdale');
if (data === undefined) console.log('skipped: pcard-calderdale is not there');
else await retrain(tableFromRows(data.rows));

async function retrain(all: ReturnType<typeof tableFromRows>): Promise<void> {
  const dates = all.columns.date;
  const between = (from: string, to: string): typeof all =>
    selectRows(
      all,
      [...dates.keys()].filter((row) => {
        const day = dates[row] as number;
        return day >= toEpochDay(from as PlainDate) && day < toEpochDay(to as PlainDate);
      }),
    );
  let today: PlainDate = quarters[0] as PlainDate;
  const registry = memoryRegistry();
  const jobWith = (changes: { readonly registry: ModelRegistry; readonly refit: boolean }): Retraining =>
    retraining({
      ...{ model, store: memoryKeyValueStore(), train: options, cooldownMs: 0, ...changes },
      transactions: () => Promise.resolve(between('2014-01-01', today)),
      triggers: [scheduleTrigger({ everyMs: 1 })],
      now: () => Date.parse(today),
    });
  const job = jobWith({ registry, refit: false });
  const refittedRegistry = memoryRegistry();
  const refittingJob = jobWith({ registry: refittedRegistry, refit: true });
  const accuracyOf = async (suite: TrainedSuite, from: PlainDate, to: PlainDate): Promise<number> => {
    const rows = await suite.evaluate(between(from, to), { history: between('2014-01-01', from) });
    return rows.find(({ metric }) => metric === 'accuracy')?.value ?? Number.NaN;
  };
  let first: TrainedSuite | null = null;
  const sums = { rows: 0, kept: 0, retrained: 0, refitted: 0, replaced: 0 };
  for (const [at, start] of quarters.slice(0, -1).entries()) {
    today = start;
    const end = quarters[at + 1] ?? addDays(start, 90);
    const begun = performance.now();
    const { run } = await job.tick();
    const seconds = (performance.now() - begun) / 1_000;
    const { run: refittingRun } = await refittingJob.tick();
    const champion = await registry.load(model, '@champion');
    const refitted = await refittedRegistry.load(model, '@champion');
    first ??= champion;
    const newest = await train(between('2014-01-01', start), options);
    const rows = between(start, end).length;
    const figures = {
      kept: await accuracyOf(first, start, end),
      retrained: await accuracyOf(champion, start, end),
      refitted: await accuracyOf(refitted, start, end),
      replaced: await accuracyOf(newest, start, end),
    };
    sums.rows += rows;
    for (const name of ['kept', 'retrained', 'refitted', 'replaced'] as const)
      sums[name] += rows * figures[name];
    const shown = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(3)}`);
    console.log(
      `${start}: ${run?.outcome} in ${seconds.toFixed(0)} s, next ${rows} rows: ${shown.join(', ')} (${run?.outcomeReason})`,
    );
    console.log(
      `  with a refit: ${refittingRun?.outcome} (${refittingRun?.outcomeReason}); ${refittingRun?.refit?.findings.map(({ reason }) => reason).join('; ') ?? 'none'}`,
    );
  }
  const mean = (name: 'kept' | 'retrained' | 'refitted' | 'replaced'): string =>
    (sums[name] / sums.rows).toFixed(4);
  console.log(
    `${sums.rows} payments: ${mean('kept')} without retraining, ${mean('retrained')} with it, ${mean('refitted')} with it and a refit, ${mean('replaced')} if replaced each time by a model of all rows`,
  );
}
