import type { BatchTask, RouteName } from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';
import type { Logger } from '../logging/logger.js';
import type { ModelObserver } from '../metrics/metrics.js';
import type { ServedModels } from '../model-host/model-host.js';
import type { Tenant } from '../tenants/tenant.js';
import { askedTasks } from './asked-tasks.js';
import { batchMemory } from './batch.js';
import type { RouteHandlers } from './handlers.js';
import type { ReadHistory } from './history.js';
import { type AnsweredItem, predictRows, type SentRow } from './predict-rows.js';
import { answerStream } from './predict-stream.js';
import type { Asker, PredictionLog } from './prediction-log.js';
import { maskRow } from './prediction-log.js';
import { secondsSince } from './stopwatch.js';

/** What the routes about many transactions need. */
export interface BatchHandlerParts {
  readonly readHistory: ReadHistory;
  readonly metrics: ModelObserver | null;
  readonly log: PredictionLog;
  readonly logger: Logger;
}

/** Who asks for rows, and what answers. */
export interface RowQuestion {
  readonly tenant: Tenant;
  readonly served: ServedModels;
  readonly tasks: readonly BatchTask[];
  readonly asker: Asker;
  readonly route: RouteName;
  readonly signal: AbortSignal | undefined;
}

/** Answers rows in their order, counts and records them. */
export type AnswerRows = (
  question: RowQuestion,
  rows: readonly SentRow[],
  firstIndex?: number,
) => Promise<readonly AnsweredItem[]>;

/** What all routes about many transactions answer with. */
export function rowAnswerer({ readHistory, metrics, log, logger }: BatchHandlerParts): AnswerRows {
  const memory = batchMemory();
  return async ({ tenant, served, tasks, asker, route, signal }, rows, firstIndex) => {
    const started = performance.now();
    const onDefect = defectLog(logger, asker.requestId, route);
    const context = { tenant, served, tasks, memory, readHistory, signal, onDefect };
    const items = await predictRows(context, rows, firstIndex);
    const successful = items.filter((item) => item.status === 'success').length;
    const failed = items.length - successful;
    for (const task of tasks) {
      if (successful > 0) metrics?.predicted(task, true, secondsSince(started), successful);
      if (failed > 0) metrics?.predicted(task, false, secondsSince(started), failed);
    }
    const recorded = { results: items, model_versions: versionsOf(served.suite, tasks) };
    log.record(asker, route, () => rows.map(maskRow), recorded);
    return items;
  };
}

/** Logs what a transaction ran into that was not its own fault. */
function defectLog(logger: Logger, requestId: string, route: RouteName): (error: unknown) => void {
  return (err) => logger.error({ requestId, route, err }, 'A transaction of a batch could not be predicted.');
}

/** Handlers of batches and streams. */
export function batchHandlers(
  answerRows: AnswerRows,
  logger: Logger,
): Pick<RouteHandlers, 'predictBatch' | 'predictStream'> {
  return {
    async predictBatch(exchange) {
      const started = performance.now();
      const { tenant, query, signal } = exchange;
      const served = tenant.models.current;
      const tasks = askedTasks(served.suite, query);
      const rows = exchange.body.map((value): SentRow => ({ kind: 'value', value }));
      const question = { tenant, served, tasks, asker: exchange, route: 'predictBatch', signal } as const;
      const results = await answerRows(question, rows);
      const successful = results.filter((result) => result.status === 'success').length;
      return {
        results,
        total_processed: results.length,
        successful_predictions: successful,
        failed_predictions: results.length - successful,
        processing_time: secondsSince(started),
        model_versions: versionsOf(served.suite, tasks),
      };
    },

    async predictStream(exchange) {
      const { tenant, query, signal, draining, body, requestId } = exchange;
      const served = tenant.models.current;
      const tasks = askedTasks(served.suite, query);
      const question = { tenant, served, tasks, asker: exchange, route: 'predictStream', signal } as const;
      return {
        chunks: answerStream(body, {
          predict: (rows, firstIndex) => answerRows(question, rows, firstIndex),
          charge: (units) => exchange.charge(units),
          signal,
          draining,
          onDefect: defectLog(logger, requestId, 'predictStream'),
        }),
      };
    },
  };
}

function versionsOf(suite: TrainedSuite, tasks: readonly BatchTask[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tasks.map((task) => [task, suite[task].version]));
}
