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
  ServiceInfo,
  TokenResponse,
  TransactionRequest,
} from '@titans/core/contract';

/** What every call takes last. */
export interface CallOptions {
  /** Cancels the call; it then rejects with code `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's own `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** Questions about transactions. They are pure: asking twice changes nothing. */
export interface PredictMethods {
  /** Category of a transaction. */
  category(request: TransactionRequest, options?: CallOptions): Promise<CategoryResponse>;
  /** Amount to expect, with a range. */
  amount(request: TransactionRequest, options?: CallOptions): Promise<AmountResponse>;
  /** How far a transaction stands out, and why. */
  anomaly(request: TransactionRequest, options?: CallOptions): Promise<AnomalyResponse>;
  /** Category, amount and anomaly of 1 to 100 transactions, each with its own result or error. */
  batch(request: BatchRequest, options?: CallOptions): Promise<BatchResponse>;
}

/** Questions about the days ahead. */
export interface ForecastMethods {
  /** Net cash flow per day for `days_ahead` days, 1 to 365, 30 unless told. */
  cashflow(query?: ForecastQuery, options?: CallOptions): Promise<ForecastResponse>;
}

/**
 * State of the service. These calls are never repeated by themselves: what fails now is the state of now. A service
 * that is not ready or is stopping is an error with status 503 and the code `NOT_READY` or `SHUTTING_DOWN`.
 */
export interface HealthMethods {
  /** State of the service and of everything it depends on. */
  (options?: CallOptions): Promise<HealthResponse>;
  /** Whether the process answers. */
  live(options?: CallOptions): Promise<HealthResponse>;
  /** Whether the service takes traffic. */
  ready(options?: CallOptions): Promise<HealthResponse>;
  /** Whether the service has finished starting. */
  startup(options?: CallOptions): Promise<HealthResponse>;
}

/** Credentials. These calls are never repeated by themselves. */
export interface AuthMethods {
  /** Exchanges the client's API key for a short-lived access token. */
  token(options?: CallOptions): Promise<TokenResponse>;
  /** Revokes an access token before it expires. */
  revoke(request: RevokeRequest, options?: CallOptions): Promise<RevokeResponse>;
}

/** A client of one Titans server; its methods are grouped as the server's routes. */
export interface TitansClient {
  readonly predict: PredictMethods;
  readonly forecast: ForecastMethods;
  readonly health: HealthMethods;
  readonly auth: AuthMethods;
  /** What the service is and where its routes are. */
  info(options?: CallOptions): Promise<ServiceInfo>;
  /** The server's contract as an OpenAPI 3.1 document. */
  openapi(options?: CallOptions): Promise<OpenApiDocument>;
  /** Metrics in the Prometheus text format; needs `admin_access`. */
  metrics(options?: CallOptions): Promise<string>;
}
