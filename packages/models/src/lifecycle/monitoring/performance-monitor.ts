import type { KeyValueStore } from '@titans/core';
import {
  integerWithin,
  numberBetween,
  oneOf,
  refuseUnknownParameters,
  requireFunction,
  trueOrFalse,
} from '../../estimators/parameters.js';
import type { PerformanceBaseline } from './baseline.js';
import { type JoinEntry, withOpinion, withPrediction, withStanding, withTruth } from './join-entry.js';
import { keptVersions, type MonitoredVersion, requireName, type VersionPlan } from './kept-versions.js';
import { type SourceRecord, sourceRecords } from './label-decisions.js';
import { type EntryChange, labelStore } from './label-store.js';
import { afterEvents, emptyState, type MonitorState, type StateRules } from './monitor-state.js';
import {
  invalid,
  keptLabel,
  keptPrediction,
  type LabelDecision,
  listOf,
  type MonitoredPrediction,
  type ObservedLabel,
  requireId,
  timeOf,
} from './monitored-prediction.js';
import { type PerformanceSummary, performanceSummary } from './performance-summary.js';
import { figureMemory, type PerformanceWindow, performanceWindows } from './performance-windows.js';
import { parseStored, updateValue } from './stored-value.js';
import type { DegradationPolicy } from './test-plan.js';
import { type MonitorWindow, requireWindow } from './windows.js';

/** What {@link performanceMonitor} takes. */
export interface PerformanceMonitorOptions extends DegradationPolicy {
  /** Where everything is kept; several processes may share it. It is not closed by the monitor. */
  readonly store: KeyValueStore;
  /** Keeps monitors of one store apart, such as the tenant: 1 to 100 letters, digits and . _ @ -. */
  readonly scope?: string;
  /** Baselines that are watched from the start; {@link PerformanceMonitor.watch} adds others. */
  readonly baselines?: readonly PerformanceBaseline[];
  /** 100 rows unless told. */
  readonly window?: MonitorWindow;
  /** Windows kept at most, 60 unless told; what earlier ones did to the tests is kept on. */
  readonly keptWindows?: number;
  /** Days that predictions wait for their labels and labels for their predictions, 90 unless told. */
  readonly waitDays?: number;
  /** Milliseconds since 1970; `Date.now` unless told. */
  readonly now?: () => number;
}

/** What became of labels. */
export interface ObservedCounts {
  /** Labels whose prediction is known. A label that was told before is among them, and is not counted again. */
  readonly matched: number;
  /** Labels that wait for their prediction, or were left, as told. */
  readonly unmatched: number;
}

/** Watches how well models do on what they are asked. */
export interface PerformanceMonitor {
  /**
   * Starts a version of a model, with the limits that its baseline gives it. A version that is watched already stays as it
   * is: baselines are frozen. Earlier versions keep their history.
   */
  watch(baselines: PerformanceBaseline | readonly PerformanceBaseline[]): Promise<void>;
  /**
   * Keeps predictions until their labels come, and counts them. The same id again changes nothing.
   *
   * @throws TitansError `NOT_FOUND` for a version that is not watched, `INVALID_ARGUMENT`.
   */
  record(predictions: MonitoredPrediction | readonly MonitoredPrediction[]): Promise<void>;
  /**
   * Joins labels with their predictions, whichever came first. The same label again changes nothing.
   *
   * @param options With `keepUnmatched: false` labels without a prediction are left.
   * @throws TitansError `NOT_FOUND` for a task that is not watched, `INVALID_ARGUMENT`.
   */
  observe(
    labels: ObservedLabel | readonly ObservedLabel[],
    options?: { readonly keepUnmatched?: boolean },
  ): Promise<ObservedCounts>;
  /**
   * Takes corrections and confirmations back by their source, or lets them stand again, also before they come. What a test has
   * reported stays reported.
   *
   * @throws TitansError `INVALID_ARGUMENT`, `NOT_FOUND` for a task that is not watched.
   */
  decide(decisions: LabelDecision | readonly LabelDecision[]): Promise<void>;
  /** The versions that were watched, oldest first. */
  versions(task: string): Promise<readonly MonitoredVersion[]>;
  /**
   * How a version does, the latest unless told.
   *
   * @throws TitansError `NOT_FOUND`.
   */
  summary(task: string, version?: string): Promise<PerformanceSummary>;
  /** The windows of a version, the latest unless told; oldest first. @throws TitansError `NOT_FOUND`. */
  windows(task: string, version?: string): Promise<readonly PerformanceWindow[]>;
}

/** A source of a label, and where that is. */
type PlacedSource = SourceRecord & { readonly task: string; readonly source: string };

