import { isTitansError, TitansError, throwIfAborted } from '@titans/core';
import {
  checkExperimentName,
  checkFilePath,
  checkLimit,
  checkMetrics,
  checkParams,
  checkRunId,
  checkRunName,
  checkTags,
} from '../lifecycle/tracking/checked-entries.js';
import type {
  ActiveRun,
  Experiment,
  Run,
  RunFile,
  RunMetric,
  RunPageOptions,
  RunStatus,
  StartOptions,
  Tracker,
} from '../lifecycle/tracking/tracker.js';
import { type MlflowApi, type MlflowOptions, mlflowApi } from './mlflow-api.js';

interface MlflowMetric {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step?: number;
}

interface MlflowPair {
  readonly key: string;
  readonly value?: string;
}

interface MlflowRun {
  readonly info: {
    readonly run_id: string;
    readonly run_name?: string;
    readonly experiment_id: string;
    readonly status: keyof typeof statusNames;
    readonly start_time: number;
    readonly end_time?: number;
    readonly artifact_uri: string;
  };
  readonly data?: {
    readonly metrics?: readonly MlflowMetric[];
    readonly params?: readonly MlflowPair[];
    readonly tags?: readonly MlflowPair[];
  };
}

interface MlflowExperiment {
  readonly experiment_id: string;
  readonly name: string;
  readonly creation_time?: number;
}

const statusNames = {
  RUNNING: 'running',
  SCHEDULED: 'running',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'killed',
} as const satisfies Readonly<Record<string, RunStatus>>;

/** What one request of `log-batch` takes of each kind. */
const entriesAtOnce = 100;
/** Tags that MLflow keeps for itself. */
const ownTag = /^mlflow\./;

/**
 * A tracker that writes to an MLflow server, so that experiments and runs are found in its pages. Files go through the
 * server, which must serve artifacts (it does unless started with `--no-serve-artifacts`).
 *
 * @throws TitansError `CONFIG_INVALID`; from its methods also `API_UNREACHABLE` and `API_ERROR`.
 * @example
 * ```ts
 * import { mlflowTracker } from '@titans/models/mlflow';
 *
 * const tracker = mlflowTracker({ url: 'http://127.0.0.1:5000' });
 * const run = await tracker.start('categories', { params: { seed: 42 } });
 * await run.logMetrics({ accuracy: 0.91 });
 * await run.end();
 * ```
 */
export function mlflowTracker(options: MlflowOptions): Tracker {
  const api = mlflowApi(options);

  async function findExperiment(name: string): Promise<MlflowExperiment> {
    const { experiment } = await api.get<{ experiment: MlflowExperiment }>('experiments/get-by-name', {
      experiment_name: checkExperimentName(name),
    });
    return experiment;
  }

  async function ensureExperiment(name: string): Promise<MlflowExperiment> {
    try {
      return await findExperiment(name);
    } catch (error) {
      if (!isTitansError(error, 'NOT_FOUND')) throw error;
    }
    try {
      await api.post('experiments/create', { name });
    } catch (error) {
      // Another process was first.
      if (!isTitansError(error, 'CONFLICT')) throw error;
    }
    return findExperiment(name);
  }

  async function nameOfExperiment(id: string): Promise<string> {
    const { experiment } = await api.get<{ experiment: MlflowExperiment }>('experiments/get', {
      experiment_id: id,
    });
    return experiment.name;
  }

  async function getRun(id: string): Promise<MlflowRun> {
    const { run } = await api.get<{ run: MlflowRun }>('runs/get', { run_id: checkRunId(id) });
    return run;
  }

  function activeRun(experiment: string, { info }: MlflowRun): ActiveRun {
    const id = info.run_id;
    const folder = artifactFolder(info.artifact_uri);

    async function requireRunning(): Promise<MlflowRun> {
      const run = await getRun(id);
      const status = statusNames[run.info.status];
      if (status === 'running') return run;
      throw new TitansError('CONFLICT', `The run has ended (${status}): only its tags may change.`, {
        details: { value: id },
      });
    }

    return Object.freeze({
      id,
      experiment,
      async logParams(params) {
        const checked = checkParams(params);
        const run = await requireRunning();
        const known = new Map((run.data?.params ?? []).map(({ key, value = '' }) => [key, value]));
        const changed = Object.keys(checked).find(
          (name) => known.has(name) && known.get(name) !== checked[name],
        );
        if (changed !== undefined) {
          throw new TitansError('CONFLICT', `The parameter ${changed} has another value already.`, {
            details: { field: changed },
          });
        }
        await logBatch(api, id, { params: pairsOf(checked) });
      },
      async logMetrics(metrics, { step = 0 } = {}) {
        const entries = checkMetrics(metrics, step);
        await requireRunning();
        const timestamp = Date.now();
        await logBatch(api, id, {
          metrics: entries.map(([key, value]) => ({ key, value: writtenNumber(value), timestamp, step })),
        });
      },
      async setTags(tags) {
        await logBatch(api, id, { tags: pairsOf(checkTags(tags)) });
      },
      async logFile(path, bytes) {
        checkFilePath(path);
        await requireRunning();
        await api.upload(`${folder}/${path}`, bytes);
      },
      async end(status = 'finished') {
        await requireRunning();
        await api.post('runs/update', { run_id: id, status: status.toUpperCase(), end_time: Date.now() });
      },
    } satisfies ActiveRun);
  }

  return Object.freeze({
    async experiment(name: string): Promise<Experiment> {
      return experimentOf(await ensureExperiment(name));
    },
    async experiments(options: RunPageOptions = {}) {
      const { experiments = [], next_page_token } = await api.post<{
        experiments?: readonly MlflowExperiment[];
        next_page_token?: string;
      }>('experiments/search', {
        max_results: checkLimit(options),
        order_by: ['name ASC'],
        ...(options.cursor === undefined ? {} : { page_token: options.cursor }),
      });
      return { items: experiments.map(experimentOf), next: next_page_token ?? null };
    },
    async start(experimentName: string, options: StartOptions = {}) {
      const { name, params = {}, tags = {}, signal } = options;
      const [checkedParams, checkedTags] = [checkParams(params), checkTags(tags)];
      throwIfAborted(signal, 'starting a run');
      const { experiment_id } = await ensureExperiment(experimentName);
      const { run } = await api.post<{ run: MlflowRun }>('runs/create', {
        experiment_id,
        start_time: Date.now(),
        ...(name === undefined ? {} : { run_name: checkRunName(name) }),
      });
      await logBatch(api, run.info.run_id, { params: pairsOf(checkedParams), tags: pairsOf(checkedTags) });
      return activeRun(experimentName, run);
    },
    async resume(id: string) {
      const run = await getRun(id);
      return activeRun(await nameOfExperiment(run.info.experiment_id), run);
    },
    async run(id: string) {
      const run = await getRun(id);
      return runFrom(run, await nameOfExperiment(run.info.experiment_id));
    },
    async runs(experimentName: string, options: RunPageOptions = {}) {
      const limit = checkLimit(options);
      const { experiment_id } = await findExperiment(experimentName);
      const { runs = [], next_page_token } = await api.post<{
        runs?: readonly MlflowRun[];
        next_page_token?: string;
      }>('runs/search', {
        experiment_ids: [experiment_id],
        max_results: limit,
        order_by: ['attributes.start_time DESC'],
        ...(options.cursor === undefined ? {} : { page_token: options.cursor }),
      });
      return { items: runs.map((run) => runFrom(run, experimentName)), next: next_page_token ?? null };
    },
    async metricHistory(id: string, metric: string) {
      const values: RunMetric[] = [];
      let token: string | undefined;
      do {
        const page: { metrics?: readonly MlflowMetric[]; next_page_token?: string } = await api.get(
          'metrics/get-history',
          {
            run_id: checkRunId(id),
            metric_key: metric,
            max_results: '1000',
            ...(token === undefined ? {} : { page_token: token }),
          },
        );
        values.push(...(page.metrics ?? []).map(metricFrom));
        token = page.next_page_token;
      } while (token);
      return values.sort((a, b) => a.step - b.step);
    },
    async files(id: string) {
      return filesBelow(api, checkRunId(id), '');
    },
    async file(id: string, path: string) {
      checkFilePath(path);
      const { info } = await getRun(id);
      return api.download(`${artifactFolder(info.artifact_uri)}/${path}`);
    },
  } satisfies Tracker);
}

