import { inTime } from '../http/in-time.js';
import { requestError } from '../http/problem.js';
import type { RouteHandlers } from './handlers.js';
import type { PerformanceMonitors } from './performance-monitors.js';

/** What the route about performance needs. */
export interface PerformanceParts {
  /** `null` where models are not watched: then it is as if the route were not there. */
  readonly monitors: PerformanceMonitors | null;
  /** Longest wait for what is kept. */
  readonly timeoutMs: number;
}

/** Handler of the route that says how well a model does. */
export function performanceHandlers({
  monitors,
  timeoutMs,
}: PerformanceParts): Pick<RouteHandlers, 'modelPerformance'> {
  return {
    async modelPerformance({ tenant, params: { task } }) {
      if (monitors === null) {
        throw requestError('ROUTE_NOT_FOUND', 'The performance of models is not watched here.');
      }
      if (!tenant.models.current.suite.tasks.includes(task)) {
        throw requestError('NOT_FOUND', `No model of the task "${task}" was trained.`);
      }
      if (task === 'cashflow') {
        throw requestError(
          'NOT_FOUND',
          'Forecasts of cash flow are not watched: no single label belongs to them.',
        );
      }
      const summary = await inTime(monitors.summary(tenant, task), timeoutMs, () => {
        throw requestError('NOT_READY', `What is kept of models gave nothing within ${timeoutMs} ms.`);
      });
      return { ...summary.toJSON(), model_name: task };
    },
  };
}
