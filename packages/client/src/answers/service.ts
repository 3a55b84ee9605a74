import type {
  ApiKeyInfo,
  Correction,
  EventType,
  FeedbackResponse,
  HealthResponse,
  HealthState,
  JobResponse,
  KeysResponse,
  NewKeyResponse,
  NoticeType,
  RevokeResponse,
  ServiceEvent,
  ServiceInfo,
  TokenResponse,
} from '@titans/core/contract';
import {
  anything,
  type Check,
  dictionary,
  flag,
  integer,
  list,
  type Members,
  nullable,
  number,
  object,
  oneOf,
  text,
} from './check.js';

export const infoAnswer: Check<ServiceInfo> = object({
  message: text,
  version: text,
  status: text,
  timestamp: text,
  endpoints: dictionary(text),
});

const health = oneOf<HealthState>('healthy', 'degraded', 'unhealthy');
export const healthAnswer: Check<HealthResponse> = object({
  status: health,
  timestamp: text,
  version: text,
  uptime: number,
  checks: dictionary(health),
});

export const tokenAnswer: Check<TokenResponse> = object({
  access_token: text,
  token_type: oneOf('bearer'),
  expires_in: integer,
});

export const revokeAnswer: Check<RevokeResponse> = object({ revoked: flag });

const key: Members<ApiKeyInfo> = {
  key_id: text,
  name: text,
  permissions: list(
    oneOf('read_transactions', 'write_transactions', 'create_predictions', 'manage_models', 'admin_access'),
  ),
  created_at: nullable(text),
  expires_at: nullable(text),
  state: oneOf('active', 'expired', 'revoked'),
  source: oneOf('configuration', 'store'),
};
export const keyAnswer: Check<ApiKeyInfo> = object(key);
export const keysAnswer: Check<KeysResponse> = object({ keys: list(keyAnswer) });
export const newKeyAnswer: Check<NewKeyResponse> = object({ ...key, api_key: text });

export const jobAnswer: Check<JobResponse> = object({
  job_id: text,
  state: oneOf('queued', 'running', 'succeeded', 'failed', 'cancelled'),
  tasks: list(oneOf('category', 'amount', 'anomaly')),
  created_at: text,
  finished_at: nullable(text),
  done: integer,
  total: integer,
  failed: integer,
  error: nullable(text),
  results: nullable(text),
});

export const correctionAnswer: Check<Correction> = object({
  correction_id: text,
  state: oneOf('applied', 'held', 'undone'),
  category: nullable(text),
  is_anomaly: nullable(flag),
  previous_category: nullable(text),
  transaction_id: nullable(text),
  made_by: text,
  made_at: text,
});
export const correctionsAnswer: Check<FeedbackResponse> = object({
  corrections: list(correctionAnswer),
  next_cursor: nullable(text),
});

/** Types of events that this release knows. */
export const eventTypes: readonly (EventType | NoticeType)[] = [
  'prediction',
  'correction',
  'models',
  'job',
  'drift',
  'import',
  'gap',
  'end',
];
export const serviceEvent: Check<ServiceEvent> = object({
  id: text,
  type: oneOf(...eventTypes),
  at: text,
  data: dictionary(anything),
});
