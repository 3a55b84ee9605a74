import { isTitansError } from '@titans/core';
import { lineageTags } from '../registry/model-lineage.js';
import type { AliasMove, ModelVersion, PageOptions, RegistryPage } from '../registry/registry.js';
import { retrainingTag, rolledBackTag } from './champion.js';
import type { RetrainingSettings } from './retraining-options.js';

type Registry = Pick<RetrainingSettings, 'registry' | 'model' | 'by'>;

/** So many at once, as many as a page may have. */
const pageSize = 100;

/**
 * Tags what was rolled back since, by a run or by a person, so that no run promotes the same bytes again by itself; and with each
 * version the other fit of its run, which is of the same rows: the judged candidate of a refit, or the refit of a judged one. What
 * was made champion after the rollback is left out: somebody chose it.
 */
export async function rememberRollbacks(context: Registry, signal: AbortSignal | undefined): Promise<void> {
  const { rolledBackAt, chosenAt } = await championMoves(context, signal);
  if (rolledBackAt.size === 0) return;
  const versions = await allOf<ModelVersion>(
    (page) => context.registry.versions(context.model, page),
    signal,
  );
  for (const version of versions) {
    const takenAt = rolledBackAt.get(version.id);
    if (takenAt === undefined || version.tags[rolledBackTag] !== undefined) continue;
    const family = versions.filter(
      (other) =>
        other.id !== version.id && areOfOneRun(version, other) && (chosenAt.get(other.id) ?? 0) < takenAt,
    );
    for (const { id } of [...family, version])
      await tagTakenBack(context, id, runOf(version) ?? 'a rollback');
  }
}

/** Tags one version; one that was deleted cannot be promoted any more. */
export async function tagTakenBack(
  { registry, model, by }: Registry,
  version: string,
  run: string,
): Promise<void> {
  try {
    await registry.setTags(model, version, { [rolledBackTag]: run }, { by });
  } catch (error) {
    if (!isTitansError(error, 'NOT_FOUND')) throw error;
  }
}

/** By version the place in the history of the last rollback of it, where it was not made champion since; and of the last time it was. */
async function championMoves(
  { registry, model }: Registry,
  signal: AbortSignal | undefined,
): Promise<{
  readonly rolledBackAt: ReadonlyMap<string, number>;
  readonly chosenAt: ReadonlyMap<string, number>;
}> {
  const rolledBackAt = new Map<string, number>();
  const chosenAt = new Map<string, number>();
  const moves = await allOf<AliasMove>(
    (page) => registry.history(model, { alias: 'champion', ...page }),
    signal,
  );
  // Newest first: what was chosen is known before the rollback that it came after.
  for (const { sequence, action, from, to } of moves) {
    if (action === 'rollback' && from !== null && !chosenAt.has(from) && !rolledBackAt.has(from)) {
      rolledBackAt.set(from, sequence);
    }
    if (to !== null && !chosenAt.has(to)) chosenAt.set(to, sequence);
  }
  return { rolledBackAt, chosenAt };
}

async function allOf<Item>(
  read: (page: PageOptions<number>) => Promise<RegistryPage<Item, number>>,
  signal: AbortSignal | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: number | undefined; ; ) {
    const options = { limit: pageSize, ...(cursor !== undefined && { cursor }), ...(signal && { signal }) };
    const page = await read(options).catch((error: unknown) => {
      // There is no model of that name yet.
      if (isTitansError(error, 'NOT_FOUND')) return { items: [], next: null };
      throw error;
    });
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
  }
}

/** A later run that gave the same bytes again has put its own mark on them, and left who comes from whom. */
function areOfOneRun(a: ModelVersion, b: ModelVersion): boolean {
  const run = runOf(a);
  return (run !== null && run === runOf(b)) || isRefitOf(a, b) || isRefitOf(b, a);
}

function isRefitOf({ tags }: ModelVersion, { id }: ModelVersion): boolean {
  return tags[lineageTags.parent] === id && (tags[retrainingTag]?.split(' ')[1] ?? '') === 'refit';
}

/** The run that trained a version, by its mark. */
function runOf({ tags }: ModelVersion): string | null {
  return tags[retrainingTag]?.split(' ')[0] ?? null;
}
