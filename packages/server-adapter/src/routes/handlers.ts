import type {
  AmountQuery,
  ApiKeyInfo,
  BatchQuery,
  BatchResponse,
  BatchTask,
  ConcludeExperimentRequest,
  Correction,
  CorrectionPath,
  CorrectionRequest,
  CreateKeyRequest,
  DriftRequest,
  DriftResponse,
  EventsQuery,
  ExperimentPath,
  ExperimentResponse,
  ExperimentsResponse,
  ExplainResponse,
  FeedbackQuery,
  FeedbackResponse,
  FileImportQuery,
  ForecastQuery,
  ForecastRequest,
  ForecastResponse,
  HealthResponse,
  ImportResponse,
  JobPath,
  JobResponse,
  KeyPath,
  KeysResponse,
  ModelHistoryResponse,
  ModelInfoResponse,
  ModelPath,
  ModelsResponse,
  ModelVersionsResponse,
  NewKeyResponse,
  PageRequest,
  PerformanceResponse,
  PromoteRequest,
  RecurringQuery,
  RecurringRequest,
  RecurringResponse,
  RevokeRequest,
  RevokeResponse,
  RollbackRequest,
  RotateKeyRequest,
  RouteName,
  ServiceInfo,
  StartExperimentRequest,
  StopExperimentRequest,
  TokenResponse,
  TransactionList,
  TransactionRequest,
  TransactionsQuery,
  TransactionsResponse,
} from '@titans/core/contract';
import type { Principal } from '../auth/principal.js';
import type { TitansRequest } from '../http/message.js';
import type { Awaitable } from '../passage.js';
import type { ServedTenant, Tenant } from '../tenants/tenant.js';
import type { WrittenAnswer } from './written-answer.js';

/** A request that has passed every check of its route. */
export interface Exchange<Body = undefined, Query = undefined, Params = undefined> {
  readonly requestId: string;
  readonly basePath: string;
  /** `null` on public routes, which do not ask. */
  readonly principal: Principal | null;
  /** The credential's; the default one on public routes. */
  readonly tenant: Tenant;
  readonly request: TitansRequest;
  readonly body: Body;
  readonly query: Query;
  readonly params: Params;
  /** Raised when the client has gone. */
  readonly signal: AbortSignal | undefined;
  /** Raised when the service stops: streams without an end end. */
  readonly draining: AbortSignal;
  /** Headers of the answer beside those that every answer has; names in lower case. */
  readonly headers: Record<string, string>;
  /**
   * Uses further units of the quota, on routes whose cost is `rows`.
   *
   * @throws TitansError `RATE_LIMITED`.
   */
  charge(units: number): Promise<void>;
  /** Tells the audit log more of what is done here; never anything secret. Texts of people are masked there. */
  note(details: Readonly<Record<string, string | number | boolean>>): void;
}

/** An exchange as the service's own handlers have it. */
export interface RouteExchange<Body = undefined, Query = undefined, Params = undefined>
  extends Exchange<Body, Query, Params> {
  readonly tenant: ServedTenant;
}

/** An answer of text that is not JSON made of a schema. */
export interface TextAnswer {
  readonly text: string;
  /** Instead of the headers that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it is the same text for everyone, so that what it compresses to may be kept. */
  readonly isStatic?: true;
}

/** An answer that is sent piece by piece, as fast as the client takes it. */
export interface StreamAnswer {
  readonly chunks: AsyncIterable<string>;
}

/** What a handler gives: an object for a route whose answer has a schema, else text or a stream. */
export type Answer = object | TextAnswer | StreamAnswer;

interface RouteType<Reply, Body = undefined, Query = undefined, Params = undefined> {
  readonly answer: Reply;
  readonly body: Body;
  readonly query: Query;
  readonly params: Params;
}

