import { type ArtifactArray, type ArtifactContent, type JsonValue, TitansError } from '@titans/core';

/** Reads the parts of an artifact, each with its type checked, so that no foreign or damaged one becomes a model. */
export interface ArtifactReader {
  float64(name: string): Float64Array;
  float32(name: string): Float32Array;
  int32(name: string): Int32Array;
  uint32(name: string): Uint32Array;
  uint16(name: string): Uint16Array;
  uint8(name: string): Uint8Array;
  number(name: string): number;
  text(name: string): string;
  texts(name: string): readonly string[];
  /** The member as JSON, for nested data. */
  json(name: string): JsonValue;
  /** An error for content that contradicts itself. */
  corrupt(what: string): TitansError;
}

/** How the content of a version becomes that of the next, by the number of the version. */
export type Migrations = Readonly<Record<number, (content: ArtifactContent) => ArtifactContent>>;

/**
 * Opens the content of an artifact.
 *
 * @param migrations Applied one after the other to the content of an older version.
 * @throws TitansError `INVALID_ARGUMENT` for what is no content, `ARTIFACT_KIND` for another kind, `ARTIFACT_VERSION` for another version; its methods throw
 * `ARTIFACT_CORRUPT` for a part that is absent or of another type.
 */
export function readArtifact(
  original: ArtifactContent,
  kind: string,
  version: number,
  migrations: Migrations = {},
): ArtifactReader {
  if (
    typeof original !== 'object' ||
    original === null ||
    typeof original.arrays !== 'object' ||
    original.arrays === null
  ) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'Give the content of an artifact, as toArtifact or decodeArtifact made it.',
    );
  }
  let content = original;
  if (content.kind !== kind) {
    throw new TitansError('ARTIFACT_KIND', `The artifact is a "${content.kind}", not a "${kind}".`, {
      details: { kind: content.kind },
    });
  }
  for (let next = migrations[content.version]; next && content.version < version; ) {
    content = { ...next(content), version: content.version + 1 };
    next = migrations[content.version];
  }
  if (content.version !== version) {
    throw new TitansError(
      'ARTIFACT_VERSION',
      `The artifact has version ${content.version} of "${kind}"; this release reads version ${version}.`,
    );
  }
  const data = content.data;
  const corrupt = (what: string): TitansError =>
    new TitansError('ARTIFACT_CORRUPT', `The artifact of kind "${kind}" is damaged: ${what}.`);

  function json(name: string): JsonValue {
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
      const member = (data as { readonly [key: string]: JsonValue })[name];
      if (member !== undefined) return member;
    }
    throw corrupt(`it has no "${name}"`);
  }

  function array<A extends ArtifactArray>(name: string, type: abstract new (...args: never[]) => A): A {
    const found = content.arrays[name];
    if (found instanceof type) return found;
    throw corrupt(`its array "${name}" is absent or of another type`);
  }

  return {
    float64: (name) => array(name, Float64Array),
    float32: (name) => array(name, Float32Array),
    int32: (name) => array(name, Int32Array),
    uint32: (name) => array(name, Uint32Array),
    uint16: (name) => array(name, Uint16Array),
    uint8: (name) => array(name, Uint8Array),
    json,
    corrupt,
    number(name) {
      const value = json(name);
      if (typeof value === 'number') return value;
      throw corrupt(`"${name}" is not a number`);
    },
    text(name) {
      const value = json(name);
      if (typeof value === 'string') return value;
      throw corrupt(`"${name}" is not text`);
    },
    texts(name) {
      const value = json(name);
      if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) {
        return Object.freeze([...value]);
      }
      throw corrupt(`"${name}" is not a list of texts`);
    },
  };
}
