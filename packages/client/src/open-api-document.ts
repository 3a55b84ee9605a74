import type { Schema } from './json.js';
import type { OpenApiDocument } from './titans-client.js';

/** Checks that a value is an OpenAPI document of version 3, not that everything in it is valid. */
export const openApiDocumentSchema: Schema<OpenApiDocument> = {
  safeParse: (value) =>
    isOpenApiDocument(value)
      ? { success: true, data: value }
      : { success: false, error: { issues: [{ code: 'not_openapi_3', path: [] }] } },
};

function isOpenApiDocument(value: unknown): value is OpenApiDocument {
  return (
    isObject(value) &&
    typeof value.openapi === 'string' &&
    value.openapi.startsWith('3.') &&
    isObject(value.paths)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
