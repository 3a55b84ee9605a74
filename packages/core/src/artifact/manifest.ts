import * as z from 'zod/mini';
import { TitansError } from '../errors/titans-error.js';
import { canonicalJson, type JsonValue } from '../json/canonical-json.js';
import { parseJson } from '../json/parse-json.js';
import { type ArrayType, arrayTypes, elementSize, typeOfArray } from './array-types.js';
import type { ArtifactContent } from './artifact.js';
import { aligned } from './header.js';

/** One array of an artifact. */
export interface ArrayEntry {
  readonly name: string;
  readonly type: ArrayType;
  /** Elements. */
  readonly length: number;
  /** Bytes after the beginning of the arrays; a multiple of 8. */
  readonly offset: number;
}

/** The readable part of an artifact. */
export interface Manifest {
  readonly kind: string;
  readonly version: number;
  /** Release that wrote the artifact. */
  readonly sdkVersion: string;
  readonly data: JsonValue;
  /** In UTF-16 order of their names, each directly behind the one before, up to alignment. */
  readonly arrays: readonly ArrayEntry[];
}

// Made in a call that is marked pure, so that bundles which read no artifact leave it out.
const manifestSchema: z.ZodMiniType<Manifest> = /* @__PURE__ */ (() => {
  const name = z.string().check(z.minLength(1), z.maxLength(200));
  const count = z.int().check(z.gte(0));
  return z.strictObject({
    kind: name,
    version: z.int().check(z.gte(1)),
    sdkVersion: z.string(),
    data: z.custom<JsonValue>((value) => value !== undefined),
    arrays: z.array(z.strictObject({ name, type: z.enum(arrayTypes), length: count, offset: count })),
  });
})();

/**
 * Lays out the arrays of a content, ordered by name.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a kind, version, name or array that an artifact cannot hold.
 */
export function describe(content: ArtifactContent, sdkVersion: string): Manifest {
  let offset = 0;
  const arrays = Object.keys(content.arrays)
    .sort()
    .map((arrayName): ArrayEntry => {
      const array = content.arrays[arrayName];
      const type = typeOfArray(array);
      if (array === undefined || type === undefined || arrayName === '__proto__') {
        throw new TitansError('INVALID_ARGUMENT', `An artifact cannot hold the array "${arrayName}".`, {
          details: { field: `arrays.${arrayName}` },
        });
      }
      const entry = { name: arrayName, type, length: array.length, offset };
      offset = aligned(offset + array.byteLength);
      return entry;
    });
  const manifest = { kind: content.kind, version: content.version, sdkVersion, data: content.data, arrays };
  const checked = manifestSchema.safeParse(manifest);
  if (checked.success) return manifest;
  const issue = checked.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new TitansError('INVALID_ARGUMENT', `The artifact's ${field} is not valid: ${issue?.message}.`, {
    details: { field },
  });
}

/** Bytes from the beginning of the first array to the end of the last. */
export function arraysLength(arrays: readonly ArrayEntry[]): number {
  const last = arrays.at(-1);
  return last === undefined ? 0 : last.offset + last.length * elementSize(last.type);
}

/** The manifest as the bytes that stand in the artifact. */
export function writeManifest(manifest: Manifest): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(
    canonicalJson({ ...manifest, arrays: manifest.arrays.map((entry) => ({ ...entry })) }),
  );
}

/**
 * Reads a manifest whose bytes have been verified. It is still not trusted: anyone can compute a checksum.
 *
 * @throws TitansError `ARTIFACT_CORRUPT` if it is not a manifest or its arrays do not fill the space there is.
 */
export function readManifest(bytes: Uint8Array, spaceForArrays: number): Manifest {
  let value: JsonValue;
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw malformed('its manifest is not JSON', error);
  }
  const checked = manifestSchema.safeParse(value);
  if (!checked.success) {
    throw malformed(`its manifest is wrong at ${checked.error.issues[0]?.path.join('.')}`, checked.error);
  }
  const manifest = checked.data;
  let offset = 0;
  let previousName = '';
  for (const entry of manifest.arrays) {
    if (entry.offset !== offset || entry.name <= previousName || entry.name === '__proto__') {
      throw malformed('its arrays are not where they should be');
    }
    offset = aligned(offset + entry.length * elementSize(entry.type));
    previousName = entry.name;
  }
  if (arraysLength(manifest.arrays) !== spaceForArrays) throw malformed('its arrays do not fill their space');
  return manifest;
}

function malformed(what: string, cause?: unknown): TitansError {
  return new TitansError('ARTIFACT_CORRUPT', `The artifact was not written by Titans: ${what}.`, { cause });
}
