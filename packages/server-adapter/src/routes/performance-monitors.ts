import type { Correction, CorrectionRequest, RouteName, ServedTask } from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';
import {
  type LabelDecision,
  type MonitoredPrediction,
  type ObservedLabel,
  type PerformanceBaseline,
  type PerformanceMonitor,
  type PerformanceSummary,
  performanceMonitor,
  trainedBaselines,
} from '@titans/models/lifecycle';
import type { Clock } from '../http/clock.js';
import { endsWithRequests } from '../lifecycle/background.js';
import type { Logger } from '../logging/logger.js';
import type { LivePerformance } from '../metrics/metrics.js';
import type { Tenant, Tenants } from '../tenants/tenant.js';
import { importedLabels } from './imported-labels.js';
import {
  type AnsweredRequest,
  correctedName,
  isWatched,
  predictionsOf,
  rowsOf,
} from './performance-recorder.js';
import type { CheckedMonitoring } from './performance-settings.js';
import { isSampled } from './prediction-log.js';
import { storeInParts } from './store-in-parts.js';

/** Watches the models of every tenant, off the requests. */
export interface PerformanceMonitors {
  /** Takes note of an answer. Costs a request nothing but the note. */
  record(
    asker: { readonly requestId: string; readonly tenant: { readonly id: string } },
    route: RouteName,
    describeRequest: () => unknown,
    response: unknown,
  ): void;
  /** Takes note of a correction; one that is held counts once it is released. */
  corrected(tenant: Tenant, request: CorrectionRequest, correction: Correction): void;
  /** Takes note that a correction was undone or released. */
  decided(tenant: Tenant, correction: Correction): void;
  /** Takes note of transactions that were stored, whose categories and amounts are now known. */
  imported(tenant: Tenant, records: readonly unknown[]): void;
  /**
   * How the model of a task does that answers now, with all that was noted in this process.
   *
   * @throws TitansError what the store throws.
   */
  summary(tenant: Tenant, task: ServedTask): Promise<PerformanceSummary>;
  /** How the models do that answer now; nothing where that cannot be read. */
  live(tenant: Tenant): Promise<readonly LivePerformance[]>;
  /** Stores what was noted. Never rejects: what could not be stored is tried again with the next. */
  flush(): Promise<void>;
}

