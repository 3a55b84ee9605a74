import type { KeyValueStore } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { ExperimentVariant, NewExperiment, Observation } from '../experiments/experiment.js';
import { type OnlineExperiments, onlineExperiments } from '../experiments/online-experiments.js';
import { codeOf, requireCode, requireEqual } from './registry-check.js';

const by = 'tester';
const reason = 'a case of the suite';
const day = 86_400_000;

function planned(id: string, more: Partial<NewExperiment> = {}): NewExperiment {
  return {
    id,
    model: 'transactions',
    champion: { version: 'v1', weight: 1 },
    challenger: { version: 'v2', weight: 1 },
    metric: { name: 'accuracy', direction: 'higher', range: [0, 1] },
    unit: 'transaction',
    minimumRows: 20,
    ...more,
  };
}

/** Outcomes of a variant, of which every so many is right. */
function outcomesOf(variant: ExperimentVariant, count: number, everyRight: number): readonly Observation[] {
  return Array.from({ length: count }, (_, index): Observation => {
    const values = { accuracy: index % everyRight === 0 ? 1 : 0 };
    const common = { id: `${variant}-${index}`, unit: `unit-${variant}-${index}` };
    return variant === 'champion' ? { ...common, champion: values } : { ...common, challenger: values };
  });
}

/** Experiments of one case, as two processes see them. */
interface TwoProcesses {
  readonly here: OnlineExperiments;
  readonly there: OnlineExperiments;
  passDays(days: number): void;
}

/**
 * What experiments must do in every `KeyValueStore`, with several processes at once.
 *
 * @param create Makes a store; it need not be empty, since the scopes are random.
 */
