import * as contract from '@titans/core/contract';
import * as z from 'zod/mini';

/** A JSON Schema (draft 2020-12), as the document holds it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Names under which schemas of the contract are found in the document. */
const requestSchemas: Readonly<Record<string, z.ZodMiniType>> = {
  TransactionRequest: contract.transactionRequestSchema,
  BatchRequest: contract.batchRequestSchema,
  JobRequest: contract.jobRequestSchema,
  ForecastRequest: contract.forecastRequestSchema,
  RecurringRequest: contract.recurringRequestSchema,
  ImportRequest: contract.importRequestSchema,
  CorrectionRequest: contract.correctionRequestSchema,
  PromoteRequest: contract.promoteRequestSchema,
  RollbackRequest: contract.rollbackRequestSchema,
  DriftRequest: contract.driftRequestSchema,
  StartExperimentRequest: contract.startExperimentRequestSchema,
  StopExperimentRequest: contract.stopExperimentRequestSchema,
  ConcludeExperimentRequest: contract.concludeExperimentRequestSchema,
  RevokeRequest: contract.revokeRequestSchema,
  CreateKeyRequest: contract.createKeyRequestSchema,
  RotateKeyRequest: contract.rotateKeyRequestSchema,
};
const answerSchemas: Readonly<Record<string, z.ZodMiniType>> = {
  ServiceInfo: contract.serviceInfoSchema,
  Health: contract.healthResponseSchema,
  CategoryPrediction: contract.categoryResponseSchema,
  AmountPrediction: contract.amountResponseSchema,
  AnomalyPrediction: contract.anomalyResponseSchema,
  BatchPrediction: contract.batchResponseSchema,
  StreamItem: contract.streamItemSchema,
  Explanation: contract.explainResponseSchema,
  Job: contract.jobResponseSchema,
  CashflowForecast: contract.forecastResponseSchema,
  RecurringPayments: contract.recurringResponseSchema,
  TransactionPage: contract.transactionsResponseSchema,
  ImportResult: contract.importResponseSchema,
  Correction: contract.correctionSchema,
  CorrectionPage: contract.feedbackResponseSchema,
  ServedModels: contract.modelsResponseSchema,
  ModelInfo: contract.modelInfoResponseSchema,
  ModelPerformance: contract.performanceResponseSchema,
  ModelVersionPage: contract.modelVersionsResponseSchema,
  ModelHistoryPage: contract.modelHistoryResponseSchema,
  Drift: contract.driftResponseSchema,
  Experiment: contract.experimentResponseSchema,
  Experiments: contract.experimentsResponseSchema,
  AccessToken: contract.tokenResponseSchema,
  Revocation: contract.revokeResponseSchema,
  ApiKey: contract.apiKeyInfoSchema,
  ApiKeys: contract.keysResponseSchema,
  NewApiKey: contract.newKeyResponseSchema,
  ServiceEvent: contract.serviceEventSchema,
  ProblemDetails: contract.problemDetailsSchema,
};

const pathOf = (name: string): string => `#/components/schemas/${name}`;

/** Every named schema, with references among them. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const requests = describe(requestSchemas, 'input');
  for (const { body, items } of Object.values(contract.routes)) {
    const name = Object.keys(requestSchemas).find((candidate) => requestSchemas[candidate] === body);
    if (items === undefined || name === undefined) continue;
    requests[name] = withItems(requests[name] as JsonSchema, itemOf(referenceTo(items, 'input')));
  }
  return { ...requests, ...describe(answerSchemas, 'output') };
}

/** What an item should be, or anything else: such an item fails alone, which is no fault of the request. */
function itemOf(item: JsonSchema): JsonSchema {
  return {
    anyOf: [item, { description: 'Anything else fails alone, and says so in its place of the answer.' }],
  };
}

/** The schema of a body whose items are checked one by one, as what they should be. */
function withItems(schema: JsonSchema, items: JsonSchema): JsonSchema {
  if (schema.type === 'array') return { ...schema, items };
  const { properties = {} } = schema as { properties?: Record<string, JsonSchema> };
  const filled = Object.entries(properties).map(([name, member]) => [name, withItems(member, items)]);
  return filled.length === 0 ? schema : { ...schema, properties: Object.fromEntries(filled) };
}

/** A reference to a schema of the contract, or the schema itself if it has no name. */
export function referenceTo(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const named = { ...requestSchemas, ...answerSchemas };
  const name = Object.keys(named).find((candidate) => named[candidate] === schema);
  return name === undefined ? inline(schema, io) : { $ref: pathOf(name) };
}

/** A schema in place. */
export function inline(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  return withoutIdentity(z.toJSONSchema(schema, { io }));
}

function describe(
  schemas: Readonly<Record<string, z.ZodMiniType>>,
  io: 'input' | 'output',
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const described = z.toJSONSchema(registry, { io, uri: pathOf }).schemas;
  return Object.fromEntries(Object.entries(described).map(([id, schema]) => [id, withoutIdentity(schema)]));
}

/** The document says once which dialect it uses, and where a schema stands is its identity. */
function withoutIdentity(schema: object): JsonSchema {
  const { $schema: _dialect, $id: _identity, ...rest } = schema as Record<string, unknown>;
  return rest;
}
