import { isTitansError } from '@titans/core';
import type { AliasMove, ModelVersion } from '@titans/models/lifecycle';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { withState } from '../state/state.js';
import { bytes, figure, plain } from '../terminal/format.js';
import { textTable } from '../terminal/text-table.js';

/** What `titans models list` takes. */
export interface ModelsListOptions {
  readonly history?: boolean;
}

/** What `titans models list --json` prints. */
export interface ModelsListDocument {
  readonly model: string;
  /** Newest first. */
  readonly versions: readonly ModelVersion[];
  /** With `--history`: moves of aliases, newest first. */
  readonly history?: readonly AliasMove[];
}

/** Lists versions; none where nothing was trained yet. */
export async function listModels(
  { history = false }: ModelsListOptions,
  context: CommandContext,
): Promise<Outcome<ModelsListDocument>> {
  const { settings, signal } = context;
  return withState(context, async (state) => {
    const registry = await state.registry();
    try {
      const { items: versions } = await registry.versions(settings.model, { signal, limit: 1_000 });
      const document = { model: settings.model, versions };
      if (!history) return { document };
      const { items } = await registry.history(settings.model, { signal, limit: 1_000 });
      return { document: { ...document, history: items } };
    } catch (error) {
      if (!isTitansError(error, 'NOT_FOUND')) throw error;
      return { document: { model: settings.model, versions: [], ...(history ? { history: [] } : {}) } };
    }
  });
}

/** What is shown of each task. */
const shownMetrics: Readonly<Record<string, string>> = {
  category: 'accuracy',
  amount: 'mae',
  anomaly: 'rate',
  cashflow: 'mase',
};

/** The versions, and who moved which alias. */
export function modelsListText({ versions, history }: ModelsListDocument, { colours, width }: View): string {
  if (versions.length === 0) return 'There are no models yet. Learn from what was imported: titans train';
  const table = textTable(
    {
      header: ['version', 'made', 'aliases', 'measured on unseen rows', 'size', 'id'],
      rows: versions.map((version) => [
        String(version.number),
        version.createdAt.slice(0, 16).replace('T', ' '),
        version.aliases.map((alias) => (alias === 'champion' ? colours.good(alias) : alias)).join(', '),
        figuresOf(version),
        bytes(version.bytes),
        version.id.slice(0, 12),
      ]),
      right: [0, 4],
      width,
    },
    colours,
  );
  if (history === undefined) return table;
  const moves = textTable(
    {
      header: ['when', 'who', 'what', 'alias', 'to', 'why'],
      rows: history.map(({ at, by, action, alias, to, reason }) => [
        at.slice(0, 16).replace('T', ' '),
        plain(by),
        action,
        alias,
        to?.slice(0, 12) ?? '–',
        plain(reason ?? ''),
      ]),
      width,
    },
    colours,
  );
  return `${table}\n\n${moves}`;
}

function figuresOf({ metrics }: ModelVersion): string {
  return Object.entries(shownMetrics)
    .flatMap(([task, metric]) => {
      const found = metrics.find((each) => each.task === task && each.metric === metric);
      return found === undefined ? [] : [`${task} ${metric} ${figure(found.value)}`];
    })
    .join(', ');
}

/** `titans models list`. */
export const modelsListCommand: LoadedCommand = loadedCommand(listModels, modelsListText);
