import { type Check, one } from './answers/check.js';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** Checks that a value is an OpenAPI document of version 3, not that everything in it is valid. */
export const openApiDocument: Check<OpenApiDocument> = one(
  'an OpenAPI document of version 3',
  isOpenApiDocument,
);

function isOpenApiDocument(value: unknown): value is OpenApiDocument {
  const { openapi, paths } = Object(value) as Partial<OpenApiDocument>;
  return typeof openapi === 'string' && openapi.startsWith('3.') && typeof paths === 'object';
}
