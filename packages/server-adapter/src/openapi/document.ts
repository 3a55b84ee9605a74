import { sdkVersion } from '@titans/core';
import type { RouteContract } from '@titans/core/contract';
import * as z from 'zod/mini';
import { experimentHeader } from '../experiments/experiment-header.js';
import { titleOf } from '../http/status.js';
import { contractsOf } from '../plugins/all-routes.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import { exampleBody } from './examples.js';
import { componentSchemas, inline, type JsonSchema, referenceTo } from './schemas.js';

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

const rateLimitHeaders = [
  'X-RateLimit-Limit-Minute',
  'X-RateLimit-Remaining-Minute',
  'X-RateLimit-Limit-Hour',
  'X-RateLimit-Remaining-Hour',
] as const;
/** Lists of structured fields (draft-ietf-httpapi-ratelimit-headers-10). */
const policyHeaders = ['RateLimit-Policy', 'RateLimit'] as const;

/** What is described. */
export interface DescribedService {
  /** Where the service is mounted; its server entry. */
  readonly basePath?: string;
  /** Whose routes are described beside our own. */
  readonly plugins?: readonly ServerPlugin[];
}

const withoutPlugins: readonly ServerPlugin[] = [];
const documents = new WeakMap<readonly ServerPlugin[], OpenApiDocument>();

/** The contract as an OpenAPI 3.1 document, generated from the table of routes. */
export function openApiDocument(service: DescribedService = {}): OpenApiDocument {
  const { basePath = '', plugins = withoutPlugins } = service;
  const document = documents.get(plugins) ?? buildDocument(contractsOf(plugins));
  documents.set(plugins, document);
  return { ...document, servers: [{ url: basePath || '/' }] };
}

function buildDocument(contracts: Readonly<Record<string, RouteContract>>): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(contracts)) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operation(name, route),
    };
  }
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Titans',
      version: sdkVersion,
      description: 'Categories, amounts, anomalies and cash flow of bank and card transactions.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [],
    tags: [...new Set(Object.values(contracts).map((route) => route.tag))].map((tag) => ({ name: tag })),
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, or a token of POST /auth/token.',
        },
      },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description: 'Makes the request have its effect once: asking again with it gives the first answer.',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      },
      headers: {
        ...headersWith([...rateLimitHeaders, 'Retry-After'], { type: 'integer', minimum: 0 }),
        ...headersWith(policyHeaders, { type: 'string' }),
        [experimentHeader]: {
          description:
            'The experiment that the question is of, and the variant that answers; absent where none runs.',
          schema: { type: 'string' },
          example: 'new-categories; variant=challenger',
        },
      },
    },
  };
}

function operation(name: string, route: RouteContract): OpenApiDocument {
  const isPublic = route.access === 'public';
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    ...(isPublic ? { security: [] } : { security: [{ bearer: [] }], 'x-titans-access': route.access }),
    'x-titans-cost': route.cost,
    'x-titans-limit-class': route.limitClass,
    ...withMembers('parameters', parametersOf(route)),
    ...(route.body
      ? { requestBody: { required: !route.isBodyOptional, content: bodyContent(name, route, route.body) } }
      : {}),
    responses: {
      [route.status ?? 200]: {
        description: 'The answer.',
        headers: headersOf([
          ...(isPublic || route.cost === 0 ? [] : quotaHeadersOf(route)),
          ...(route.isSplit ? [experimentHeader] : []),
        ]),
        content: answerContent(route),
      },
      ...Object.fromEntries(errorStatuses(route).map((status) => [status, problemResponse(status)])),
    },
  };
}

function withMembers(name: string, list: readonly unknown[]): OpenApiDocument {
  return list.length === 0 ? {} : { [name]: list };
}

function parametersOf({ params, query, idempotency }: RouteContract): readonly JsonSchema[] {
  const key = { $ref: '#/components/parameters/IdempotencyKey' };
  return [
    ...parametersIn('path', params),
    ...parametersIn('query', query),
    ...(idempotency === 'key' ? [key] : []),
  ];
}

function parametersIn(place: 'path' | 'query', schema: RouteContract['query']): readonly JsonSchema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = inline(schema, 'output') as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(described.type === 'array' && isOneText(schema, name) ? { style: 'form', explode: false } : {}),
    schema: described,
  }));
}

/** Whether a list is sent as one text with commas, and not as a parameter for each item. */
function isOneText(schema: NonNullable<RouteContract['query']>, name: string): boolean {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const sent = properties[name];
  return typeof sent === 'object' && sent.type === 'string';
}

function bodyContent(
  name: string,
  { lines }: RouteContract,
  body: NonNullable<RouteContract['body']>,
): OpenApiDocument {
  const value = exampleBody(name);
  const example = value === undefined ? {} : { example: value };
  return typeof body === 'string'
    ? { [body]: { schema: { type: 'string' }, ...lineSchema(lines?.body, 'input'), ...example } }
    : { 'application/json': { schema: referenceTo(body, 'input'), ...example } };
}

/** OpenAPI 3.1 has no word for the schema of a line; this is the one that 3.2 gives it, as an extension. */
function lineSchema(schema: RouteContract['query'], io: 'input' | 'output'): OpenApiDocument {
  return schema === undefined ? {} : { 'x-itemSchema': referenceTo(schema, io) };
}

function answerContent(route: RouteContract): OpenApiDocument {
  if (typeof route.response !== 'string') {
    return { 'application/json': { schema: referenceTo(route.response, 'output') } };
  }
  return {
    [route.response]: {
      schema: { type: route.response === 'application/json' ? 'object' : 'string' },
      ...lineSchema(route.lines?.response, 'output'),
    },
  };
}

/** Every status that a route can answer with beside 200. */
function errorStatuses(route: RouteContract): readonly number[] {
  return [
    ...(route.body || route.idempotency === 'key' ? [400] : []),
    ...(route.body ? [408, 413, 415] : []),
    ...(route.body || route.query || route.idempotency === 'key' ? [422] : []),
    ...(route.idempotency === 'key' ? [409] : []),
    ...(route.access === 'public' ? [] : [401, 403, 404, 429]),
    500,
    503,
  ].sort((a, b) => a - b);
}

function problemResponse(status: number): OpenApiDocument {
  return {
    description: titleOf(status),
    ...(status === 429 ? { headers: headersOf(['Retry-After']) } : {}),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
  };
}

function headersWith(names: readonly string[], schema: JsonSchema): OpenApiDocument {
  return Object.fromEntries(names.map((name) => [name, { schema }]));
}

/** The four of the specification tell the quota of ordinary requests, which rows in bulk do not use. */
function quotaHeadersOf({ limitClass }: RouteContract): readonly string[] {
  return limitClass === 'bulk' ? policyHeaders : [...rateLimitHeaders, ...policyHeaders];
}

function headersOf(names: readonly string[]): OpenApiDocument {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
