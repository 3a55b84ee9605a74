import { type AccessRouteName, accessRoutes } from './routes/access-routes.js';
import { type DataRouteName, dataRoutes } from './routes/data-routes.js';
import { type ExperimentRouteName, experimentRoutes } from './routes/experiment-routes.js';
import { type ForecastRouteName, forecastRoutes } from './routes/forecast-routes.js';
import { type ModelRouteName, modelRoutes } from './routes/model-routes.js';
import { type PredictionRouteName, predictionRoutes } from './routes/prediction-routes.js';
import type { RouteContract } from './routes/route-contract.js';
import { type ServiceRouteName, serviceRoutes } from './routes/service-routes.js';

export type { MediaType, RouteContract } from './routes/route-contract.js';

/** Name of a route. */
export type RouteName =
  | ServiceRouteName
  | PredictionRouteName
  | ForecastRouteName
  | DataRouteName
  | ModelRouteName
  | ExperimentRouteName
  | AccessRouteName;

/** Every route of the wire contract by name. */
// Made in a call that is marked pure, so that a bundle which only reads answers, the client's, leaves it out.
export const routes: { readonly [Name in RouteName]: RouteContract } = /* @__PURE__ */ (() => ({
  ...serviceRoutes,
  ...predictionRoutes,
  ...forecastRoutes,
  ...dataRoutes,
  ...modelRoutes,
  ...experimentRoutes,
  ...accessRoutes,
}))();