/** Where files of a run are below the server's artifact store. */
export function artifactFolder(uri: string): string {
  const folder = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+)$/.exec(uri)?.[1];
  if (folder !== undefined) return folder;
  throw new TitansError(
    'API_ERROR',
    'The MLflow server keeps files where only its own host reaches them: start it so that it serves artifacts.',
    { details: { field: 'artifact_uri' } },
  );
}

async function logBatch(
  api: MlflowApi,
  runId: string,
  batch: {
    readonly params?: readonly MlflowPair[];
    readonly tags?: readonly MlflowPair[];
    readonly metrics?: readonly MlflowMetric[];
  },
): Promise<void> {
  const { params = [], tags = [], metrics = [] } = batch;
  const longest = Math.max(params.length, tags.length, metrics.length);
  for (let from = 0; from < longest; from += entriesAtOnce) {
    const to = from + entriesAtOnce;
    await api.post('runs/log-batch', {
      run_id: runId,
      params: params.slice(from, to),
      tags: tags.slice(from, to),
      metrics: metrics.slice(from, to),
    });
  }
}

async function filesBelow(api: MlflowApi, runId: string, path: string): Promise<readonly RunFile[]> {
  const { files = [] } = await api.get<{
    files?: readonly {
      readonly path: string;
      readonly is_dir: boolean;
      readonly file_size?: number | string;
    }[];
  }>('artifacts/list', { run_id: runId, ...(path === '' ? {} : { path }) });
  const found = await Promise.all(
    files.map(async (file) =>
      file.is_dir
        ? filesBelow(api, runId, file.path)
        : [{ path: file.path, bytes: Number(file.file_size ?? 0) }],
    ),
  );
  return found.flat();
}

function experimentOf({ name, creation_time = 0 }: MlflowExperiment): Experiment {
  return Object.freeze({ name, createdAt: new Date(Number(creation_time)).toISOString() });
}

function runFrom({ info, data = {} }: MlflowRun, experiment: string): Run {
  return Object.freeze({
    id: info.run_id,
    experiment,
    name: info.run_name ?? info.run_id.slice(0, 8),
    status: statusNames[info.status],
    startedAt: new Date(Number(info.start_time)).toISOString(),
    endedAt: info.end_time === undefined ? null : new Date(Number(info.end_time)).toISOString(),
    params: recordOf(data.params),
    metrics: (data.metrics ?? []).map(metricFrom).sort((a, b) => (a.name < b.name ? -1 : 1)),
    tags: recordOf(data.tags?.filter(({ key }) => !ownTag.test(key))),
  });
}

function metricFrom({ key, value, timestamp, step = 0 }: MlflowMetric): RunMetric {
  return {
    name: key,
    value: Number(value),
    step: Number(step),
    at: new Date(Number(timestamp)).toISOString(),
  };
}

/** JSON has no word for what is not finite; MLflow takes these texts. */
function writtenNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function pairsOf(record: Readonly<Record<string, string>>): readonly MlflowPair[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

function recordOf(pairs: readonly MlflowPair[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map(({ key, value = '' }) => [key, value]));
}
