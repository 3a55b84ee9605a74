import type { RouteName } from '@titans/core/contract';
import { routes } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import type { Metrics } from '../metrics/metrics.js';
import { docsPage } from '../openapi/docs-page.js';
import { openApiDocument } from '../openapi/document.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import type { RouteHandlers } from './handlers.js';
import type { Health } from './health.js';

/** What the service routes need. */
export interface ServiceParts {
  readonly health: Health;
  readonly metrics: Metrics | null;
  readonly version: string;
  readonly plugins: readonly ServerPlugin[];
  readonly timestamp: () => string;
}

/** Names under which `GET /` lists routes, as the specification has them. */
const listedRoutes: Readonly<Record<string, RouteName>> = {
  docs: 'docs',
  openapi: 'openapi',
  health: 'health',
  predict_category: 'predictCategory',
  predict_amount: 'predictAmount',
  detect_anomaly: 'predictAnomaly',
  predict_batch: 'predictBatch',
  forecast_cashflow: 'forecastCashflow',
};

/** Handlers of the routes that tell about the service itself. */
export function serviceHandlers({
  health,
  metrics,
  version,
  plugins,
  timestamp,
}: ServiceParts): Pick<
  RouteHandlers,
  'root' | 'health' | 'healthLive' | 'healthReady' | 'healthStartup' | 'openapi' | 'docs' | 'metrics'
> {
  return {
    root: async ({ basePath }) => ({
      message: 'Welcome to Titans Finance API',
      version,
      status: (await health.report()).status,
      timestamp: timestamp(),
      endpoints: Object.fromEntries(
        Object.entries(listedRoutes).map(([name, route]) => [name, basePath + routes[route].path]),
      ),
    }),
    health: () => health.report(),
    healthLive: async () => health.alive(),
    healthReady: () => health.ready(),
    healthStartup: async () => health.alive(),
    openapi: async ({ basePath }) => ({
      text: JSON.stringify(openApiDocument({ basePath, plugins })),
      isStatic: true,
    }),
    docs: async ({ basePath }) => ({ ...docsPage({ basePath, plugins }), isStatic: true }),
    metrics: async () => {
      if (metrics === null) throw requestError('ROUTE_NOT_FOUND', 'Metrics are switched off.');
      return { text: await metrics.exposition(), headers: { 'content-type': metrics.contentType } };
    },
  };
}
