import { type ModelCard, modelCardMarkdown, type TaskName } from '@titans/models';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import { withState } from '../state/state.js';
import { loadVersion } from '../state/versions.js';

/** What `titans models card` takes. */
export interface ModelsCardOptions {
  readonly task?: TaskName;
  readonly modelVersion?: string;
}

/** What `titans models card --json` prints. */
export interface ModelsCardDocument {
  /** Number of the version. */
  readonly version: number;
  readonly cards: readonly ModelCard[];
}

/** The cards of one task or of all that were trained. */
export async function readModelCards(
  { task, modelVersion }: ModelsCardOptions,
  context: CommandContext,
): Promise<Outcome<ModelsCardDocument>> {
  return withState(context, async (state) => {
    const { version, suite } = await loadVersion(state, context, modelVersion);
    const tasks = task === undefined ? suite.tasks : [task];
    return { document: { version: version.number, cards: tasks.map((each) => suite.card(each)) } };
  });
}

/** The cards as Markdown, whether on a terminal or in a file. */
export function modelsCardText({ cards }: ModelsCardDocument): string {
  return cards.map(modelCardMarkdown).join('\n\n');
}

/** `titans models card`. */
export const modelsCardCommand: LoadedCommand = loadedCommand(readModelCards, modelsCardText);
