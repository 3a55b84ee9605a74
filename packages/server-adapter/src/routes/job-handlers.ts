import { routes } from '@titans/core/contract';
import { jobResponse } from '../jobs/job-record.js';
import type { Jobs } from '../jobs/jobs.js';
import { askedTasks } from './asked-tasks.js';
import type { RouteHandlers } from './handlers.js';

/** Handlers of jobs. Those of another tenant are as if they were not there. */
export function jobHandlers(
  jobs: Jobs,
): Pick<RouteHandlers, 'jobCreate' | 'jobStatus' | 'jobResults' | 'jobCancel'> {
  return {
    async jobCreate({ tenant, principal, query, body, basePath, headers }) {
      const tasks = askedTasks(tenant.models.current.suite, query);
      const record = await jobs.start(tenant.id, principal?.id ?? 'anonymous', body.transactions, tasks);
      headers.location = basePath + routes.jobStatus.path.replace('{job_id}', record.id);
      return jobResponse(record, basePath);
    },
    jobStatus: async ({ tenant, params, basePath }) =>
      jobResponse(await jobs.status(tenant.id, params.job_id), basePath),
    jobCancel: async ({ tenant, params, basePath }) =>
      jobResponse(await jobs.cancel(tenant.id, params.job_id), basePath),
    jobResults: async ({ tenant, params }) => ({ chunks: await jobs.results(tenant.id, params.job_id) }),
  };
}
