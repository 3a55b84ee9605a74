import { Validator } from '@seriousme/openapi-schema-validator';
import { batchTasks, routes } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import { openApiDocument } from './document.js';

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

const plugin: ServerPlugin = {
  name: 'greeter',
  routes: {
    greet: {
      ...routes.root,
      path: '/greet/{name}',
      tag: 'greeter',
      access: 'manage_models',
      params: z.strictObject({ name: z.string() }),
      response: 'text/plain',
      handle: async () => ({ text: 'hello' }),
    },
  },
};

const document = JSON.parse(JSON.stringify(openApiDocument({ basePath: '/titans' }))) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly servers: readonly { readonly url: string }[];
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1 by an independent validator, and its references resolve', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone<Record<string, unknown>>({ ...document }));
    expect(result.errors).toBeUndefined();
    expect([result.valid, validator.version]).toEqual([true, '3.1']);
    for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = reference
        .split('/')
        .reduce<unknown>((node, part) => (node as Record<string, unknown>)?.[part], document);
      expect(found, reference).toBeTypeOf('object');
    }
  });

  test('says which answers name the experiment that they are of', () => {
    const named = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ operationId, responses }) =>
        JSON.stringify(responses).includes('#/components/headers/x-titans-experiment') ? [operationId] : [],
      ),
    );
    expect(named).toEqual(['predictCategory', 'predictAmount', 'predictAnomaly', 'explain']);
  });

  test('has every route of the contract and no other', () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => `${operation.operationId} ${method.toUpperCase()} ${path}`,
      ),
    );
    const declared = Object.entries(routes).map(([name, { method, path }]) => `${name} ${method} ${path}`);
    expect(documented.sort()).toEqual(declared.sort());
  });

  test('has an example of every body, which the contract takes', () => {
    for (const [name, { method, path, body, lines }] of Object.entries(routes)) {
      if (body === undefined) continue;
      const { content = {} } = document.paths[path]?.[method.toLowerCase()]?.requestBody ?? {};
      const example = Object.values(content)[0]?.example;
      const isOptional = routes[name as keyof typeof routes].isBodyOptional === true;
      if (!isOptional) expect(example, name).toBeDefined();
      if (typeof body !== 'string' && example !== undefined) {
        expect(body.safeParse(example).success, name).toBe(true);
      }
      for (const line of lines?.body && typeof example === 'string' ? example.trim().split('\n') : []) {
        expect(lines?.body?.safeParse(JSON.parse(line)).success, name).toBe(true);
      }
    }
  });

  test('calls whole numbers integers', () => {
    const { properties } = document.components.schemas.Job as { properties: Record<string, object> };
    expect(properties.done).toEqual({ type: 'integer' });
  });

  test('asks for a credential exactly where the contract does', () => {
    for (const route of Object.values(routes)) {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      expect(operation?.security).toEqual(route.access === 'public' ? [] : [{ bearer: [] }]);
      expect('401' in (operation?.responses ?? {})).toBe(route.access !== 'public');
    }
  });

  test('has the routes of plugins, with the parameters of their paths', async () => {
    const extended = openApiDocument({ plugins: [plugin] });
    const { '/greet/{name}': greet } = extended.paths as Record<string, { get: Operation }>;
    expect(greet?.get).toMatchObject({
      operationId: 'greeter.greet',
      parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
      security: [{ bearer: [] }],
    });
    expect(extended.tags).toContainEqual({ name: 'greeter' });
    const { valid, errors } = await new Validator().validate(structuredClone({ ...extended }));
    expect([valid, errors]).toEqual([true, undefined]);
  });

  test('says of each route which status its answer has, and that a key makes it have its effect once', () => {
    const create = document.paths['/jobs']?.post;
    expect(Object.keys(create?.responses ?? {})).toEqual(
      expect.arrayContaining(['202', '409', '413', '422']),
    );
    expect(create?.parameters).toContainEqual({ $ref: '#/components/parameters/IdempotencyKey' });
    expect(document.paths['/predict/category']?.post?.parameters).toBeUndefined();
  });

  test('describes the limits of requests', () => {
    expect(document.components.schemas.TransactionRequest).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { description: { anyOf: [{ type: 'string', maxLength: 500 }, { type: 'null' }] } },
    });
    expect(document.components.schemas.BatchRequest).toMatchObject({
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: { anyOf: [{ $ref: '#/components/schemas/TransactionRequest' }, {}] },
    });
    const days = document.paths['/forecast/cashflow']?.post?.parameters?.find(
      ({ name }) => name === 'days_ahead',
    );
    expect(days).toMatchObject({ in: 'query', schema: { type: 'integer', minimum: 1, maximum: 365 } });
    for (const path of ['/predict/batch', '/predict/stream', '/jobs']) {
      expect(document.paths[path]?.post?.parameters?.find(({ name }) => name === 'tasks')).toEqual({
        ...{ name: 'tasks', in: 'query', required: false, style: 'form', explode: false },
        schema: { type: 'array', minItems: 1, maxItems: 3, items: { type: 'string', enum: [...batchTasks] } },
      });
    }
    expect(document.servers).toEqual([{ url: '/titans' }]);
  });
});
