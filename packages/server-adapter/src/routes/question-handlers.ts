import type { Settings } from '../config/settings.js';
import type { Publish } from '../events/event-hub.js';
import { publishingLog, publishJob } from '../events/publish-changes.js';
import { openJobs } from '../jobs/jobs.js';
import type { ModelObserver } from '../metrics/metrics.js';
import type { Tenants } from '../tenants/tenant.js';
import type { Tracing } from '../tracing/tracing.js';
import { workThread } from '../work-thread/work-thread.js';
import { batchHandlers, rowAnswerer } from './batch-handlers.js';
import { driftHandlers } from './drift-handlers.js';
import { forecastHandlers } from './forecast-handlers.js';
import type { RouteHandlers } from './handlers.js';
import { historyReader, type ReadHistory } from './history.js';
import { jobHandlers } from './job-handlers.js';
import type { PerformanceMonitors } from './performance-monitors.js';
import { predictionHandlers } from './prediction-handlers.js';
import { type PredictionLog, predictionLog } from './prediction-log.js';
import { recurringHandlers } from './recurring-handlers.js';
import { storedReader } from './stored-transactions.js';
import { transactionHandlers } from './transaction-handlers.js';
import { watchingLog } from './watching-log.js';

/** What the routes that ask models and data need. */
export interface QuestionParts {
  readonly settings: Settings;
  readonly tenants: Tenants;
  readonly metrics: ModelObserver | null;
  /** `null` where models are not watched. */
  readonly monitors: PerformanceMonitors | null;
  readonly publish: Publish;
  readonly tracing: Tracing | null;
}

/** The routes that ask models and data. */
export interface Questions {
  readonly handlers: Pick<
    RouteHandlers,
    | 'predictCategory'
    | 'predictAmount'
    | 'predictAnomaly'
    | 'predictBatch'
    | 'predictStream'
    | 'explain'
    | 'jobCreate'
    | 'jobStatus'
    | 'jobResults'
    | 'jobCancel'
    | 'forecastCashflow'
    | 'recurring'
    | 'recurringOf'
    | 'drift'
    | 'transactionsList'
    | 'transactionsImport'
    | 'transactionsImportFile'
  >;
  /** Puts back the job that runs, and takes no other. */
  stop(): Promise<void>;
  readonly log: PredictionLog;
  /** Resolves when everything recorded so far has been sent or has failed, and no thread is left. */
  flush(): Promise<void>;
}

/** Puts the routes together that ask models and data. */
export function openQuestions({
  settings,
  tenants,
  metrics,
  monitors,
  publish,
  tracing,
}: QuestionParts): Questions {
  const { clock, logger, events, sampleShare } = settings;
  const timestamp = (): string => new Date(clock.now()).toISOString();
  const published = publishingLog(predictionLog({ events, sampleShare, logger, timestamp }), publish);
  const log = monitors === null ? published : watchingLog(published, monitors);
  const untraced = historyReader({ clock, timeoutMs: settings.sourceTimeoutMs });
  const readHistory: ReadHistory =
    tracing === null
      ? untraced
      : (source, ...rest) =>
          source === null
            ? untraced(source, ...rest)
            : tracing.within('read history', () => untraced(source, ...rest));
  const readStored = storedReader(settings.sourceTimeoutMs);
  const thread = workThread({ logger });
  const answerRows = rowAnswerer({ readHistory, metrics, log, logger });
  const jobs = openJobs({
    settings: settings.jobs,
    store: settings.jobStore,
    clock,
    logger,
    onChanged: (job) => publishJob(publish, job),
    async answerRows(job, rows, firstIndex, signal) {
      const { tenant, release } = await tenants.lease(job.tenant);
      try {
        const served = tenant.models.current;
        const asker = { requestId: job.id, principal: { id: job.credential }, tenant };
        const question = { tenant, served, tasks: job.tasks, asker, route: 'jobCreate', signal } as const;
        return await answerRows(question, rows, firstIndex);
      } finally {
        release();
      }
    },
  });
  return {
    handlers: {
      ...predictionHandlers({ metrics, log, readHistory }),
      ...batchHandlers(answerRows, logger),
      ...jobHandlers(jobs),
      ...forecastHandlers({ metrics, log, thread }),
      ...recurringHandlers({ thread, readStored }),
      ...driftHandlers({ thread, readStored, metrics }),
      ...transactionHandlers(readStored, monitors),
    },
    log,
    stop: () => jobs.stop(),
    async flush() {
      await log.flush();
      await thread.close();
    },
  };
}
