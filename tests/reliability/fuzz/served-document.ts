import type { JsonSchema, Resolve } from './json-schema.js';

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

/** An operation as the document describes it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Media type and schema of the body; of its lines where it is a stream. */
  readonly body: {
    readonly mediaType: string;
    readonly schema: JsonSchema;
    readonly isRequired: boolean;
  } | null;
  /** Media types by status. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  /** Schema of the answer that is a success, or of its lines. */
  readonly answerSchema: JsonSchema | null;
}

interface Content {
  readonly schema: JsonSchema;
  readonly 'x-itemSchema'?: JsonSchema;
}

interface DescribedOperation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}

/** An OpenAPI document as it was served. */
export interface ServedDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

/** Finds what a reference within the document points to. */
export function resolverOf(document: object): Resolve {
  return (reference) =>
    reference
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], document) as JsonSchema;
}

/** Every operation of the document. */
export function operationsOf(document: ServedDocument): readonly Operation[] {
  const resolve = resolverOf(document);
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Operation => {
      const [mediaType, body] = Object.entries(described.requestBody?.content ?? {})[0] ?? [];
      const success = Object.entries(described.responses).find(([status]) => status.startsWith('2'))?.[1];
      const [content] = Object.values(success?.content ?? {});
      return {
        method: method.toUpperCase(),
        path,
        parameters: (described.parameters ?? []).map((parameter) =>
          '$ref' in parameter ? (resolve(parameter.$ref) as unknown as Parameter) : parameter,
        ),
        body:
          mediaType === undefined || body === undefined
            ? null
            : {
                mediaType,
                schema: body['x-itemSchema'] ?? body.schema,
                isRequired: described.requestBody?.required === true,
              },
        answers: Object.fromEntries(
          Object.entries(described.responses).map(([status, answer]) => [
            status,
            Object.keys(answer.content ?? {}),
          ]),
        ),
        answerSchema: content?.['x-itemSchema'] ?? content?.schema ?? null,
      };
    }),
  );
}