const dayMs = 86_400_000;

/**
 * Compares what models answered with what turned out to be right, version by version, and reports a fall below the frozen
 * baseline by tests that may be looked at after every label: over the whole life of a version they report one that is
 * none with probability `alpha` at most, as long as answers are wrong one by one, or at most `clusterRows` of them together:
 * without it, errors that come by the ten are often taken for a fall. Nothing of what was asked is kept, only ids, answers and labels.
 *
 * Events are counted exactly once, also by processes that are killed between two steps and try again. Every call waits for
 * the store.
 *
 * @throws TitansError `INVALID_ARGUMENT`; from its methods also what the store throws.
 * @example
 * ```ts
 * import { memoryKeyValueStore } from '@titans/core';
 * import { loadModels } from '@titans/models';
 * import { performanceMonitor, trainedBaselines } from '@titans/models/lifecycle';
 *
 * const models = await loadModels('./models');
 * const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: trainedBaselines(models) });
 *
 * const { category, confidence } = models.category.predict({ description: 'CORNER SHOP 12' });
 * const { version: modelVersion } = models.category;
 * await monitor.record({ id: 'a1', task: 'category', modelVersion, predicted: category, confidence });
 * await monitor.observe({ id: 'a1', task: 'category', actual: 'groceries' });
 * const { state, currentAccuracy, tests } = await monitor.summary('category');
 * ```
 */
