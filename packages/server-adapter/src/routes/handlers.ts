import type {
  AmountResponse,
  AnomalyResponse,
  BatchRequest,
  BatchResponse,
  CategoryResponse,
  ForecastQuery,
  ForecastResponse,
  HealthResponse,
  RevokeRequest,
  RevokeResponse,
  RouteName,
  ServiceInfo,
  TokenResponse,
  TransactionRequest,
} from '@titans/core/contract';
import type { Principal } from '../auth/principal.js';
import type { TitansRequest } from '../http/message.js';

/** A request that has passed every check of its route. */
export interface Exchange<Body = undefined, Query = undefined> {
  readonly requestId: string;
  readonly basePath: string;
  /** `null` on public routes, which do not ask. */
  readonly principal: Principal | null;
  readonly request: TitansRequest;
  readonly body: Body;
  readonly query: Query;
}

/** An answer that is not JSON made of a schema. */
export interface TextAnswer {
  readonly text: string;
  /** Instead of the headers that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

interface RouteType<Answer, Body = undefined, Query = undefined> {
  readonly answer: Answer;
  readonly body: Body;
  readonly query: Query;
}

/** What each route takes and gives. A route of the contract that is missing here does not compile. */
interface RouteTypes extends Record<RouteName, RouteType<unknown, unknown, unknown>> {
  root: RouteType<ServiceInfo>;
  health: RouteType<HealthResponse>;
  healthLive: RouteType<HealthResponse>;
  healthReady: RouteType<HealthResponse>;
  healthStartup: RouteType<HealthResponse>;
  openapi: RouteType<TextAnswer>;
  docs: RouteType<TextAnswer>;
  metrics: RouteType<TextAnswer>;
  predictCategory: RouteType<CategoryResponse, TransactionRequest>;
  predictAmount: RouteType<AmountResponse, TransactionRequest>;
  predictAnomaly: RouteType<AnomalyResponse, TransactionRequest>;
  predictBatch: RouteType<BatchResponse, BatchRequest>;
  forecastCashflow: RouteType<ForecastResponse, undefined, ForecastQuery>;
  authToken: RouteType<TokenResponse>;
  authRevoke: RouteType<RevokeResponse, RevokeRequest>;
}

/** Answers one route. */
export type RouteHandler<Name extends RouteName> = (
  exchange: Exchange<RouteTypes[Name]['body'], RouteTypes[Name]['query']>,
) => Promise<RouteTypes[Name]['answer']>;

/** One handler for every route of the contract: one too few or too many does not compile. */
export type RouteHandlers = { readonly [Name in RouteName]: RouteHandler<Name> };