/** What {@link performanceMonitors} needs. */
export interface PerformanceMonitorsParts {
  readonly settings: CheckedMonitoring;
  readonly tenants: Pick<Tenants, 'all'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Rows answered and labels that wait to be stored at most, all tenants together; what comes then is lost, and that is logged. */
const mostRows = 10_000;
const mostLabels = 100_000;
/** Stored at once, so that requests have their turn in between. */
const answersTogether = 100;
const labelsTogether = 1_000;

/** Tasks whose answers have a label each. */
const watchedTasks = ['category', 'amount', 'anomaly'] as const;

/** What was noted for one tenant. */
interface Noted {
  readonly baselines: Map<string, PerformanceBaseline>;
  answers: AnsweredRequest[];
  labels: (ObservedLabel & { readonly keepUnmatched: boolean })[];
  decisions: LabelDecision[];
}

export function performanceMonitors({
  settings,
  tenants,
  clock,
  logger,
}: PerformanceMonitorsParts): PerformanceMonitors {
  const { sampleShare, flushMs, feedback, monitor: options } = settings;
  const monitors = new Map<string, PerformanceMonitor>();
  /** Versions whose baselines were noted; by tenant, as versions of tenants may be the same. */
  const known = new Map<string, Set<string>>();
  /** Those of them that the monitor took. */
  const watched = new Map<string, Set<string>>();
  let noted = new Map<string, Noted>();
  let waitingRows = 0;
  let waitingLabels = 0;
  let lost = 0;
  let firstRow = 0;
  /** Tenants of which something waits for the store. */
  const failing = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn: Promise<void> = Promise.resolve();

  function notedOf(tenantId: string): Noted {
    let own = noted.get(tenantId);
    if (own === undefined) {
      own = { baselines: new Map(), answers: [], labels: [], decisions: [] };
      noted.set(tenantId, own);
    }
    timer ??= startTimer();
    return own;
  }

  function startTimer(): ReturnType<typeof setTimeout> | undefined {
    // There it is stored after the request, or with what the next one notes.
    if (endsWithRequests) return undefined;
    const started = setTimeout(() => void flush(), flushMs);
    // A process that has nothing else to do may end.
    started.unref?.();
    return started;
  }

  /** While a model answers its baseline is at hand; once it is replaced it is not. */
  function noteBaselines(tenantId: string, suite: TrainedSuite): void {
    const versions = known.get(tenantId) ?? new Set();
    known.set(tenantId, versions);
    const isNew = watchedTasks.some(
      (task) => suite.tasks.includes(task) && !versions.has(suite[task].version),
    );
    if (!isNew) return;
    for (const baseline of trainedBaselines(suite)) {
      if (baseline.task === 'cashflow' || versions.has(baseline.modelVersion)) continue;
      versions.add(baseline.modelVersion);
      notedOf(tenantId).baselines.set(baseline.modelVersion, baseline);
    }
  }

  function monitorOf(tenantId: string): PerformanceMonitor {
    let monitor = monitors.get(tenantId);
    if (monitor === undefined) {
      monitor = performanceMonitor({ ...options, scope: tenantId });
      monitors.set(tenantId, monitor);
    }
    return monitor;
  }

  async function store(tenantId: string, { baselines, answers, labels, decisions }: Noted): Promise<void> {
    const monitor = monitorOf(tenantId);
    const told = watched.get(tenantId) ?? new Set();
    watched.set(tenantId, told);
    await part(tenantId, [...baselines.values()], async (some) => {
      await monitor.watch(some);
      for (const { modelVersion } of some) told.add(modelVersion);
    });
    baselines.clear();
    while (answers.length > 0) {
      const some = answers.slice(0, answersTogether);
      // Versions that answer beside the current ones, as in experiments, have no baseline here.
      const predictions = some.flatMap(wellFormed).filter(({ modelVersion }) => told.has(modelVersion));
      await part(tenantId, predictions, monitor.record);
      left(answers.splice(0, some.length));
    }
    while (labels.length > 0) {
      const keepUnmatched = labels[0]?.keepUnmatched === true;
      const end = labels.findIndex(
        (label, place) => place >= labelsTogether || label.keepUnmatched !== keepUnmatched,
      );
      const some = labels.slice(0, end < 0 ? labels.length : end);
      await part(
        tenantId,
        some.map(({ keepUnmatched: _, ...label }) => label),
        (own) => monitor.observe(own, { keepUnmatched }),
      );
      waitingLabels -= labels.splice(0, some.length).length;
    }
    while (decisions.length > 0) {
      const some = decisions.slice(0, labelsTogether);
      await part(tenantId, some, monitor.decide);
      waitingLabels -= decisions.splice(0, some.length).length;
    }
  }

  async function part<T>(
    tenantId: string,
    all: readonly T[],
    work: (some: readonly T[]) => Promise<unknown>,
  ): Promise<void> {
    const refused = await storeInParts(all, work);
    if (refused === null) return;
    logger.error({ tenant: tenantId, ...refused }, 'Some answers or labels could not be watched.');
  }

  /** An answer that cannot be watched must not keep others from being. */
  function wellFormed(answered: AnsweredRequest): readonly MonitoredPrediction[] {
    try {
      return predictionsOf(answered);
    } catch (err) {
      logger.error({ requestId: answered.requestId, err }, 'An answer could not be watched.');
      return [];
    }
  }

  function left(answers: readonly AnsweredRequest[]): void {
    for (const { route, response } of answers) waitingRows -= rowsOf(route, response);
  }

  async function storeAll(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = noted;
    noted = new Map();
    if (lost > 0) {
      logger.warn({ lost }, 'More answers and labels came than could be watched.');
      lost = 0;
    }
    for (const [tenantId, own] of taken) {
      try {
        await store(tenantId, own);
        failing.delete(tenantId);
      } catch (err) {
        if (!failing.has(tenantId))
          logger.warn({ tenant: tenantId, err }, 'Answers are watched once they can be stored again.');
        failing.add(tenantId);
        keepFor(tenantId, own);
      }
    }
  }

  /** What could not be stored goes before what was noted meanwhile. */
  function keepFor(tenantId: string, own: Noted): void {
    const later = notedOf(tenantId);
    for (const [version, baseline] of own.baselines) later.baselines.set(version, baseline);
    later.answers = [...own.answers, ...later.answers];
    later.labels = [...own.labels, ...later.labels];
    later.decisions = [...own.decisions, ...later.decisions];
  }

  function flush(): Promise<void> {
    turn = turn.then(storeAll);
    return turn;
  }

  function note(tenantId: string, labels: readonly Noted['labels'][number][]): void {
    const room = Math.max(0, mostLabels - waitingLabels);
    lost += Math.max(0, labels.length - room);
    const taken = labels.slice(0, room);
    if (taken.length === 0) return;
    waitingLabels += taken.length;
    const own = notedOf(tenantId);
    for (const label of taken) own.labels.push(label);
  }

  function noteDecision(tenantId: string, decision: LabelDecision): void {
    if (waitingLabels >= mostLabels) {
      lost++;
      return;
    }
    waitingLabels++;
    notedOf(tenantId).decisions.push(decision);
  }

  return {
    record({ requestId, tenant: { id } }, route, describeRequest, response) {
      if (!isWatched(route) || !isSampled(requestId, sampleShare)) return;
      if (waitingRows >= mostRows) {
        lost++;
        return;
      }
      const suite = tenants.all.find((tenant) => tenant.id === id)?.models.current.suite;
      if (suite !== undefined) noteBaselines(id, suite);
      const rows = rowsOf(route, response);
      notedOf(id).answers.push({ requestId, route, at: clock.now(), firstRow, describeRequest, response });
      waitingRows += rows;
      firstRow += rows;
    },

    corrected(tenant, request, correction) {
      const { id: tenantId, models } = tenant;
      const { suite } = models.current;
      const { made_at: at, correction_id: source, state } = correction;
      const task = correctedTask(correction);
      const actual = correction.category ?? correction.is_anomaly;
      if (actual === null || !suite.tasks.includes(task)) return;
      noteBaselines(tenantId, suite);
      const id = correctedName(request);
      if (id === undefined) return;
      const label = { id, task, actual, at, keepUnmatched: true };
      if (feedback === 'errors') {
        note(tenantId, [{ ...label, origin: 'correction', source }]);
        if (state !== 'applied') noteDecision(tenantId, { task, source, isWithdrawn: true, at: clock.now() });
      } else if (state === 'applied') note(tenantId, [label]);
    },

    decided({ id: tenantId, models }, correction) {
      const { suite } = models.current;
      const { correction_id: source, state } = correction;
      const task = correctedTask(correction);
      if (feedback !== 'errors' || !suite.tasks.includes(task)) return;
      noteBaselines(tenantId, suite);
      const isWithdrawn = state !== 'applied';
      noteDecision(tenantId, { task, source, isWithdrawn, at: clock.now() });
    },

    imported({ id: tenantId, models }, records) {
      const { suite } = models.current;
      noteBaselines(tenantId, suite);
      const labels = importedLabels(records, suite, clock.now());
      note(
        tenantId,
        labels.map((label) => ({ ...label, keepUnmatched: false })),
      );
    },

    async summary(tenant, task) {
      noteBaselines(tenant.id, tenant.models.current.suite);
      await flush();
      return monitorOf(tenant.id).summary(task, tenant.models.current.suite[task].version);
    },

    async live({ id, models }) {
      const { suite } = models.current;
      const own = await Promise.all(
        watchedTasks.map(async (task): Promise<readonly LivePerformance[]> => {
          // Nothing is known of a version that nobody has asked.
          if (!suite.tasks.includes(task) || !known.get(id)?.has(suite[task].version)) return [];
          try {
            const { state, figures, tests } = await monitorOf(id).summary(task, suite[task].version);
            const least = Math.min(1, ...tests.map(({ pValue }) => pValue));
            return [{ task, figures, fallScore: state === 'degraded' ? 1 : 1 - least }];
          } catch (err) {
            logger.debug({ tenant: id, task, err }, 'What is kept of a model could not be read.');
            return [];
          }
        }),
      );
      return own.flat();
    },

    flush,
  };
}

/** What a correction is of. */
function correctedTask({ category }: Correction): 'category' | 'anomaly' {
  return category === null ? 'anomaly' : 'category';
}
