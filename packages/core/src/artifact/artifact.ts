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
