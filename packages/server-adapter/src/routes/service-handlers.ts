import type { RouteName } from '@titans/core/contract';
import { routes } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import type { Metrics } from '../metrics/metrics.js';
import { docsPage } from '../openapi/docs-page.js';
import { openApiDocument } from '../openapi/document.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import type { RouteHandlers, TextAnswer } from './handlers.js';
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
  const documentAt = keptByPlace();
  const pageAt = keptByPlace();
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
    openapi: async ({ basePath }) =>
      documentAt(basePath, () => ({ text: JSON.stringify(openApiDocument({ basePath, plugins })) })),
    docs: async ({ basePath }) => pageAt(basePath, () => docsPage({ basePath, plugins })),
    metrics: async () => {
      if (metrics === null) throw requestError('ROUTE_NOT_FOUND', 'Metrics are switched off.');
      return { text: await metrics.exposition(), headers: { 'content-type': metrics.contentType } };
    },
  };
}

const maxPlaces = 16;

/** Makes a text once for each place where the service is mounted, of which a host may have several. */
function keptByPlace(): (basePath: string, make: () => TextAnswer) => TextAnswer {
  const texts = new Map<string, TextAnswer>();
  return (basePath, make) => {
    let kept = texts.get(basePath);
    if (kept === undefined) {
      if (texts.size >= maxPlaces) texts.clear();
      kept = { ...make(), isStatic: true };
      texts.set(basePath, kept);
    }
    return kept;
  };
}