export function performanceMonitor(options: PerformanceMonitorOptions): PerformanceMonitor {
  refuseUnknownParameters('performanceMonitor', options, [
    ...['store', 'scope', 'baselines', 'window', 'keptWindows', 'waitDays', 'now'],
    ...['tolerance', 'alpha', 'clusterRows', 'tests'],
  ]);
  const { store, scope = 'default', now = Date.now, tolerance, alpha, clusterRows, tests } = options;
  const { window = { rows: 100 }, keptWindows = 60, waitDays = 90 } = options;
  for (const method of ['get', 'compareAndSet', 'increment'] as const)
    requireFunction(`store.${method}`, store?.[method]);
  requireFunction('now', now);
  const baselines = listOf('baselines', options.baselines ?? []);
  const place = `titans:performance:${requireName('scope', scope)}`;
  const policy = {
    ...(tolerance !== undefined && { tolerance }),
    ...(alpha !== undefined && { alpha }),
    ...(clusterRows !== undefined && { clusterRows }),
    ...(tests !== undefined && { tests }),
  };
  const most = integerWithin('keptWindows', keptWindows, 1, 1_000);
  const ttlMs = numberBetween('waitDays', waitDays, 0, 36_500) * dayMs;
  const versions = keptVersions({
    store,
    place,
    policy,
    window: requireWindow(window),
    now,
  });
  const entries = labelStore(store, ttlMs);
  const sources = sourceRecords(store, ttlMs);
  const remember = figureMemory(6 * most);
  let started: Promise<void> | null = null;

  function start(): Promise<void> {
    started ??= versions.watch(baselines).catch((error: unknown) => {
      started = null;
      throw error;
    });
    return started;
  }

  const stateKey = (task: string, version: string): string => `${versions.placeOf(task, version)}:state`;

  function rulesOf({ baseline, plans, window, since }: VersionPlan): StateRules {
    return { kind: baseline.kind, plans, windows: { size: window, start: since, most } };
  }

  async function count(task: string, changes: readonly EntryChange[]): Promise<void> {
    const { events, unused } = await entries.change(
      changes,
      (version) => `${versions.placeOf(task, version)}:events`,
    );
    for (const version of new Set([
      ...events.map(({ prediction }) => prediction.version),
      ...unused.keys(),
    ])) {
      const plan = await versions.plan(task, version);
      const own = events.filter(({ prediction }) => prediction.version === version);
      const left = unused.get(version) ?? [];
      await updateValue(store, stateKey(task, version), emptyState, (state) =>
        afterEvents(state, own, left, rulesOf(plan), now()),
      );
    }
  }

  async function read(task: string, version?: string): Promise<{ plan: VersionPlan; state: MonitorState }> {
    await start();
    const plan = await versions.plan(task, version ?? (await versions.latest(task)));
    const stored = await store.get(stateKey(task, plan.baseline.modelVersion));
    return { plan, state: stored === null ? emptyState : parseStored<MonitorState>(stored.value) };
  }

  /** Lets the labels of sources count or not, as was decided. */
  async function stand(decided: ReadonlyMap<string, PlacedSource>): Promise<void> {
    const changes = new Map<string, EntryChange[]>();
    for (const { task, source, key, isWithdrawn } of decided.values()) {
      if (key === undefined) continue;
      const own = changes.get(task) ?? [];
      changes.set(task, own);
      own.push({ key, isAnyName: true, change: (entry) => withStanding(entry, source, isWithdrawn) });
    }
    for (const [task, own] of changes) await count(task, own);
  }

  return Object.freeze({
    async watch(added: PerformanceBaseline | readonly PerformanceBaseline[]) {
      await start();
      await versions.watch(listOf('baselines', added));
    },

    async record(predictions: MonitoredPrediction | readonly MonitoredPrediction[]) {
      await start();
      const changes = new Map<string, EntryChange[]>();
      for (const prediction of listOf('predictions', predictions)) {
        const { id, alias, task, modelVersion } = prediction;
        requireId('id', id);
        if (alias !== undefined) requireId('alias', alias);
        const { baseline } = await versions.plan(task, modelVersion);
        const kept = keptPrediction(prediction, baseline.kind, now());
        const own = changes.get(task) ?? [];
        changes.set(task, own);
        const key = versions.entryKey(task, id);
        const other = alias === undefined || alias === id ? undefined : versions.entryKey(task, alias);
        own.push({
          key,
          isAnyName: false,
          ...(other !== undefined && { alias: other }),
          change: (entry) => withPrediction(entry, kept),
        });
      }
      for (const [task, own] of changes) await count(task, own);
    },

    async observe(
      labels: ObservedLabel | readonly ObservedLabel[],
      options: { readonly keepUnmatched?: boolean } = {},
    ) {
      await start();
      refuseUnknownParameters('observe', options, ['keepUnmatched']);
      const { keepUnmatched = true } = options;
      trueOrFalse('keepUnmatched', keepUnmatched);
      const changes = new Map<string, EntryChange[]>();
      const named: { readonly task: string; readonly source: string; readonly key: string }[] = [];
      let matched = 0;
      const list = listOf('labels', labels);
      for (const label of list) {
        const { id, task, origin = 'truth', source } = label;
        requireId('id', id);
        oneOf('origin', origin, ['truth', 'correction', 'confirmation']);
        if (source !== undefined) requireId('source', source);
        if (source !== undefined && origin === 'truth')
          throw invalid('source', 'A truth has no source: it cannot be taken back.');
        const kept = keptLabel(label, await versions.kindOf(task), now());
        const own = changes.get(task) ?? [];
        changes.set(task, own);
        const withLabel = (entry: JoinEntry): JoinEntry =>
          origin === 'truth'
            ? withTruth(entry, kept)
            : withOpinion(entry, { ...kept, origin, ...(source !== undefined && { source }) });
        own.push({
          key: versions.entryKey(task, id),
          isAnyName: true,
          change: (entry) => (entry.prediction || keepUnmatched ? withLabel(entry) : entry),
          seen: (entry, key) => {
            if (entry.prediction !== undefined) matched++;
            if (source !== undefined) named.push({ task, source, key });
          },
        });
      }
      for (const [task, own] of changes) await count(task, own);
      const withdrawn = new Map<string, PlacedSource>();
      for (const { task, source, key } of named) {
        const name = versions.sourceKey(task, source);
        const record = await sources.placed(name, key);
        // It was taken back before it came.
        if (record.isWithdrawn) withdrawn.set(name, { task, source, ...record });
      }
      await stand(withdrawn);
      return { matched, unmatched: list.length - matched };
    },

    async decide(decisions: LabelDecision | readonly LabelDecision[]) {
      await start();
      const checked: (LabelDecision & { readonly decidedAt: number })[] = [];
      for (const decision of listOf('decisions', decisions)) {
        requireId('source', decision.source);
        trueOrFalse('isWithdrawn', decision.isWithdrawn);
        await versions.kindOf(decision.task);
        checked.push({ ...decision, decidedAt: timeOf(decision.at, now()) });
      }
      const decided = new Map<string, PlacedSource>();
      for (const { task, source, isWithdrawn, decidedAt } of checked) {
        const name = versions.sourceKey(task, source);
        decided.set(name, { task, source, ...(await sources.decided(name, isWithdrawn, decidedAt)) });
      }
      await stand(decided);
    },

    async versions(task: string) {
      await start();
      return versions.list(task);
    },

    async summary(task: string, version?: string) {
      const { plan, state } = await read(task, version);
      const at = now();
      const windows = await performanceWindows(plan, state, { ...rulesOf(plan), remember }, at);
      return performanceSummary(plan, state, windows, rulesOf(plan), at);
    },

    async windows(task: string, version?: string) {
      const { plan, state } = await read(task, version);
      return performanceWindows(plan, state, { ...rulesOf(plan), remember }, now());
    },
  });
}
