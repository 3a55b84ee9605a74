import { isTitansError } from '@titans/core';
import type { ExperimentResponse, GuardMetricName, StartExperimentRequest } from '@titans/core/contract';
import type { ExperimentReport, GuardMetric, NewExperiment } from '@titans/models/lifecycle';
import type { TenantExperiments } from '../experiments/tenant-experiments.js';
import { requestError } from '../http/problem.js';
import type { Logger } from '../logging/logger.js';
import type { ServedTenant } from '../tenants/tenant.js';
import { experimentAnswer } from './experiment-answer.js';
import type { RouteHandlers } from './handlers.js';
import { nameOf } from './model-handlers.js';
import { askedRegistry } from './registry-damage.js';

type ExperimentRoutes =
  | 'experimentsList'
  | 'experimentStatus'
  | 'experimentStart'
  | 'experimentStop'
  | 'experimentConclude';

const dayMs = 86_400_000;
const shares = [0, 1] as const;
/** What fails more often is stopped, whatever else it does. */
const defaultTolerances: Partial<Record<GuardMetricName, number>> = { failure_rate: 0 };

/** Handlers of the routes about experiments. */
export function experimentHandlers(logger: Logger): Pick<RouteHandlers, ExperimentRoutes> {
  return {
    async experimentsList({ tenant }) {
      const experiments = experimentsOf(tenant);
      const found = await experiments.list();
      return { experiments: found.map((report) => told(experiments, report)) };
    },

    async experimentStatus({ tenant, params }) {
      const experiments = experimentsOf(tenant);
      return told(experiments, await named(experiments.get(params.experiment_id)));
    },

    async experimentStart({ tenant, body, principal, signal }) {
      const experiments = experimentsOf(tenant);
      const reasons = { by: nameOf(principal), reason: body.reason, signal };
      const work = experiments.start(describedBy(body), reasons);
      return told(experiments, await askedRegistry(startable(work), logger));
    },

    async experimentStop({ tenant, params, body, principal }) {
      const experiments = experimentsOf(tenant);
      const reasons = { by: nameOf(principal), reason: body.reason };
      return told(experiments, await named(experiments.stop(params.experiment_id, reasons)));
    },

    async experimentConclude({ tenant, params, body, principal, signal }) {
      const experiments = experimentsOf(tenant);
      const { winner, reason } = body;
      const work = experiments.conclude(params.experiment_id, {
        winner,
        reason,
        by: nameOf(principal),
        signal,
      });
      return told(experiments, await askedRegistry(named(work), logger));
    },
  };
}

/** @throws TitansError `ROUTE_NOT_FOUND` where none are made. */
function experimentsOf({ experiments }: ServedTenant): TenantExperiments {
  if (experiments !== null) return experiments;
  throw requestError(
    'ROUTE_NOT_FOUND',
    'This service makes no experiments: they need the option "experiments", and models of a registry.',
  );
}

function told(experiments: TenantExperiments, report: ExperimentReport): ExperimentResponse {
  return experimentAnswer(report, { ...experiments.lostOf(report.plan.id) });
}

function describedBy(body: StartExperimentRequest): Omit<NewExperiment, 'model' | 'champion'> {
  const { experiment_id, challenger, mode = 'split', challenger_share = 0.5 } = body;
  const { metric = mode === 'split' ? 'correction_rate' : 'accuracy' } = body;
  const { unit, alpha, minimum_rows, planned_rows, maximum_days, stop_on, tolerances = {} } = body;
  if (mode === 'shadow' && metric === 'correction_rate') {
    const message = 'must be accuracy in shadow traffic, where nobody sees what the challenger answers';
    throw requestError('REQUEST_INVALID', `metric ${message}.`, {
      issues: [{ pointer: '/metric', message }],
    });
  }
  const guard = (name: GuardMetricName, range?: readonly [number, number]): GuardMetric => ({
    name,
    direction: 'lower',
    tolerance: tolerances[name] ?? defaultTolerances[name] ?? null,
    ...(range && { range }),
  });
  return {
    id: experiment_id,
    mode,
    challenger: { version: challenger, weight: challenger_share },
    metric: { name: metric, direction: metric === 'accuracy' ? 'higher' : 'lower', range: shares },
    guards: [
      guard('failure_rate', shares),
      guard('abstention_rate', shares),
      guard('latency_ms'),
      ...(mode === 'shadow' ? [guard('disagreement_rate', shares)] : []),
    ],
    ...(unit !== undefined && { unit }),
    ...(alpha !== undefined && { alpha }),
    ...(minimum_rows !== undefined && { minimumRows: minimum_rows }),
    ...(planned_rows !== undefined && { plannedRows: planned_rows }),
    ...(maximum_days !== undefined && { maximumMs: maximum_days * dayMs }),
    ...(stop_on !== undefined && { stopOn: stop_on }),
  };
}

/** A path that names nothing which could be the name of an experiment names none. */
async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isTitansError(error, 'INVALID_ARGUMENT')) throw error;
    if (error.details.field === 'id') throw requestError('NOT_FOUND', 'There is no experiment of that id.');
    throw invalidBody(error.message, '/reason');
  }
}

const pointers: Readonly<Record<string, string>> = {
  reason: '/reason',
  plannedRows: '/planned_rows',
  minimumRows: '/minimum_rows',
};

/** What is wrong with a new experiment, in the words of the request. */
async function startable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isTitansError(error, 'INVALID_ARGUMENT')) throw error;
    throw invalidBody(error.message, pointers[String(error.details.field)] ?? '/challenger');
  }
}

function invalidBody(message: string, pointer: string): Error {
  return requestError('REQUEST_INVALID', message, { issues: [{ pointer, message }] });
}