export function onlineExperimentsConformance(create: Create<KeyValueStore>): readonly ConformanceCase[] {
  const check = (name: string, work: (both: TwoProcesses) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const store = await create();
      const scope = globalThis.crypto.randomUUID();
      let time = Date.UTC(2026, 0, 1);
      const passDays = (days: number): void => {
        time += days * day;
      };
      const open = (): OnlineExperiments => onlineExperiments({ store, scope, now: () => time });
      try {
        await work({ here: open(), there: open(), passDays });
      } finally {
        await store.close();
      }
    },
  });
  const started = async (
    { here }: TwoProcesses,
    id: string,
    more: Partial<NewExperiment> = {},
  ): Promise<void> => {
    await here.create(planned(id, more), { by });
    await here.start(id, { by, reason });
  };

  return [
    check('an experiment goes from draft over running to its conclusion', async ({ here, there }) => {
      requireEqual((await here.create(planned('one'), { by })).state, 'draft', 'created');
      await requireCode('CONFLICT', there.create(planned('one'), { by }), 'the same id again');
      requireEqual(await here.running().then((one) => one?.state ?? null), null, 'running before the start');
      requireEqual((await here.start('one', { by, reason })).state, 'running', 'started');
      requireEqual((await there.running())?.plan.id ?? null, 'one', 'running elsewhere');
      await requireCode('CONFLICT', there.start('one', { by, reason }), 'started twice');
      requireEqual((await there.stop('one', { by, reason })).state, 'stopped', 'stopped');
      await requireCode('CONFLICT', here.stop('one', { by, reason }), 'stopped twice');
      const promoted: string[] = [];
      const promote = async (version: string, champion: string): Promise<void> =>
        void promoted.push(version, champion);
      const concluded = await here.conclude('one', { winner: 'challenger', by, reason, promote });
      requireEqual(
        [concluded.state, concluded.winner, ...promoted],
        ['concluded', 'challenger', 'v2', 'v1'],
        'end',
      );
      const again = await there.conclude('one', { winner: 'challenger', by, reason });
      requireEqual(again.state, 'concluded', 'concluded again in the same way');
      await requireCode('CONFLICT', there.conclude('one', { winner: 'champion', by, reason }), 'otherwise');
      requireEqual(
        concluded.changes.map(({ to }) => to),
        ['draft', 'running', 'stopped', 'concluded'],
        'history',
      );
    }),
    check('only a draft is discarded, and then there is none', async (both) => {
      const { here, there } = both;
      await here.create(planned('draft'), { by });
      await there.discard('draft');
      await requireCode('NOT_FOUND', here.get('draft'), 'discarded');
      requireEqual((await here.list()).length, 0, 'listed');
      await started(both, 'one');
      await requireCode('CONFLICT', there.discard('one'), 'running');
    }),
    check('a draft that is discarded and started at once is not both', async ({ here, there }) => {
      await here.create(planned('one'), { by });
      const codes = await Promise.all([
        codeOf(here.start('one', { by, reason })),
        codeOf(there.discard('one')),
      ]);
      requireEqual(codes.filter((code) => code === 'success').length, 1, `success of ${codes.join(' and ')}`);
      const running = codes[0] === 'success' ? 'one' : null;
      requireEqual((await there.running())?.plan.id ?? null, running, 'running');
      requireEqual((await here.list()).length, running === null ? 0 : 1, 'listed');
    }),
    check('of two that are started at once one runs at most', async ({ here, there }) => {
      await here.create(planned('one'), { by });
      await there.create(planned('two'), { by });
      const codes = await Promise.all([
        codeOf(here.start('one', { by, reason })),
        codeOf(there.start('two', { by, reason })),
      ]);
      const running = (await here.list()).filter(({ state }) => state === 'running').length;
      if (running > 1 || codes.filter((code) => code === 'success').length > 1) {
        throw new Error(`${running} run, after ${codes.join(' and ')}.`);
      }
    }),
    check('every outcome is counted once, whoever gives it and however often', async (both) => {
      const { here, there } = both;
      await started(both, 'one', { minimumRows: 1_000 });
      const outcomes = [...outcomesOf('champion', 40, 2), ...outcomesOf('challenger', 32, 4)];
      const counts = await Promise.all([
        here.record('one', { outcomes }),
        there.record('one', { outcomes: [...outcomes].reverse() }),
        there.record('one', { outcomes: outcomes.slice(20, 60) }),
      ]);
      requireEqual(
        counts.reduce((sum, { counted }) => sum + counted, 0),
        72,
        'counted',
      );
      requireEqual((await here.record('one', { outcomes })).repeated, 72, 'repeated');
      const { metric } = await there.get('one');
      requireEqual([metric.champion.rows, metric.challenger.rows], [40, 32], 'rows');
      requireEqual([metric.champion.mean, metric.challenger.mean], [0.5, 0.25], 'means');
    }),
    check('what has no name is counted whenever it is given', async (both) => {
      await started(both, 'one', { minimumRows: 1_000 });
      const outcome: Observation = { unit: 'u', champion: { accuracy: 1 } };
      await Promise.all([
        both.here.record('one', { outcomes: [outcome, outcome], newUnits: { champion: 1, challenger: 0 } }),
        both.there.record('one', { outcomes: [outcome], newUnits: { champion: 0, challenger: 2 } }),
      ]);
      const { metric, units } = await both.here.get('one');
      requireEqual([metric.champion.rows, units.champion, units.challenger], [3, 1, 2], 'counts');
    }),
    check('a difference stops it, and what comes afterwards is not counted', async (both) => {
      const { here, there } = both;
      await started(both, 'one');
      const outcomes = [...outcomesOf('champion', 60, 4), ...outcomesOf('challenger', 60, 1)];
      requireEqual((await here.record('one', { outcomes })).isRunning, false, 'runs on');
      const report = await there.get('one');
      requireEqual([report.state, report.metric.state], ['stopped', 'better'], 'stopped');
      const { rows } = report.metric.challenger;
      await there.record('one', { outcomes: [{ unit: 'late', challenger: { accuracy: 0 } }] });
      requireEqual((await here.get('one')).metric.challenger.rows, rows, 'rows afterwards');
    }),
    check('time stops it, once someone looks', async (both) => {
      await started(both, 'one', { maximumMs: 7 * day });
      both.passDays(6);
      requireEqual((await both.here.review('one')).state, 'running', 'after six days');
      both.passDays(1);
      requireEqual((await both.there.review('one')).state, 'stopped', 'after seven days');
    }),
    check('a promotion that fails leaves it undecided', async (both) => {
      const { here, there } = both;
      await started(both, 'one');
      const promote = async (): Promise<void> => {
        throw new Error('the registry is away');
      };
      const failed = await codeOf(here.conclude('one', { winner: 'challenger', by, reason, promote }));
      requireEqual(failed, 'Error: the registry is away', 'error');
      const { state, winner } = await there.get('one');
      requireEqual([state, winner], ['stopped', null], 'undecided');
      requireEqual(
        (await there.conclude('one', { winner: 'champion', by, reason })).winner,
        'champion',
        'decided otherwise',
      );
    }),
    check('two that conclude otherwise at once do not both', async (both) => {
      const { here, there } = both;
      await started(both, 'one');
      const promoted: string[] = [];
      const promote = async (version: string): Promise<void> => void promoted.push(version);
      const codes = await Promise.all([
        codeOf(here.conclude('one', { winner: 'challenger', by, reason, promote })),
        codeOf(there.conclude('one', { winner: 'champion', by, reason, promote })),
      ]);
      requireEqual(codes.filter((code) => code === 'success').length, 1, 'conclusions');
      const { winner } = await here.get('one');
      requireEqual(promoted, winner === 'challenger' ? ['v2'] : [], 'promotions');
    }),
    check('another scope has experiments of its own', async ({ here }) => {
      await here.create(planned('one'), { by });
      await requireCode('NOT_FOUND', here.get('two'), 'another id');
      await requireCode('INVALID_ARGUMENT', here.get('../one'), 'no id');
    }),
  ];
}
