import { Validator } from '@seriousme/openapi-schema-validator';
import { routes } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from './document.js';

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

const document = JSON.parse(JSON.stringify(openApiDocument('/titans'))) as {
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

  test('has every route of the contract and no other', () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => `${operation.operationId} ${method.toUpperCase()} ${path}`,
      ),
    );
    const declared = Object.entries(routes).map(([name, { method, path }]) => `${name} ${method} ${path}`);
    expect(documented.sort()).toEqual(declared.sort());
  });

  test('asks for a credential exactly where the contract does', () => {
    for (const route of Object.values(routes)) {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      expect(operation?.security).toEqual(route.access === 'public' ? [] : [{ bearer: [] }]);
      expect('401' in (operation?.responses ?? {})).toBe(route.access !== 'public');
    }
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
      items: { $ref: '#/components/schemas/TransactionRequest' },
    });
    const days = document.paths['/forecast/cashflow']?.post?.parameters?.find(
      ({ name }) => name === 'days_ahead',
    );
    expect(days).toMatchObject({ in: 'query', schema: { type: 'integer', minimum: 1, maximum: 365 } });
    expect(document.servers).toEqual([{ url: '/titans' }]);
  });
});
