import { TitansError } from '../errors/titans-error.js';
import type { JsonValue } from '../json/canonical-json.js';

/** The typed arrays that an artifact can hold. */
export type ArtifactArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** What an artifact holds: data only, never code and never training rows. */
export interface ArtifactContent {
  /** What it is, for example `"titans/category-model"`. */
  readonly kind: string;
  /** Version of the layout of `data` and `arrays` for this kind, from 1. */
  readonly version: number;
  readonly data: JsonValue;
  readonly arrays: Readonly<Record<string, ArtifactArray>>;
}

/**
 * An array of the content, which must be there and of the given type.
 *
 * @throws TitansError `ARTIFACT_CORRUPT` if there is none of that name and type.
 * @example
 * ```ts
 * import { artifactArray } from '@titans/core';
 *
 * const content = { kind: 'example', version: 1, data: null, arrays: { weights: new Float64Array([1, 2]) } };
 * const weights = artifactArray(content, 'weights', Float64Array);
 * ```
 */
export function artifactArray<A extends ArtifactArray>(
  content: ArtifactContent,
  name: string,
  type: new (length: number) => A,
): A {
  const array = Object.hasOwn(content.arrays, name) ? content.arrays[name] : undefined;
  if (array instanceof type) return array;
  throw new TitansError(
    'ARTIFACT_CORRUPT',
    `The ${content.kind} has no array ${name} of type ${type.name}. It was not written by this kind of model.`,
    { details: { field: name } },
  );
}
