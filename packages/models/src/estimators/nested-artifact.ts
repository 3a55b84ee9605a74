import type { ArtifactArray, ArtifactContent, JsonValue } from '@titans/core';
import type { ArtifactReader } from './restoring.js';

/** A model inside an artifact: its kind, version and data, and its arrays under `name/…`. */
export function nested(
  name: string,
  content: ArtifactContent,
): { readonly data: JsonValue; readonly arrays: Readonly<Record<string, ArtifactArray>> } {
  return {
    data: { kind: content.kind, version: content.version, data: content.data },
    arrays: Object.fromEntries(
      Object.entries(content.arrays).map(([key, array]) => [`${name}/${key}`, array] as const),
    ),
  };
}

/** Reads what {@link nested} wrote under a name. */
export function nestedContent(
  outer: ArtifactContent,
  artifact: ArtifactReader,
  name: string,
): ArtifactContent {
  const member = artifact.json(name);
  if (typeof member === 'object' && member !== null && !Array.isArray(member)) {
    const { kind, version, data } = member as { readonly [key: string]: JsonValue };
    if (typeof kind === 'string' && typeof version === 'number' && data !== undefined) {
      const prefix = `${name}/`;
      const arrays = Object.entries(outer.arrays)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, array]) => [key.slice(prefix.length), array] as const);
      return { kind, version, data, arrays: Object.fromEntries(arrays) };
    }
  }
  throw artifact.corrupt(`"${name}" is not a model`);
}
