import { isTitansError, TitansError } from '@titans/core';
import type { ModelVersion } from '@titans/models/lifecycle';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { type State, withState } from '../state/state.js';
import { userName } from '../state/user-name.js';
import { championOf, resolveVersion } from '../state/versions.js';

/** What `titans models promote` takes. */
export interface ModelsPromoteOptions {
  readonly version: string;
  readonly reason: string;
}

/** What `titans models promote --json` and `rollback --json` print. */
export interface ChampionDocument {
  /** What answers now. */
  readonly champion: ModelVersion;
  /** What answered before; `null` for nothing. */
  readonly before: ModelVersion | null;
}

/**
 * Makes a version the champion. Running servers take it up within seconds.
 *
 * @throws TitansError `INVALID_ARGUMENT` without consent, `NOT_FOUND`, `ARTIFACT_CORRUPT` for a version that was changed,
 * `CONFLICT` where somebody else has changed the champion meanwhile.
 */
export async function promoteModel(
  { version, reason }: ModelsPromoteOptions,
  context: CommandContext,
): Promise<Outcome<ChampionDocument>> {
  return withState(context, async (state) => {
    const target = await resolveVersion(state, context, version);
    return changeChampion(state, context, `Let version ${target.number} answer?`, async (before) => {
      const registry = await state.registry();
      return registry.promote(context.settings.model, target.id, {
        by: userName(),
        reason,
        expected: before?.id ?? null,
        signal: context.signal,
      });
    });
  });
}

/**
 * Makes the champion before this one the champion again.
 *
 * @throws TitansError as `promoteModel`; `NOT_FOUND` if there was none before.
 */
export async function rollBackModel(
  { reason }: Pick<ModelsPromoteOptions, 'reason'>,
  context: CommandContext,
): Promise<Outcome<ChampionDocument>> {
  return withState(context, (state) =>
    changeChampion(state, context, 'Take the last promotion back?', async () => {
      const registry = await state.registry();
      try {
        return await registry.rollback(context.settings.model, {
          by: userName(),
          reason,
          signal: context.signal,
        });
      } catch (error) {
        if (!isTitansError(error, 'NOT_FOUND')) throw error;
        throw new TitansError(
          'NOT_FOUND',
          'There was no champion before this one: titans models list --history',
          {
            cause: error,
          },
        );
      }
    }),
  );
}

async function changeChampion(
  state: State,
  { settings, signal, questions }: CommandContext,
  question: string,
  change: (before: ModelVersion | null) => Promise<ModelVersion>,
): Promise<Outcome<ChampionDocument>> {
  const before = await championOf(await state.registry(), settings.model, signal);
  const answering = before === null ? 'Nothing answers now.' : `Version ${before.number} answers now.`;
  await questions.requireConsent(`${question} ${answering}`);
  return { document: { champion: await change(before), before } };
}

/** What answers now. */
export function championText({ champion, before }: ChampionDocument, { colours }: View): string {
  const instead = before === null ? '' : `, instead of version ${before.number}`;
  return before?.id === champion.id
    ? `Version ${champion.number} is the champion already.`
    : `${colours.good('Done.')} Version ${champion.number} answers now${instead}.`;
}

/** `titans models promote`. */
export const modelsPromoteCommand: LoadedCommand = loadedCommand(promoteModel, championText);
/** `titans models rollback`. */
export const modelsRollbackCommand: LoadedCommand = loadedCommand(rollBackModel, championText);