/** A body as it arrives. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** What each route takes and gives. A route of the contract that is missing here does not compile. */
interface RouteTypes extends Record<RouteName, RouteType<unknown, unknown, unknown, unknown>> {
  root: RouteType<ServiceInfo>;
  health: RouteType<HealthResponse>;
  healthLive: RouteType<HealthResponse>;
  healthReady: RouteType<HealthResponse>;
  healthStartup: RouteType<HealthResponse>;
  openapi: RouteType<TextAnswer>;
  docs: RouteType<TextAnswer>;
  metrics: RouteType<TextAnswer>;
  predictCategory: RouteType<WrittenAnswer, TransactionRequest>;
  predictAmount: RouteType<WrittenAnswer, TransactionRequest, AmountQuery>;
  predictAnomaly: RouteType<WrittenAnswer, TransactionRequest>;
  predictBatch: RouteType<BatchResponse<readonly BatchTask[]>, readonly unknown[], BatchQuery>;
  predictStream: RouteType<StreamAnswer, ByteStream, BatchQuery>;
  explain: RouteType<ExplainResponse, TransactionRequest>;
  jobCreate: RouteType<JobResponse, TransactionList, BatchQuery>;
  jobStatus: RouteType<JobResponse, undefined, undefined, JobPath>;
  jobResults: RouteType<StreamAnswer, undefined, undefined, JobPath>;
  jobCancel: RouteType<JobResponse, undefined, undefined, JobPath>;
  forecastCashflow: RouteType<ForecastResponse, ForecastRequest | undefined, ForecastQuery>;
  recurring: RouteType<RecurringResponse, undefined, RecurringQuery>;
  recurringOf: RouteType<RecurringResponse, RecurringRequest>;
  transactionsList: RouteType<TransactionsResponse, undefined, TransactionsQuery>;
  transactionsImport: RouteType<ImportResponse, TransactionList>;
  transactionsImportFile: RouteType<ImportResponse, ByteStream, FileImportQuery>;
  feedbackCorrect: RouteType<Correction, CorrectionRequest>;
  feedbackList: RouteType<FeedbackResponse, undefined, FeedbackQuery>;
  feedbackUndo: RouteType<Correction, undefined, undefined, CorrectionPath>;
  feedbackRelease: RouteType<Correction, undefined, undefined, CorrectionPath>;
  modelsStatus: RouteType<ModelsResponse>;
  modelInfo: RouteType<ModelInfoResponse, undefined, undefined, ModelPath>;
  modelPerformance: RouteType<PerformanceResponse, undefined, undefined, ModelPath>;
  modelVersions: RouteType<ModelVersionsResponse, undefined, PageRequest>;
  modelHistory: RouteType<ModelHistoryResponse, undefined, PageRequest>;
  modelPromote: RouteType<ModelsResponse, PromoteRequest>;
  modelRollback: RouteType<ModelsResponse, RollbackRequest>;
  modelReload: RouteType<ModelsResponse>;
  drift: RouteType<DriftResponse, DriftRequest>;
  experimentsList: RouteType<ExperimentsResponse>;
  experimentStatus: RouteType<ExperimentResponse, undefined, undefined, ExperimentPath>;
  experimentStart: RouteType<ExperimentResponse, StartExperimentRequest>;
  experimentStop: RouteType<ExperimentResponse, StopExperimentRequest, undefined, ExperimentPath>;
  experimentConclude: RouteType<ExperimentResponse, ConcludeExperimentRequest, undefined, ExperimentPath>;
  authToken: RouteType<TokenResponse>;
  authRevoke: RouteType<RevokeResponse, RevokeRequest>;
  keysList: RouteType<KeysResponse>;
  keysCreate: RouteType<NewKeyResponse, CreateKeyRequest>;
  keysRotate: RouteType<NewKeyResponse, RotateKeyRequest | undefined, undefined, KeyPath>;
  keysRevoke: RouteType<ApiKeyInfo, undefined, undefined, KeyPath>;
  events: RouteType<StreamAnswer, undefined, EventsQuery>;
}

/** Answers one route. */
export type RouteHandler<Name extends RouteName> = (
  exchange: RouteExchange<RouteTypes[Name]['body'], RouteTypes[Name]['query'], RouteTypes[Name]['params']>,
) => Awaitable<RouteTypes[Name]['answer']>;

/** One handler for every route of the contract: one too few or too many does not compile. */
export type RouteHandlers = { readonly [Name in RouteName]: RouteHandler<Name> };
