import { sdkVersion } from '@titans/core';
import { type RouteContract, type RouteName, routes } from '@titans/core/contract';
import { titleOf } from '../http/status.js';
import { componentSchemas, inline, type JsonSchema, referenceTo } from './schemas.js';

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

const rateLimitHeaders = [
  'X-RateLimit-Limit-Minute',
  'X-RateLimit-Remaining-Minute',
  'X-RateLimit-Limit-Hour',
  'X-RateLimit-Remaining-Hour',
] as const;

let document: OpenApiDocument | undefined;

/**
 * The contract as an OpenAPI 3.1 document, generated from the table of routes.
 *
 * @param basePath Where the service is mounted; its server entry.
 */
export function openApiDocument(basePath: string): OpenApiDocument {
  document ??= buildDocument();
  return { ...document, servers: [{ url: basePath || '/' }] };
}

function buildDocument(): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operation(name as RouteName, route),
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
    tags: [...new Set(Object.values(routes).map((route) => route.tag))].map((tag) => ({ name: tag })),
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
      headers: Object.fromEntries(
        [...rateLimitHeaders, 'Retry-After'].map((name) => [
          name,
          { schema: { type: 'integer', minimum: 0 } },
        ]),
      ),
    },
  };
}

function operation(name: RouteName, route: RouteContract): OpenApiDocument {
  const isPublic = route.access === 'public';
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    ...(isPublic ? { security: [] } : { security: [{ bearer: [] }], 'x-titans-access': route.access }),
    'x-titans-cost': route.cost,
    ...(route.query ? { parameters: queryParameters(route) } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: referenceTo(route.body, 'input') } },
          },
        }
      : {}),
    responses: {
      200: {
        description: 'The answer.',
        headers: isPublic || route.cost === 0 ? {} : headersOf(rateLimitHeaders),
        content: answerContent(route),
      },
      ...Object.fromEntries(errorStatuses(route).map((status) => [status, problemResponse(status)])),
    },
  };
}

function queryParameters(route: RouteContract): readonly JsonSchema[] {
  if (!route.query) return [];
  const { properties = {}, required = [] } = inline(route.query, 'output') as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function answerContent(route: RouteContract): OpenApiDocument {
  if (typeof route.response !== 'string') {
    return { 'application/json': { schema: referenceTo(route.response, 'output') } };
  }
  return {
    [route.response]: { schema: { type: route.response === 'application/json' ? 'object' : 'string' } },
  };
}

/** Every status that a route can answer with beside 200. */
function errorStatuses(route: RouteContract): readonly number[] {
  return [
    ...(route.body ? [400, 408, 413, 415] : []),
    ...(route.body || route.query ? [422] : []),
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

function headersOf(names: readonly string[]): OpenApiDocument {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
