import type { WorkOptions } from '@titans/core';
import type { LineageMove, ModelLineage } from '../../suite/model-lineage.js';
import type { ModelRegistry, VersionReference } from './registry.js';

/** Tags of a registered version that tell where it comes from. */
export const lineageTags = {
  /** Where the transactions came from. */
  source: 'titans.source',
  /** Id of the run that trained it. */
  run: 'titans.run',
  /** Id of the version that it was made to replace. */
  parent: 'titans.parent',
} as const;

/**
 * Where a registered version comes from, as its {@link lineageTags} say, and the moves of aliases to it and away from it.
 *
 * @throws TitansError as the registry.
 */
export async function modelLineage(
  registry: ModelRegistry,
  name: string,
  reference: VersionReference,
  { signal }: Pick<WorkOptions, 'signal'> = {},
): Promise<ModelLineage> {
  const version = await registry.resolve(name, reference, { ...(signal && { signal }) });
  const { id, number, tags, createdAt, createdBy, aliases } = version;
  const tag = (named: string): string | null => (Object.hasOwn(tags, named) ? (tags[named] as string) : null);
  return Object.freeze({
    source: tag(lineageTags.source),
    runId: tag(lineageTags.run),
    parent: tag(lineageTags.parent),
    model: name,
    version: id,
    number,
    registeredAt: createdAt,
    registeredBy: createdBy,
    aliases,
    moves: Object.freeze(await movesOf(registry, name, id, signal)),
  });
}

async function movesOf(
  registry: ModelRegistry,
  name: string,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly LineageMove[]> {
  const moves: LineageMove[] = [];
  let cursor: number | null = null;
  do {
    const page: Awaited<ReturnType<ModelRegistry['history']>> = await registry.history(name, {
      limit: 1_000,
      ...(cursor !== null && { cursor }),
      ...(signal && { signal }),
    });
    for (const { at, by, reason, alias, action, from, to } of page.items) {
      if (from === id || to === id) moves.push(Object.freeze({ at, by, reason, alias, action, from, to }));
    }
    cursor = page.next;
  } while (cursor !== null);
  return moves;
}
