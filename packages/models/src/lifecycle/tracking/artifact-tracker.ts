import { type ArtifactStore, isTitansError, TitansError, throwIfAborted } from '@titans/core';
import {
  checkExperimentName,
  checkFilePath,
  checkLimit,
  checkMetrics,
  checkParams,
  checkRunId,
  checkRunName,
  checkTags,
} from './checked-entries.js';
import { historyOf, type RunEvent, readEvent, runOf, writeEvent } from './run-events.js';
import type {
  ActiveRun,
  Experiment,
  Run,
  RunFile,
  RunPage,
  RunPageOptions,
  StartOptions,
  Tracker,
} from './tracker.js';

/** How a tracker in a store behaves. */
export interface TrackerOptions {
  /** Milliseconds since 1970; `Date.now` unless told. */
  readonly now?: () => number;
}

/** Runs read side by side. */
const runsAtOnce = 16;

/**
 * Keeps experiments and runs in a store. What is logged at once is one entry that exactly one writer makes, so that several
 * processes may write one run and any may be killed.
 */
export function artifactTracker(store: ArtifactStore, { now = Date.now }: TrackerOptions = {}): Tracker {
  const timestamp = (): string => new Date(now()).toISOString();
  const experimentFile = (name: string): string => `experiments/${name}/experiment.json`;
  const runsOf = (name: string): string => `experiments/${name}/runs/`;

  async function experiment(name: string): Promise<Experiment> {
    checkExperimentName(name);
    const created = new TextEncoder().encode(JSON.stringify({ createdAt: timestamp() }));
    await store.putIfAbsent(experimentFile(name), created);
    return readExperiment(name);
  }

  async function readExperiment(name: string): Promise<Experiment> {
    try {
      const bytes = await store.get(experimentFile(checkExperimentName(name)));
      const { createdAt } = JSON.parse(new TextDecoder().decode(bytes)) as { createdAt: string };
      return Object.freeze({ name, createdAt });
    } catch (error) {
      if (!isTitansError(error, 'NOT_FOUND')) throw error;
      throw new TitansError('NOT_FOUND', `There is no experiment "${name}".`, { details: { value: name } });
    }
  }

  /** The experiment of a run, which its id does not tell. */
  async function experimentOf(id: string): Promise<string> {
    try {
      return new TextDecoder().decode(await store.get(`runs/${checkRunId(id)}/experiment`));
    } catch (error) {
      if (!isTitansError(error, 'NOT_FOUND')) throw error;
      throw new TitansError('NOT_FOUND', 'There is no such run.', { details: { value: id } });
    }
  }

  async function known(id: string): Promise<string> {
    await experimentOf(id);
    return id;
  }

  async function eventsOf(id: string): Promise<readonly RunEvent[]> {
    const names = await store.list(`runs/${id}/events/`);
    return Promise.all(names.map(async (name) => readEvent(await store.get(name), name)));
  }

  async function append(id: string, event: Omit<RunEvent, 'at'>): Promise<void> {
    const folder = `runs/${id}/events/`;
    const bytes = writeEvent({ at: timestamp(), ...event });
    let sequence = (await store.list(folder)).length + 1;
    while (!(await store.putIfAbsent(`${folder}${String(sequence).padStart(9, '0')}.json`, bytes)))
      sequence++;
  }

  function activeRun(experimentName: string, id: string): ActiveRun {
    async function current(): Promise<Run> {
      return runOf(id, experimentName, await eventsOf(id));
    }

    function requireRunning({ status }: Run): void {
      if (status === 'running') return;
      throw new TitansError('CONFLICT', `The run has ended (${status}): only its tags may change.`, {
        details: { value: id },
      });
    }

    return Object.freeze({
      id,
      experiment: experimentName,
      async logParams(params) {
        const checked = checkParams(params);
        const run = await current();
        requireRunning(run);
        const changed = Object.keys(checked).find(
          (name) => Object.hasOwn(run.params, name) && run.params[name] !== checked[name],
        );
        if (changed !== undefined) {
          throw new TitansError('CONFLICT', `The parameter ${changed} has another value already.`, {
            details: { field: changed },
          });
        }
        await append(id, { params: checked });
      },
      async logMetrics(metrics, { step = 0 } = {}) {
        const entries = checkMetrics(metrics, step);
        requireRunning(await current());
        await append(id, {
          metrics: entries.map(([name, value]) => ({ name, value, step })),
        });
      },
      async setTags(tags) {
        await append(id, { tags: checkTags(tags) });
      },
      async logFile(path, bytes) {
        const name = `runs/${id}/files/${checkFilePath(path)}`;
        requireRunning(await current());
        await store.put(name, bytes);
      },
      async end(status = 'finished') {
        requireRunning(await current());
        await append(id, { status });
      },
    } satisfies ActiveRun);
  }

  return Object.freeze({
    experiment,
    async experiments(options: RunPageOptions = {}): Promise<RunPage<Experiment>> {
      const limit = checkLimit(options);
      const names = (await store.list('experiments/'))
        .map((name) => /^experiments\/([^/]+)\/experiment\.json$/.exec(name)?.[1])
        .filter((name) => name !== undefined)
        .filter((name) => options.cursor === undefined || name > options.cursor);
      const shown = names.slice(0, limit);
      const items = await Promise.all(shown.map(readExperiment));
      return { items, next: names.length > limit ? (shown.at(-1) as string) : null };
    },
    async start(experimentName: string, options: StartOptions = {}): Promise<ActiveRun> {
      const { name, params = {}, tags = {}, signal } = options;
      const first = {
        ...(name === undefined ? {} : { name: checkRunName(name) }),
        params: checkParams(params),
        tags: checkTags(tags),
      };
      throwIfAborted(signal, 'starting a run');
      await experiment(experimentName);
      const id = newRunId(now());
      await append(id, first);
      await store.put(`runs/${id}/experiment`, new TextEncoder().encode(experimentName));
      // Last, so that a list never holds a run that is not there.
      await store.put(runsOf(experimentName) + id, new Uint8Array(0));
      return activeRun(experimentName, id);
    },
    async resume(id: string): Promise<ActiveRun> {
      return activeRun(await experimentOf(id), id);
    },
    async run(id: string): Promise<Run> {
      const experimentName = await experimentOf(id);
      return runOf(id, experimentName, await eventsOf(id));
    },
    async runs(experimentName: string, options: RunPageOptions = {}): Promise<RunPage<Run>> {
      const limit = checkLimit(options);
      await readExperiment(experimentName);
      const prefix = runsOf(experimentName);
      const ids = (await store.list(prefix))
        .map((name) => name.slice(prefix.length))
        .reverse()
        .filter((id) => options.cursor === undefined || id < options.cursor);
      const shown = ids.slice(0, limit);
      const items: Run[] = [];
      for (let start = 0; start < shown.length; start += runsAtOnce) {
        throwIfAborted(options.signal, 'reading runs');
        const some = shown.slice(start, start + runsAtOnce);
        items.push(
          ...(await Promise.all(some.map(async (id) => runOf(id, experimentName, await eventsOf(id))))),
        );
      }
      return { items, next: ids.length > limit ? (shown.at(-1) as string) : null };
    },
    async metricHistory(id: string, metric: string) {
      return historyOf(metric, await eventsOf(await known(id)));
    },
    async files(id: string): Promise<readonly RunFile[]> {
      const prefix = `runs/${await known(id)}/files/`;
      const names = await store.list(prefix);
      return Promise.all(
        names.map(async (name) => ({
          path: name.slice(prefix.length),
          bytes: (await store.get(name)).length,
        })),
      );
    },
    async file(id: string, path: string): Promise<Uint8Array> {
      return store.get(`runs/${await known(id)}/files/${checkFilePath(path)}`);
    },
  } satisfies Tracker);
}

/** Begins with the time, so that ids in order are runs in order of time. */
function newRunId(now: number): string {
  const random = globalThis.crypto.randomUUID().replaceAll('-', '');
  return Math.floor(now).toString(16).padStart(12, '0') + random.slice(12);
}
