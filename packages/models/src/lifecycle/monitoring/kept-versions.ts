import { type KeyValueStore, TitansError } from '@titans/core';
import type { MonitoredKind, PerformanceBaseline } from './baseline.js';
import { invalid, listOf } from './monitored-prediction.js';
import { parseStored, updateValue } from './stored-value.js';
import { type DegradationPolicy, type TestPlan, testPlans } from './test-plan.js';
import type { MonitorWindow } from './windows.js';

/** A version that was watched. */
export interface MonitoredVersion {
  readonly modelVersion: string;
  /** When it was first watched, as text of ISO 8601. */
  readonly since: string;
}

/** What a version is judged by, fixed when it was first watched. */
export interface VersionPlan {
  readonly baseline: PerformanceBaseline;
  readonly plans: readonly TestPlan[];
  readonly window: MonitorWindow;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** What {@link keptVersions} needs. */
interface VersionParts {
  readonly store: KeyValueStore;
  /** Begin of every key. */
  readonly place: string;
  readonly policy: DegradationPolicy;
  readonly window: MonitorWindow;
  readonly now: () => number;
}

/** Versions that are watched, with their frozen baselines. */
export interface KeptVersions {
  /** @throws TitansError `INVALID_ARGUMENT`. */
  watch(baselines: readonly PerformanceBaseline[]): Promise<void>;
  list(task: string): Promise<readonly MonitoredVersion[]>;
  /** @throws TitansError `NOT_FOUND`. */
  latest(task: string): Promise<string>;
  /** Versions of a task are all of one kind. @throws TitansError `NOT_FOUND`. */
  kindOf(task: string): Promise<MonitoredKind>;
  /** @throws TitansError `NOT_FOUND`. */
  plan(task: string, version: string): Promise<VersionPlan>;
  placeOf(task: string, version: string): string;
  entryKey(task: string, id: string): string;
  sourceKey(task: string, source: string): string;
}

const namePattern = /^[\w.@-]{1,100}$/;

/** @throws TitansError `INVALID_ARGUMENT` for what cannot be part of a key. */
export function requireName(field: string, name: string): string {
  if (typeof name === 'string' && namePattern.test(name)) return name;
  throw invalid(field, `${field} must have 1 to 100 letters, digits and . _ @ -.`);
}

export function keptVersions({ store, place, policy, window, now }: VersionParts): KeptVersions {
  // What is frozen is asked for once.
  const known = new Map<string, VersionPlan>();
  const kinds = new Map<string, MonitoredKind>();

  const placeOf = (task: string, version: string): string =>
    `${place}:${requireName('task', task)}:${requireName('modelVersion', version)}`;
  const listKey = (task: string): string => `${place}:${requireName('task', task)}::versions`;

  async function list(task: string): Promise<readonly MonitoredVersion[]> {
    const stored = await store.get(listKey(task));
    return stored === null ? [] : parseStored<{ versions: MonitoredVersion[] }>(stored.value).versions;
  }

  async function latest(task: string): Promise<string> {
    const found = (await list(task)).at(-1);
    if (found === undefined) throw notWatched(`No version of the task "${task}" is watched.`);
    return found.modelVersion;
  }

  async function planOf(task: string, version: string): Promise<VersionPlan> {
    const key = `${placeOf(task, version)}:plan`;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const stored = await store.get(key);
    if (stored === null) {
      throw notWatched(
        `The version "${version}" of the task "${task}" is not watched: give its baseline to watch first.`,
      );
    }
    const plan = parseStored<VersionPlan>(stored.value);
    known.set(key, plan);
    return plan;
  }

  /** Labels of a task are told apart by its kind before it is known which version they are of. */
  async function requireKind(task: string, kind: MonitoredKind): Promise<void> {
    const before = (await list(task)).at(-1);
    if (before === undefined) return;
    const { baseline } = await planOf(task, before.modelVersion);
    if (baseline.kind === kind) return;
    throw invalid('kind', `Versions of the task "${task}" are of ${baseline.kind}, not of ${kind}.`);
  }

  return {
    placeOf,
    list,
    entryKey: (task, id) => `${place}:${requireName('task', task)}::id:${id}`,
    sourceKey: (task, source) => `${place}:${requireName('task', task)}::source:${source}`,

    async watch(baselines) {
      for (const given of baselines) {
        const { task, modelVersion } = given;
        const key = `${placeOf(task, modelVersion)}:plan`;
        if (known.has(key)) continue;
        const baseline = checkedBaseline(given);
        await requireKind(task, baseline.kind);
        const since = now();
        const plan: VersionPlan = { baseline, plans: testPlans(baseline, policy), window, since };
        await store.compareAndSet(key, null, JSON.stringify(plan));
        await updateValue(store, listKey(task), { versions: [] as readonly MonitoredVersion[] }, (before) =>
          before.versions.some((version) => version.modelVersion === modelVersion)
            ? before
            : { versions: [...before.versions, { modelVersion, since: new Date(since).toISOString() }] },
        );
        await planOf(task, modelVersion);
      }
    },

    latest,
    plan: planOf,

    async kindOf(task) {
      const kind = kinds.get(task) ?? (await planOf(task, await latest(task))).baseline.kind;
      kinds.set(task, kind);
      return kind;
    },
  };
}

function checkedBaseline({ task, kind, modelVersion, figures }: PerformanceBaseline): PerformanceBaseline {
  if (!Array.isArray(figures)) throw invalid('figures', 'A baseline must have a list of figures.');
  if (!['classification', 'regression', 'detection'].includes(kind)) {
    throw invalid('kind', 'The kind of a baseline is classification, regression or detection.');
  }
  for (const { metric, value, n, standardError } of listOf('figures', figures)) {
    const isShare = metric !== 'mae' && metric !== 'rmse' && metric !== 'log_loss';
    const isRight =
      Number.isFinite(value) &&
      value >= 0 &&
      (!isShare || value <= 1) &&
      Number.isInteger(n) &&
      n >= 1 &&
      (standardError === null || (Number.isFinite(standardError) && standardError >= 0));
    if (!isRight) {
      throw invalid(
        metric,
        `The baseline of ${metric} must be a number from 0${isShare ? ' to 1' : ''}, of at least one row, with a standard error of 0 or more or null.`,
      );
    }
  }
  return { task, kind, modelVersion, figures };
}

function notWatched(message: string): TitansError {
  return new TitansError('NOT_FOUND', message);
}
