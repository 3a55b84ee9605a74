import { type ArtifactStore, isTitansError, TitansError, throwIfAborted } from '@titans/core';
import { checkExperimentName, checkFilePath, checkLimit, checkRunId } from './checked-entries.js';
import { historyOf, runOf } from './run-events.js';
import { readEvents, runLog } from './run-log.js';
import { checkedRun, checkStart, requireRunning, requireUnchanged } from './run-writer.js';
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
  const nextId = runIds(now);
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

  function activeRun(experimentName: string, id: string, log = runLog(store, id, timestamp)): ActiveRun {
    return checkedRun({
      id,
      experiment: experimentName,
      writeParams: (params) =>
        log.append((run) => {
          requireRunning(id, run.status);
          requireUnchanged(run.params, params);
          return { params };
        }),
      writeMetrics: (metrics, step) =>
        log.append((run) => {
          requireRunning(id, run.status);
          return { metrics: metrics.map(([name, value]) => ({ name, value, step })) };
        }),
      writeTags: (tags) => log.append(() => ({ tags })),
      async writeFile(path, bytes) {
        requireRunning(id, runOf(id, experimentName, await readEvents(store, id)).status);
        await store.put(`runs/${id}/files/${path}`, bytes);
      },
      writeEnd: (status) =>
        log.append((run) => {
          requireRunning(id, run.status);
          return { status };
        }),
    });
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
      const { named, params, tags } = checkStart(options);
      throwIfAborted(options.signal, 'starting a run');
      await experiment(experimentName);
      const id = nextId();
      const log = runLog(store, id, timestamp);
      await log.append(() => ({ ...named, params, tags }));
      await store.put(`runs/${id}/experiment`, new TextEncoder().encode(experimentName));
      // Last, so that a list never holds a run that is not there.
      await store.put(runsOf(experimentName) + id, new Uint8Array(0));
      return activeRun(experimentName, id, log);
    },
    async resume(id: string): Promise<ActiveRun> {
      return activeRun(await experimentOf(id), id);
    },
    async run(id: string): Promise<Run> {
      const experimentName = await experimentOf(id);
      return runOf(id, experimentName, await readEvents(store, id));
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
          ...(await Promise.all(
            some.map(async (id) => runOf(id, experimentName, await readEvents(store, id))),
          )),
        );
      }
      return { items, next: ids.length > limit ? (shown.at(-1) as string) : null };
    },
    async metricHistory(id: string, metric: string) {
      return historyOf(metric, await readEvents(store, await known(id)));
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

/** Ids that begin with the time, so that ids in order are runs in order of time; those of one process also within a millisecond. */
function runIds(now: () => number): () => string {
  let last = { time: 0, count: 0 };
  return () => {
    const time = Math.floor(now());
    last = time > last.time ? { time, count: 0 } : { time: last.time, count: last.count + 1 };
    const random = globalThis.crypto.randomUUID().replaceAll('-', '');
    return hexadecimal(last.time, 12) + hexadecimal(last.count, 6) + random.slice(-14);
  };
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
