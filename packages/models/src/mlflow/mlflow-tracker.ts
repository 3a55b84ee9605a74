import { isTitansError, TitansError, throwIfAborted } from '@titans/core';
import {
  checkExperimentName,
  checkFilePath,
  checkLimit,
  checkRunId,
} from '../lifecycle/tracking/checked-entries.js';
import {
  checkedRun,
  checkStart,
  requireRunning,
  requireUnchanged,
} from '../lifecycle/tracking/run-writer.js';
import type {
  ActiveRun,
  Experiment,
  RunFile,
  RunMetric,
  RunPageOptions,
  StartOptions,
  Tracker,
} from '../lifecycle/tracking/tracker.js';
import { type MlflowApi, type MlflowOptions, mlflowApi } from './mlflow-api.js';
import {
  artifactFolder,
  experimentOf,
  type MlflowExperiment,
  type MlflowMetric,
  type MlflowPair,
  type MlflowRun,
  metricFrom,
  pairsOf,
  runFrom,
  runStatusOf,
  writtenNumber,
} from './mlflow-run.js';

/** What one request of `log-batch` takes of each kind. */
const entriesAtOnce = 100;

/**
 * A tracker that writes to an MLflow server, so that experiments and runs are found in its pages. Files go through the
 * server, which must serve artifacts (it does unless started with `--no-serve-artifacts`); all else works without. What is
 * logged takes several requests where there are more than 100 names, MLflow lets two writers end one run at once, gives
 * infinities back as the largest number, and keeps tags `mlflow.…` for itself.
 *
 * @throws TitansError `CONFIG_INVALID`; from its methods also `API_UNREACHABLE` and `API_ERROR`, and `CONFLICT` for the name
 * of an experiment that was deleted and not purged.
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
    // MLflow keeps what was deleted until it is purged, and its name with it.
    if (experiment.lifecycle_stage !== 'deleted') return experiment;
    throw new TitansError('NOT_FOUND', `The experiment "${name}" was deleted.`, { details: { value: name } });
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
    try {
      return await findExperiment(name);
    } catch (error) {
      if (!isTitansError(error, 'NOT_FOUND')) throw error;
      throw new TitansError(
        'CONFLICT',
        `The experiment "${name}" was deleted in MLflow: restore or purge it there, or take another name.`,
        { details: { value: name } },
      );
    }
  }

  async function nameOfExperiment(id: string): Promise<string> {
    const { experiment } = await api.get<{ experiment: MlflowExperiment }>('experiments/get', {
      experiment_id: id,
    });
    return experiment.name;
  }

  async function getRun(id: string): Promise<MlflowRun> {
    const { run } = await api.get<{ run: MlflowRun }>('runs/get', { run_id: checkRunId(id) });
    if (run.info.lifecycle_stage !== 'deleted') return run;
    throw new TitansError('NOT_FOUND', 'The run was deleted.', { details: { value: id } });
  }

  function activeRun(experiment: string, { info }: MlflowRun): ActiveRun {
    const id = info.run_id;

    async function runningRun(): Promise<MlflowRun> {
      const run = await getRun(id);
      requireRunning(id, runStatusOf(run.info.status));
      return run;
    }

    return checkedRun({
      id,
      experiment,
      async writeParams(params) {
        const { data } = await runningRun();
        requireUnchanged(new Map((data?.params ?? []).map(({ key, value = '' }) => [key, value])), params);
        try {
          await logBatch(api, id, { params: pairsOf(params) });
        } catch (cause) {
          // Names and values are checked: all that MLflow still refuses is another value of another writer.
          if (!isTitansError(cause, 'INVALID_ARGUMENT')) throw cause;
          throw new TitansError('CONFLICT', 'A parameter has another value already.', { cause });
        }
      },
      async writeMetrics(metrics, step) {
        await runningRun();
        const timestamp = Date.now();
        await logBatch(api, id, {
          metrics: metrics.map(([key, value]) => ({ key, value: writtenNumber(value), timestamp, step })),
        });
      },
      writeTags: (tags) => logBatch(api, id, { tags: pairsOf(tags) }),
      async writeFile(path, bytes) {
        // Looked at only here: parameters and metrics are kept also where files cannot be.
        const folder = artifactFolder(info.artifact_uri);
        await runningRun();
        await api.upload(`${folder}/${path}`, bytes);
      },
      async writeEnd(status) {
        await runningRun();
        await api.post('runs/update', { run_id: id, status: status.toUpperCase(), end_time: Date.now() });
      },
    });
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
      const { named, params, tags } = checkStart(options);
      throwIfAborted(options.signal, 'starting a run');
      const { experiment_id } = await ensureExperiment(experimentName);
      const { run } = await api.post<{ run: MlflowRun }>('runs/create', {
        experiment_id,
        start_time: Date.now(),
        ...(named.name === undefined ? {} : { run_name: named.name }),
      });
      await logBatch(api, run.info.run_id, { params: pairsOf(params), tags: pairsOf(tags) });
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
